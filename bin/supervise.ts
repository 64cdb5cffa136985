import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { sparingMemory, workerArguments } from '@/bin/child-arguments';
import { DataFolder } from '@/bin/data-folder';
import { type Kept, keepRunning } from '@/bin/keep-running';
import { requireDatabase, type StartedDatabase, startDatabase } from '@/bin/open-database';
import { requireAddress } from '@/bin/require-address';
import { webProcess } from '@/bin/web-process';
import { type Environment, readEnvironment } from '@/lib/env';

const root = resolve(import.meta.dirname, '..');
const childGraceMs = 5000;
const readyWithinMs = 60_000;

/** Runs database, web and worker until a signal ends them. Throws one line when they cannot be started. */
export async function supervise({ sample }: { sample: boolean }): Promise<void> {
  const environment = readEnvironment();
  const folder = new DataFolder(environment.PLUMBLINE_DATA_DIR);
  if (!environment.DATABASE_URL) folder.requireWritable();
  const other = folder.supervisor();
  if (other) throw new Error(`Plumbline already runs from ${folder.path}: process ${other.pid}, ${other.address}`);
  const port = await requireAddress(environment.HOST, environment.PORT);
  const address = environment.PLUMBLINE_URL ?? `http://${urlHost(reachable(environment.HOST))}:${port}`;
  if (!environment.PLUMBLINE_URL && !isLoopback(environment.HOST))
    say(`others can reach ${environment.HOST}:${port}, but sign in only when PLUMBLINE_URL names the address they use`);

  const stopper = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stopper.abort());
  endWithNpm(stopper);
  const database = await openForGood(environment, folder, address, stopper.signal);
  const children: Kept[] = [];
  try {
    const base = childEnvironment(environment, database.url, address);
    const { firstLink } = prepare(base, sample);
    const web = webProcess(base, database.web, environment.HOST, port);
    children.push(
      keepRunning('web', web.args, web.env, say),
      keepRunning('worker', workerArguments, workerEnvironment(base, database.worker), say),
    );
    await ready(`http://${urlHost(reachable(environment.HOST))}:${port}/api/health/ready`, stopper.signal);
    if (!stopper.signal.aborted) greet(address, firstLink, sample);
    await aborted(stopper.signal);
  } finally {
    await Promise.all(children.map((child) => child.stop(childGraceMs)));
    await database.close();
  }
}

/** npm hands a signal to its shell, which dies of it and tells nobody: who was started by npm ends when that is gone. */
function endWithNpm(stopper: AbortController): void {
  if (!process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  const look = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(look);
    stopper.abort();
  }, 250);
  look.unref();
}

interface Held {
  /** As the owner of the tables: for migrations alone */
  url: string;
  web: string;
  worker: string;
  close: () => Promise<void>;
}

/** The database for as long as the supervisor lives: an embedded one that ends by itself is started again. */
async function openForGood(
  environment: Environment,
  folder: DataFolder,
  address: string,
  stop: AbortSignal,
): Promise<Held> {
  if (environment.DATABASE_URL) {
    for (const warning of await requireDatabase(environment.DATABASE_URL)) say(warning);
    const { DATABASE_URL: url, PLUMBLINE_WEB_DATABASE_URL: web, PLUMBLINE_WORKER_DATABASE_URL: worker } = environment;
    for (const role of [web, worker]) if (role) await requireDatabase(role);
    if (!web) say('the web process owns the tables: docs/guides/postgres.md gives it a role of its own');
    return { url, web: web ?? url, worker: worker ?? url, close: async () => undefined };
  }
  folder.keepSupervisor(address);
  let server = await startDatabase(folder);
  const { url, web, worker } = server;
  let closing = false;
  const guard = (running: StartedDatabase): void => {
    running.ended.then(async () => {
      if (closing || stop.aborted) return;
      say('database ended, starting it again');
      server = await startDatabase(folder);
      // Web and worker know the old address.
      if (server.url !== url) process.kill(process.pid, 'SIGTERM');
      guard(server);
    }, fatal);
  };
  guard(server);
  return {
    url,
    web,
    worker,
    close: async () => {
      closing = true;
      await server.stop('fast');
      folder.forgetSupervisor();
    },
  };
}

function fatal(error: unknown): never {
  say(error instanceof Error ? error.message : String(error));
  process.exit(1);
}

function childEnvironment(environment: Environment, url: string, address: string): NodeJS.ProcessEnv {
  return {
    ...sparingMemory,
    ...process.env,
    NODE_ENV: 'production',
    DATABASE_URL: url,
    PLUMBLINE_DATA_DIR: resolve(environment.PLUMBLINE_DATA_DIR),
    PLUMBLINE_URL: address,
    PLUMBLINE_HOME: root,
    LOG_LEVEL: process.env.LOG_LEVEL ?? (process.stdout.isTTY ? 'warn' : 'info'),
  };
}

const otherDatabases = /^PLUMBLINE_(WEB|WORKER)_DATABASE_URL$/;

function workerEnvironment(base: NodeJS.ProcessEnv, url: string): NodeJS.ProcessEnv {
  const kept = Object.entries(base).filter(([name]) => !otherDatabases.test(name));
  const own = { NODE_ENV: 'production', DATABASE_URL: url, PLUMBLINE_PROCESS: 'worker', PLUMBLINE_POOL: '6' } as const;
  return { ...Object.fromEntries(kept), ...own };
}

/** In a process of its own, so that the supervisor stays small: it is there for years. */
function prepare(env: NodeJS.ProcessEnv, sample: boolean): { firstLink: string | null } {
  const args = ['--import', 'tsx', join(root, 'bin/prepare.ts'), ...(sample ? ['--sample'] : [])];
  const ended = spawnSync(process.execPath, args, { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  if (ended.status !== 0) throw new Error(ended.stderr.trim() || 'the database could not be prepared');
  return JSON.parse(ended.stdout.trim().split('\n').at(-1) ?? '');
}

async function ready(url: string, stop: AbortSignal): Promise<void> {
  const until = Date.now() + readyWithinMs;
  while (Date.now() < until && !stop.aborted) {
    const status = await fetch(url, { signal: AbortSignal.timeout(2000) }).then(
      (answer) => answer.status,
      () => 0,
    );
    if (status === 200) return;
    await new Promise((wake) => setTimeout(wake, 100));
  }
  if (!stop.aborted)
    throw new Error(`The web process did not become ready within ${readyWithinMs / 1000} s: see above`);
}

function greet(address: string, firstLink: string | null, sample: boolean): void {
  process.stdout.write(`Plumbline is ready: ${address}\n`);
  if (firstLink) process.stdout.write(`Make the administrator here, with this link alone: ${address}${firstLink}\n`);
  if (sample) process.stdout.write('The sample estate is being loaded: its pages fill within a minute or two\n');
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve());
  });
}

function urlHost(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}

/** An address to reach a server that listens on all of them. */
function reachable(host: string): string {
  return host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}

function say(line: string): void {
  process.stderr.write(`plumbline: ${line}\n`);
}
