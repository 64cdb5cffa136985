import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { sparingMemory, workerArguments } from '@/bin/child-arguments';
import { webProcess } from '@/bin/web-process';
import { jobViewer, operatorViewer } from '@/lib/access/viewer';
import { createToken } from '@/lib/commands/create-token';
import { db } from '@/lib/db';
import { startEmbeddedPostgres } from '@/lib/embedded-postgres';
import { migrate } from '@/lib/migrate';
import { ensureRoles, freePort, webOf, workerOf } from '@/lib/test-postgres';
import { fill } from './fill';
import { firstLoad, measure } from './pages';
import { table } from './table';

const root = resolve(import.meta.dirname, '..');
const { values } = parseArgs({
  options: {
    hosts: { type: 'string', default: '10000' },
    days: { type: 'string', default: '30' },
    times: { type: 'string', default: '40' },
    // The web process as the owner of the tables: what row-level security costs is the difference
    owner: { type: 'boolean', default: false },
  },
});
const [hosts, days, times] = [Number(values.hosts), Number(values.days), Number(values.times)];

const folder = mkdtempSync(join(tmpdir(), 'plumbline-bench-'));
const children: ChildProcess[] = [];
const server = await startEmbeddedPostgres(join(folder, 'postgres'), { port: await freePort(), password: 'bench' });
process.env.DATABASE_URL = server.url;
try {
  await ensureRoles(server.url);
  await migrate(server.url, join(root, 'prisma/migrations'));
  const end = new Date();
  const before = await databaseBytes();
  const viewer = jobViewer('bench', 'bench');
  const { first, unchanged } = await fill(viewer, hosts, days, end);
  const runBytes = await tableBytes(['run', 'run_event', 'host_state', 'host_interval']);
  const port = await freePort();
  const env = {
    ...sparingMemory,
    ...process.env,
    NODE_ENV: 'production',
    PLUMBLINE_URL: `http://127.0.0.1:${port}`,
    PLUMBLINE_DATA_DIR: folder,
    LOG_LEVEL: 'error',
  } as NodeJS.ProcessEnv;
  const { args, env: own } = webProcess(env, values.owner ? server.url : webOf(server.url), '127.0.0.1', port);
  const web = start(args, own);
  const worker = start(workerArguments, { ...env, DATABASE_URL: workerOf(server.url) });
  const base = `http://127.0.0.1:${port}`;
  await ready(`${base}/api/health/ready`);
  const token = await createToken(operatorViewer('bench', 'bench'), { name: 'bench', role: 'administrator' });
  const headers = { authorization: `Bearer ${token.secret}` };
  const [host] = await db().$queryRaw<
    { id: string }[]
  >`SELECT resource_id::text AS id FROM snapshot WHERE kind = 'host' AND valid_to = 'infinity' LIMIT 1`;
  const past = new Date(end.getTime() - 15 * 86_400_000).toISOString();
  const pages = [
    '/',
    '/fleet',
    `/fleet/${host?.id}`,
    '/runs',
    '/drift',
    '/encryption',
    '/audit',
    '/sources',
    '/settings',
  ];
  const api = [
    '/api/v1/hosts',
    '/api/v1/hosts?status=failing',
    '/api/v1/resources?kind=aws.ec2.volume',
    '/api/v1/runs',
    '/api/v1/encryption',
    '/api/v1/search?q=bench-0042',
  ];
  const paths = [...pages, ...['/', '/fleet', '/runs', '/encryption'].map((page) => `${page}?asOf=${past}`), ...api];
  const costs = await measure(base, headers, paths, times);
  const loads = [];
  for (const page of pages) loads.push([page, `${((await firstLoad(base, headers, page)) / 1000).toFixed(0)} kB`]);
  process.stdout.write(
    `${hosts} hosts, ${hosts * 2} volumes, ${days} days of 4 runs each, ${times} requests a page\n\n`,
  );
  process.stdout.write(
    table(
      ['scan', 'first', 'unchanged', 'rows written by the unchanged'],
      first.map((one, i) => [
        one.kind,
        `${one.milliseconds.toFixed(0)} ms`,
        `${unchanged[i]?.milliseconds.toFixed(0)} ms`,
        `${unchanged[i]?.bytes} B`,
      ]),
    ),
  );
  process.stdout.write(
    table(
      ['page', 'status', 'p50', 'p95', 'bytes'],
      costs.map((cost) => [
        cost.path.replace(past, 'past'),
        String(cost.status),
        `${cost.p50.toFixed(0)} ms`,
        `${cost.p95.toFixed(0)} ms`,
        String(cost.bytes),
      ]),
    ),
  );
  process.stdout.write(table(['first load', 'JavaScript, gzipped'], loads));
  process.stdout.write(
    table(
      ['what', 'figure'],
      [
        ['memory of web', `${memory(web)} MB`],
        ['memory of worker', `${memory(worker)} MB`],
        ['database', `${(((await databaseBytes()) - before) / 1e6).toFixed(0)} MB`],
        ['runs, per host and day', `${(runBytes / hosts / days).toFixed(0)} B`],
      ],
    ),
  );
} finally {
  for (const child of children) child.kill('SIGKILL');
  await db().$disconnect();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}

function start(args: string[], env: NodeJS.ProcessEnv): ChildProcess {
  const child = spawn(process.execPath, args, { cwd: root, env, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  children.push(child);
  return child;
}

async function ready(url: string): Promise<void> {
  for (let i = 0; i < 300; i++) {
    const status = await fetch(url).then(
      (answer) => answer.status,
      () => 0,
    );
    if (status === 200) return;
    await new Promise((wake) => setTimeout(wake, 100));
  }
  throw new Error('The web process did not become ready: run npm start once, so that it is built');
}

/** Resident memory in MB, as Linux counts it. */
function memory(child: ChildProcess): string {
  const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1];
  return (Number(kilobytes) / 1024).toFixed(0);
}

async function databaseBytes(): Promise<number> {
  const [row] = await db().$queryRaw<{ bytes: number }[]>`SELECT pg_database_size(current_database())::float8 AS bytes`;
  return row?.bytes ?? 0;
}

async function tableBytes(names: string[]): Promise<number> {
  const [row] = await db().$queryRaw<{ bytes: number }[]>`
    SELECT sum(pg_total_relation_size(c.oid))::float8 AS bytes FROM pg_class c
    WHERE c.relname = ANY(${names}::text[]) OR c.relname LIKE 'run_event_%' AND c.relkind = 'r'`;
  return row?.bytes ?? 0;
}
