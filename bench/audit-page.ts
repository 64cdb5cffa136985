import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { webArguments } from '@/bin/child-arguments';
import { operatorViewer, viewerOfToken } from '@/lib/access/viewer';
import { createToken } from '@/lib/commands/create-token';
import { db } from '@/lib/db';
import { startEmbeddedPostgres } from '@/lib/embedded-postgres';
import { migrate } from '@/lib/migrate';
import { auditFacets } from '@/lib/queries/audit-facets';
import { AuditFilter } from '@/lib/queries/audit-filter';
import { auditLogState } from '@/lib/queries/audit-log-state';
import { listAudit } from '@/lib/queries/list-audit';
import { freePort } from '@/lib/test-postgres';
import { fillAudit } from './fill-audit';
import { measure } from './pages';
import { percentile } from './percentile';
import { table } from './table';

// What /audit costs: tsx bench/audit-page.ts [--events 10000000] [--months 36] [--times 40] [--keep FOLDER] [--web]
// --keep fills a folder once and finds it again; --web asks the built web process for the page, too.
const { values } = parseArgs({
  options: {
    events: { type: 'string', default: '10000000' },
    months: { type: 'string', default: '36' },
    times: { type: 'string', default: '40' },
    keep: { type: 'string' },
    web: { type: 'boolean', default: false },
  },
});
const [events, months, times] = [Number(values.events), Number(values.months), Number(values.times)];
const root = resolve(import.meta.dirname, '..');
const folder = values.keep ?? mkdtempSync(join(tmpdir(), 'plumbline-bench-'));
const filled = join(folder, 'filled');
const server = await startEmbeddedPostgres(join(folder, 'postgres'), { port: await freePort(), password: 'bench' });
process.env.DATABASE_URL = server.url;
let web: ChildProcess | null = null;

try {
  const begun = performance.now();
  if (!existsSync(filled)) {
    await migrate(server.url, join(root, 'prisma/migrations'));
    await fillAudit(events, months, new Date());
    writeFileSync(filled, new Date().toISOString());
    process.stderr.write(`filled in ${((performance.now() - begun) / 1000).toFixed(0)} s\n`);
  }
  const end = Date.parse(readFileSync(filled, 'utf8'));
  const ago = (days: number) => new Date(end - days * 86_400_000).toISOString();
  const [some] = await db().$queryRaw<{ request: string; reason: string }[]>`
    SELECT request_id AS request, coalesce(reason, 'CHG-1') AS reason FROM audit_event WHERE at > ${ago(400)}::timestamptz AND reason IS NOT NULL LIMIT 1`;
  const searches: Record<string, Record<string, string>> = {
    nothing: {},
    'jobs and reads hidden, as the page begins': { jobs: 'hidden', reads: 'hidden' },
    'one person': { actor: 'Person 17' },
    'two people': { actor: 'Person 17,Person 99' },
    'a frequent action': { action: 'scan.recorded' },
    'a rare action': { action: 'waiver.approved' },
    'a person and a rare action': { actor: 'Person 17', action: 'waiver.approved' },
    'a kind of object': { kind: 'user' },
    'one object': { kind: 'user', object: '4711' },
    reach: { reach: 'Riverside' },
    'an address': { address: '10.1.17.17' },
    refused: { outcome: 'refused' },
    'one request': { request: some?.request ?? '' },
    'thirty days a year ago': { from: ago(395), to: ago(365) },
    'as of two years ago': { asOf: ago(730) },
    'free text, frequent': { q: 'person' },
    'free text, a user': { q: 'user-4711' },
    'free text, a change number': { q: some?.reason ?? '' },
    'free text, two words': { q: 'riverside person' },
    'free text, found nowhere': { q: 'xylophone' },
    'free text, one in a hundred': { q: 'user-47' },
    'free text and a person': { q: 'user-47', actor: 'Person 17' },
  };
  const made = await createToken(operatorViewer('bench', 'bench'), { name: 'bench', role: 'administrator' });
  const viewer = await viewerOfToken(made.secret, { address: '127.0.0.1', requestId: 'bench' });
  const timed = async (work: () => Promise<unknown>) => {
    const took: number[] = [];
    for (let i = -2; i < times; i += 1) {
      const started = performance.now();
      await work();
      if (i >= 0) took.push(performance.now() - started);
    }
    return { p50: percentile(took, 0.5), p95: percentile(took, 0.95) };
  };
  const ms = (value: number) => `${value.toFixed(0)} ms`;
  const rows: string[][] = [];
  for (const [name, search] of Object.entries(searches)) {
    const filter = AuditFilter.parse(search);
    const list = await timed(() => listAudit(viewer, filter));
    // As the page asks: a choice shows what else could be chosen.
    const others = { actor: undefined, action: undefined, kind: undefined, address: undefined, reach: undefined };
    const facets = await timed(() => auditFacets(viewer, { ...filter, ...others }));
    rows.push([name, ms(list.p50), ms(list.p95), ms(facets.p50), ms(facets.p95)]);
  }
  const state = await timed(() => auditLogState(viewer));
  rows.push(['state of the log', ms(state.p50), ms(state.p95), '', '']);
  process.stdout.write(table([`${events} events, ${months} months`, 'list p50', 'p95', 'choices p50', 'p95'], rows));
  if (values.web) {
    const port = await freePort();
    const base = `http://127.0.0.1:${port}`;
    const env = {
      ...process.env,
      NODE_ENV: 'production',
      PORT: String(port),
      HOSTNAME: '127.0.0.1',
      PLUMBLINE_URL: base,
      PLUMBLINE_DATA_DIR: folder,
      LOG_LEVEL: 'error',
    };
    web = spawn(process.execPath, webArguments, { env: env as NodeJS.ProcessEnv, cwd: root, stdio: 'ignore' });
    for (
      let i = 0;
      i < 100 &&
      !(await fetch(`${base}/api/health/ready`).then(
        ({ ok }) => ok,
        () => false,
      ));
      i += 1
    )
      await new Promise((next) => setTimeout(next, 200));
    const pathOf = (path: string, search: Record<string, string>) => `${path}?${new URLSearchParams(search)}`;
    const chosen = Object.values(searches).filter((search) => Object.keys(search).length > 0);
    const paths = [
      '/audit',
      ...chosen.map((search) => pathOf('/audit', search)),
      ...chosen.map((search) => pathOf('/api/v1/audit', search)),
    ];
    const costs = await measure(base, { authorization: `Bearer ${made.secret}` }, paths, times);
    process.stdout.write(
      table(
        ['over HTTP', 'status', 'p50', 'p95'],
        costs.map((cost) => [cost.path, String(cost.status), ms(cost.p50), ms(cost.p95)]),
      ),
    );
  }
} finally {
  web?.kill();
  await db().$disconnect();
  await server.stop();
  if (!values.keep) rmSync(folder, { recursive: true, force: true });
}
