import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { writeAuditEvent } from '@/lib/access/audit-event';
import { jobViewer } from '@/lib/access/viewer';
import { sealEvents } from '@/lib/commands/seal-events';
import { db } from '@/lib/db';
import { startEmbeddedPostgres } from '@/lib/embedded-postgres';
import { makeCheckpoint } from '@/lib/jobs/make-checkpoint';
import { SigningKeys } from '@/lib/jobs/signing-keys';
import { migrate } from '@/lib/migrate';
import { auditLogState } from '@/lib/queries/audit-log-state';
import { auditProof } from '@/lib/queries/audit-proof';
import { verifyLog } from '@/lib/queries/verify-log';
import { freePort } from '@/lib/test-postgres';
import { fillAudit } from './fill-audit';
import { percentile } from './percentile';
import { table } from './table';

// What the audit log costs: inserting, sealing, proving and verifying. tsx bench/audit.ts [--events 1000000] [--times 500]
const { values } = parseArgs({
  options: { events: { type: 'string', default: '1000000' }, times: { type: 'string', default: '500' } },
});
const [events, times] = [Number(values.events), Number(values.times)];
const writers = 8;
const inserts = 8000;

const folder = mkdtempSync(join(tmpdir(), 'plumbline-bench-'));
const server = await startEmbeddedPostgres(join(folder, 'postgres'), { port: await freePort(), password: 'bench' });
process.env.DATABASE_URL = server.url;
const job = jobViewer('bench', 'bench');
const keys = new SigningKeys(join(folder, 'keys'));
const now = () => performance.now();

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const begun = now();
  await work();
  return (now() - begun) / 1000;
}

async function times95(count: number, work: (i: number) => Promise<unknown>): Promise<string> {
  const taken: number[] = [];
  for (let i = 0; i < count; i += 1) taken.push((await seconds(() => work(i))) * 1000);
  return `${percentile(taken, 0.5).toFixed(1)} ms, ${percentile(taken, 0.95).toFixed(1)} ms at p95`;
}

try {
  await migrate(server.url, resolve(import.meta.dirname, '../prisma/migrations'));
  const one = { action: 'setting.changed', objectKind: 'setting', objectId: '1', before: { a: 1 }, after: { a: 2 } };
  const write = () => db().$transaction((tx) => writeAuditEvent(tx, job, one));
  await write();
  const alone = await times95(500, write);
  const within = await db().$transaction((tx) => times95(1000, () => writeAuditEvent(tx, job, one)));
  const together = await seconds(() =>
    Promise.all(
      Array.from({ length: writers }, async () => {
        for (let i = 0; i < inserts / writers; i += 1) await write();
      }),
    ),
  );
  await fillAudit(events, 3, new Date());
  await db()
    .$executeRaw`INSERT INTO audit_pending (event_id, at) SELECT id, at FROM audit_event ON CONFLICT DO NOTHING`;
  let sealed = 0;
  const sealing = await seconds(async () => {
    for (let more = 1; more > 0; sealed += more) more = await sealEvents(job, 2000);
  });
  await db().$executeRaw`ANALYZE audit_leaf`;
  const checkpoint = () => makeCheckpoint(job, keys, 'bench', { busyMs: 0, idleMs: 0 });
  await checkpoint();
  await checkpoint();
  const signing = await times95(50, checkpoint);
  const proof = await times95(times, () =>
    auditProof(job, { event: String(1 + Math.floor(Math.random() * events)) }).then(({ checks }) => {
      if (!Object.values(checks).every(Boolean)) throw new Error('A proof does not hold');
    }),
  );
  const state = await times95(200, () => auditLogState(job));
  const before = process.cpuUsage();
  const verifying = await seconds(async () => {
    const { problems, leaves } = await verifyLog(job, { keys: keys.everyPublicKey(), outside: [] });
    if (problems.length > 0 || leaves < events) throw new Error(`Verified ${leaves} leaves: ${problems[0]?.text}`);
  });
  const used = process.cpuUsage(before);
  const [size] = await db().$queryRaw<{ leaf: number; event: number }[]>`
    SELECT sum(pg_total_relation_size(i.inhrelid)) FILTER (WHERE i.inhparent = 'audit_leaf'::regclass)::float8 AS leaf,
      sum(pg_total_relation_size(i.inhrelid)) FILTER (WHERE i.inhparent = 'audit_event'::regclass)::float8 AS event FROM pg_inherits i`;
  process.stdout.write(
    table(
      [`${events} events`, 'measured', 'target'],
      [
        ['insert, within a transaction that is open', within, '1 ms'],
        ['insert, one writer, with its transaction', alone, ''],
        [`insert, ${writers} writers`, `${(inserts / together).toFixed(0)} events/s`, '2,000/s'],
        ['seal', `${(sealed / sealing).toFixed(0)} events/s`, '5,000/s'],
        ['checkpoint', signing, ''],
        ['proof of inclusion', proof, '5 ms at p95'],
        ['state of the log, for the page', state, ''],
        [
          'verify',
          `${verifying.toFixed(1)} s, ${((used.user + used.system) / 1e6).toFixed(1)} s of a core here`,
          '30 s for 1,000,000',
        ],
        ['memory of this process', `${(process.memoryUsage().rss / 1e6).toFixed(0)} MB`, ''],
        [
          'an event, and its leaf',
          `${((size?.event ?? 0) / sealed).toFixed(0)} B, ${((size?.leaf ?? 0) / sealed).toFixed(0)} B`,
          '',
        ],
      ],
    ),
  );
} finally {
  await db().$disconnect();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
