import pg from 'pg';
import { DataFolder } from '@/bin/data-folder';
import { requireAddress } from '@/bin/require-address';
import { type RunningPostgres, startEmbeddedPostgres } from '@/lib/embedded-postgres';
import type { Environment } from '@/lib/env';
import { messageOf } from '@/lib/errors';
import { asRole, makeRoles } from '@/lib/make-roles';

export interface OpenDatabase {
  url: string;
  /** Ends what was started here; nothing for a database that is not ours */
  close: () => Promise<void>;
}

/** The database of an installation for the time of one command: the given one, the running one, or the embedded one started for it. */
export async function openDatabase(environment: Environment): Promise<OpenDatabase> {
  const nothing = async () => undefined;
  if (environment.DATABASE_URL) {
    await requireDatabase(environment.DATABASE_URL);
    return { url: environment.DATABASE_URL, close: nothing };
  }
  const folder = new DataFolder(environment.PLUMBLINE_DATA_DIR);
  const kept = folder.readDatabase();
  const running = kept ? `postgresql://plumbline:${kept.password}@127.0.0.1:${kept.port}/plumbline` : null;
  if (running && (await answers(running))) return { url: running, close: nothing };
  const server = await startDatabase(folder);
  return { url: server.url, close: () => server.stop('smart') };
}

/** The embedded database, and its addresses for the roles that are walled. */
export interface StartedDatabase extends RunningPostgres {
  web: string;
  worker: string;
}

/**
 * Starts the embedded database of the folder, after ending a server that a killed supervisor left there, and sees to its
 * roles.
 */
export async function startDatabase(folder: DataFolder): Promise<StartedDatabase> {
  folder.requireWritable();
  await endOrphan(folder);
  const earlier = folder.readDatabase()?.port;
  const port = await requireAddress('127.0.0.1', earlier ?? 0).catch(() => requireAddress('127.0.0.1', 0));
  const { password, web, worker } = folder.keepDatabase(port);
  const server = await start(folder, port, password);
  await makeRoles(server.url, { web, worker });
  return {
    ...server,
    web: asRole(server.url, 'plumbline_web', web),
    worker: asRole(server.url, 'plumbline_worker', worker),
  };
}

async function start(folder: DataFolder, port: number, password: string): Promise<RunningPostgres> {
  // After kill -9 the shared memory of the old server may outlive it for a moment.
  for (let tries = 1; ; tries += 1) {
    try {
      return await startEmbeddedPostgres(folder.cluster, { port, password });
    } catch (error) {
      if (tries === 4) throw error;
      await new Promise((wake) => setTimeout(wake, 500 * tries));
    }
  }
}

async function endOrphan(folder: DataFolder): Promise<void> {
  const signals = ['SIGINT', ...Array(80).fill(null), 'SIGQUIT', ...Array(20).fill(null)];
  for (const signal of signals) {
    const pid = folder.orphan();
    if (pid === null) return;
    if (signal) process.kill(pid, signal);
    await new Promise((wake) => setTimeout(wake, 100));
  }
  throw new Error(`A database of an earlier start still runs on ${folder.cluster}: end process ${folder.orphan()}`);
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 3000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.end();
    return true;
  } catch {
    return false;
  }
}

/** Throws one line unless `url` leads to a Postgres of version 15 or later. Answers what of its settings may lose data. */
export async function requireDatabase(url: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  client.on('error', () => undefined);
  const place = `${new URL(url).hostname}:${new URL(url).port || 5432}`;
  try {
    await client.connect();
  } catch (error) {
    throw new Error(`The database at ${place} cannot be reached (${messageOf(error)}): check DATABASE_URL`);
  }
  try {
    const { rows } = await client.query<{ server_version: string }>('SHOW server_version');
    const version = rows[0]?.server_version ?? '';
    if (Number.parseInt(version, 10) < 15)
      throw new Error(`The database at ${place} is Postgres ${version}: Plumbline needs 15 or later`);
    const off = await client.query<{ name: string }>(`SELECT name FROM pg_settings WHERE setting = 'off'
      AND name IN ('fsync', 'full_page_writes', 'synchronous_commit', 'data_checksums') ORDER BY name`);
    return off.rows.map(({ name }) => `${name} is off at ${place}: a crash there may lose what was acknowledged`);
  } finally {
    await client.end();
  }
}
