import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { startEmbeddedPostgres } from '@/lib/embedded-postgres';
import { migrate } from '@/lib/migrate';

declare module 'vitest' {
  export interface ProvidedContext {
    postgresUrl: string;
    template: string;
  }
}

/** One Postgres for the whole run, or the one named by PLUMBLINE_TEST_POSTGRES; its template database is migrated once. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-test-'));
  chmodSync(folder, 0o755);
  const given = process.env.PLUMBLINE_TEST_POSTGRES;
  const server = given
    ? null
    : await startEmbeddedPostgres(join(folder, 'postgres'), {
        port: await freePort(),
        password: 'test',
        durable: false,
      });
  const url = given ?? server?.url ?? '';
  const template = `template_${process.pid}`;
  await statement(url, `CREATE DATABASE ${template}`);
  await migrate(databaseUrl(url, template));
  project.provide('postgresUrl', url);
  project.provide('template', template);
  return async () => {
    await statement(url, `DROP DATABASE IF EXISTS ${template} WITH (FORCE)`);
    await server?.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}

export function databaseUrl(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}

export async function statement(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}
