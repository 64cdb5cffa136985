import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { startEmbeddedPostgres } from '@/lib/embedded-postgres';
import { migrate } from '@/lib/migrate';
import { databaseUrl, ensureRoles, freePort, statement, webOf } from '@/lib/test-postgres';

export interface OwnDatabase {
  /** As the owner of the tables */
  url: string;
  /** As the role of the web process */
  web: string;
  /** Runs a script of this folder on it, in a process of its own; what it prints comes back */
  run: (script: string, ...args: string[]) => string;
  drop: () => Promise<void>;
}

/** A migrated database for one suite, in a Postgres of its own or in the one that PLUMBLINE_TEST_POSTGRES names. */
export async function ownDatabase(name: string): Promise<OwnDatabase> {
  const folder = mkdtempSync(join(tmpdir(), `plumbline-${name}-`));
  chmodSync(folder, 0o755);
  const given = process.env.PLUMBLINE_TEST_POSTGRES;
  const place = { port: await freePort(), password: 'test', durable: false };
  const server = given ? null : await startEmbeddedPostgres(join(folder, 'postgres'), place);
  const root = given ?? server?.url ?? '';
  const database = `${name}_${process.pid}`;
  await statement(root, `CREATE DATABASE ${database}`);
  await ensureRoles(root);
  const url = databaseUrl(root, database);
  await migrate(url);
  return {
    url,
    web: webOf(url),
    run: (script, ...args) =>
      execFileSync(process.execPath, ['--import', 'tsx', resolve(import.meta.dirname, script), ...args], {
        cwd: resolve(import.meta.dirname, '..'),
        env: { ...process.env, DATABASE_URL: url, PLUMBLINE_DATA_DIR: folder, LOG_LEVEL: 'error' },
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'inherit'],
      }),
    drop: async () => {
      await statement(root, `DROP DATABASE IF EXISTS ${database} WITH (FORCE)`);
      await server?.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
