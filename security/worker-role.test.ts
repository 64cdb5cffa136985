import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { jobViewer } from '@/lib/access/viewer';
import { ensureSource } from '@/lib/commands/ensure-source';
import { recordDay } from '@/lib/commands/record-day';
import { recordScan } from '@/lib/commands/record-scan';
import { db } from '@/lib/db';
import { grantRoles } from '@/lib/grant-roles';
import { runWorker } from '@/lib/jobs/worker';
import { bucket } from '@/lib/resources/bucket';
import { useTestDatabase } from '@/lib/test-database';
import { workerOf } from '@/lib/test-postgres';

// The worker under its own role, which owns no table and is walled like the web process.
useTestDatabase();

const job = jobViewer('test', 'job_test');
const folder = mkdtempSync(join(tmpdir(), 'plumbline-worker-'));
let url: string;

beforeAll(async () => {
  const client = new pg.Client({ connectionString: process.env.DATABASE_URL });
  await client.connect();
  await grantRoles(client);
  await grantRoles(client);
  await client.end();
  url = workerOf(process.env.DATABASE_URL ?? '');
  process.env.DATABASE_URL = url;
  process.env.PLUMBLINE_DATA_DIR = folder;
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('records scans and days', async () => {
  const sourceId = await ensureSource(job, { name: 'estate', provider: 'aws', config: {} });
  const spec = { key: '418/us-east-1/s3', kind: 'aws.s3.bucket', account: '418', region: 'us-east-1' } as const;
  const at = (n: number) => ({ startedAt: new Date(n * 1000), finishedAt: new Date(n * 1000) });
  const one = { externalId: 'exports', fields: { ...bucket.example, name: 'exports' } };
  const scan = (n: number, resources: (typeof one)[]) =>
    recordScan(job, {
      sourceId,
      spec: { ...spec, freshnessSeconds: 60 },
      collected: { outcome: 'complete', resources, unreadable: [] },
      ...at(n),
    });
  expect((await scan(1, [one])).added).toHaveLength(1);
  expect((await scan(2, [])).gone).toHaveLength(1);
  await recordDay(job, new Date('2026-11-01T00:00:00Z'));
});

test('starts, makes its timetable, seals the log, and ends', async () => {
  const stopper = new AbortController();
  const running = runWorker(url, stopper.signal);
  const signed = async () => (await db().$queryRaw<unknown[]>`SELECT 1 FROM audit_key`).length > 0;
  const look = setInterval(() => void signed().then((yes) => yes && stopper.abort()), 500);
  await running.finally(() => clearInterval(look));
  const rows = await db().$queryRaw`SELECT nspname FROM pg_namespace WHERE nspname = 'pgboss'`;
  expect(rows).toHaveLength(1);
  const [log] = await db().$queryRaw<
    { leaves: number; keys: number }[]
  >`SELECT (SELECT count(*)::int FROM audit_leaf) AS leaves,
    (SELECT count(*)::int FROM audit_key) AS keys`;
  expect(log).toMatchObject({ leaves: expect.any(Number), keys: 1 });
});

test.each([
  'SELECT * FROM user_account',
  'SELECT * FROM session',
  'SELECT * FROM token',
  'DELETE FROM audit_event',
  'DELETE FROM audit_leaf',
])('may not: %s', async (sql) => expect(db().$executeRawUnsafe(sql)).rejects.toThrow('permission denied'));

test('sees nothing where it set no reach', async () =>
  expect(await db().$queryRaw`SELECT 1 FROM snapshot`).toEqual([]));
