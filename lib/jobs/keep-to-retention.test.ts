import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { recording } from '@/lib/access/transaction';
import { jobViewer, type Viewer } from '@/lib/access/viewer';
import { eraseMonth } from '@/lib/commands/erase-month';
import { liftHold } from '@/lib/commands/lift-hold';
import { placeHold } from '@/lib/commands/place-hold';
import { setRetention } from '@/lib/commands/set-retention';
import { connect, db, Prisma } from '@/lib/db';
import { keepToRetention } from '@/lib/jobs/keep-to-retention';
import { seal } from '@/lib/jobs/seal';
import { SigningKeys } from '@/lib/jobs/signing-keys';
import { parseCheckpoint } from '@/lib/merkle/checkpoint';
import { isConsistent } from '@/lib/merkle/consistency';
import { openNote } from '@/lib/merkle/signed-note';
import { auditConsistency } from '@/lib/queries/audit-consistency';
import { AuditPartQuery, auditPart } from '@/lib/queries/audit-part';
import { auditProof } from '@/lib/queries/audit-proof';
import { retention } from '@/lib/queries/retention';
import type { OutsideNote } from '@/lib/queries/verify-checkpoints';
import { verifyLog } from '@/lib/queries/verify-log';
import { useTestDatabase, viewerFor } from '@/lib/test-database';
import { personFor } from '@/lib/test-person';
import { webOf, workerOf } from '@/lib/test-postgres';

useTestDatabase();
const folder = mkdtempSync(join(tmpdir(), 'plumbline-retention-'));
const keys = new SigningKeys(folder);
const job = jobViewer('test', 'test');
const outside: OutsideNote[] = [];
let admin: Viewer;

/** Events of a month long gone, as if they had been written then: owners alone can. */
async function happened(month: string, count: number): Promise<void> {
  await db().$executeRaw`SELECT ensure_audit_month(${`${month}-01T00:00:00Z`}::timestamptz)`;
  await db()
    .$executeRaw`INSERT INTO audit_event (at, actor_kind, actor, action, outcome, object_kind, object_id, request_id)
    SELECT ${`${month}-02T00:00:00Z`}::timestamptz + make_interval(mins => n), 'person', 'Person ' || n % 7, 'setting.changed', 'done',
      'setting', n::text, 'old' FROM generate_series(1, ${count}::int) n`;
}

async function sealed(): Promise<void> {
  const { checkpoint } = await seal(keys, 'test', { at: new Date(), every: { busyMs: 0, idleMs: 0 } });
  if (checkpoint) outside.push({ name: `checkpoint of ${checkpoint.size}`, note: checkpoint.note });
}

const verified = () => verifyLog(job, { keys: keys.everyPublicKey(), outside });
const leavesIn = async (month: string) =>
  (
    await db().$queryRaw<unknown[]>`SELECT FROM audit_leaf WHERE at >= ${`${month}-01T00:00:00Z`}::timestamptz
    AND at < ${`${month}-01T00:00:00Z`}::timestamptz + interval '1 month'`
  ).length;

beforeAll(async () => {
  admin = (await personFor('administrator')).viewer;
  // All before the first checkpoint: an old event that comes after one is told as back-dated.
  await happened('2017-01', 1);
  await happened('2018-03', 150);
  await happened('2018-04', 100);
  // Committed late: the leaves of two months stand between each other.
  await db()
    .$executeRaw`INSERT INTO audit_event (at, actor_kind, actor, action, outcome, object_kind, object_id, request_id)
    SELECT '2018-03-31T23:59:59Z', 'person', 'Late', 'setting.changed', 'done', 'setting', n::text, 'old' FROM generate_series(1, 5) n`;
  await happened('2026-01', 60);
  await sealed();
  await sealed();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('less than six years is refused, more is set and on record', async () => {
  await expect(setRetention(admin, { days: 2191 })).rejects.toMatchObject({ code: 'invalid' });
  expect((await retention(admin)).days).toBe(2192);
  await setRetention(admin, { days: 2500, reason: 'Contract' });
  expect(await retention(admin)).toMatchObject({ days: 2500, least: 2192 });
  await setRetention(admin, { days: 2192 });
  expect(
    await db().auditEvent.findMany({ where: { action: 'retention.changed' }, orderBy: { id: 'asc' } }),
  ).toMatchObject([
    { before: '{"days":2192}', after: '{"days":2500}', reason: 'Contract' },
    { before: '{"days":2500}', after: '{"days":2192}' },
  ]);
});

test.each(['viewer', 'engineer', 'manager', 'security-officer', 'auditor'] as const)(
  'a %s changes neither retention nor holds',
  async (role) => {
    const viewer = await viewerFor(role);
    for (const wish of [
      setRetention(viewer, { days: 3000 }),
      placeHold(viewer, { name: 'Case', reason: 'because' }),
      liftHold(viewer, { id: '1', reason: 'because' }),
      eraseMonth(viewer, new Date('2018-03-01Z')),
    ])
      await expect(wish).rejects.toMatchObject({ code: 'forbidden' });
  },
);

test('a hold on one event keeps its month, and a hold on everything keeps all', async () => {
  const { id } = await placeHold(admin, { name: 'Case 12', reason: 'Court order', actor: 'Late' });
  expect((await retention(admin)).next).toMatchObject([
    { month: '2017-01', holds: [] },
    { month: '2018-03', holds: ['Case 12'] },
    { month: '2018-04', holds: [] },
  ]);
  await expect(eraseMonth(job, new Date('2018-03-01Z'))).rejects.toThrow('legal hold');
  const all = await placeHold(admin, { name: 'Everything', reason: 'Investigation' });
  expect(await keepToRetention(new Date())).toEqual([]);
  await liftHold(admin, { id, reason: 'Closed' });
  await liftHold(admin, { id: all.id, reason: 'Closed' });
  await expect(liftHold(admin, { id, reason: 'Closed' })).rejects.toMatchObject({ code: 'not-found' });
  expect(await leavesIn('2018-03')).toBe(155);
  expect(await db().auditEvent.count({ where: { action: { in: ['hold.placed', 'hold.lifted'] } } })).toBe(4);
});

test('a month that is to be kept stays, whoever asks', async () => {
  await expect(eraseMonth(job, new Date('2026-01-01Z'))).rejects.toThrow('still to be kept');
});

test('the database takes no month away without the event that says so, and lets nobody but the worker ask', async () => {
  await expect(db().$executeRaw`SELECT erase_audit_month('2017-01-01')`).rejects.toThrow(/currval|no event says/);
  const url = process.env.DATABASE_URL ?? '';
  for (const [client, messages] of [
    [connect(webOf(url), 1), /permission denied|must be owner/],
    [connect(workerOf(url), 1), /must be owner|permission denied|no event says|currval/],
  ] as const) {
    for (const sql of [
      'DROP TABLE audit_event_2017_01',
      'DELETE FROM audit_event_2017_01',
      'TRUNCATE audit_leaf_2017_01',
      'ALTER TABLE audit_event DETACH PARTITION audit_event_2017_01',
      "UPDATE audit_event_2017_01 SET actor = 'x'",
      'INSERT INTO audit_event_2017_01 SELECT * FROM audit_event LIMIT 1',
      'INSERT INTO audit_hole VALUES (1, now(), 0, 5)',
      "SELECT erase_audit_month('2017-01-01')",
    ])
      await expect(client.$executeRawUnsafe(sql), sql).rejects.toThrow(messages);
    await client.$disconnect();
  }
  for (const sql of [Prisma.sql`DELETE FROM audit_event_2017_01`, Prisma.sql`TRUNCATE audit_leaf_2017_01`])
    await expect(db().$executeRaw(sql)).rejects.toThrow('only appended to');
});

test('months that are old enough go, and the log still proves all that is left, and what is gone', async () => {
  expect((await verified()).problems).toEqual([]);
  expect(await keepToRetention(new Date())).toEqual(['2017-01', '2018-03', '2018-04']);
  expect(await leavesIn('2018-03')).toBe(0);
  // Before the event of the deletion has its leaf, and after.
  expect((await verified()).problems).toEqual([]);
  await sealed();
  const report = await verified();
  expect(report.problems).toEqual([]);
  expect(report.outside).toBe(outside.length);
  expect(report.erasures.map(({ events, leaves }) => [events, leaves.length])).toEqual([
    [1, 1],
    [155, 2],
    [100, 1],
  ]);
  const [left] = await db().$queryRaw<
    { id: string }[]
  >`SELECT event_id::text AS id FROM audit_leaf ORDER BY leaf_index LIMIT 1`;
  const { checks } = await auditProof(admin, { event: left?.id ?? '' });
  expect(Object.values(checks).every(Boolean)).toBe(true);
  const { from, to, proof } = await auditConsistency(admin, { from: 1, to: outside.length });
  const side = (note: string) => parseCheckpoint(openNote(note)?.text ?? '') ?? { size: -1, root: new Uint8Array() };
  expect(
    isConsistent({ older: side(from), newer: side(to), proof: proof.map((hash) => Buffer.from(hash, 'base64')) }),
  ).toBe(true);
});

test('a part that was exported says what is gone, and holds without Plumbline', async () => {
  const { lines } = await auditPart(admin, AuditPartQuery.parse({ from: 100, to: 270 }));
  let text = '';
  for await (const line of lines) text += line;
  const file = join(folder, 'part.ndjson');
  writeFileSync(file, text);
  const key = keys.everyPublicKey()[0]?.text ?? '';
  const verifier = join(import.meta.dirname, '../../verify/verify.mjs');
  const { stdout, status } = spawnSync(process.execPath, [verifier, 'part', '--key', key, file], { encoding: 'utf8' });
  expect(stdout).toContain('leaf 100: was taken away; its hash is in the log');
  expect(stdout).toMatch(/leaf 270: event \d+, 2026-01/);
  expect(stdout).toContain('all 171 leaves from 100 to 270 are there and in the log');
  expect(status).toBe(0);
  writeFileSync(file, text.replace('"leafHash":"', '"leafHash":"A'));
  expect(spawnSync(process.execPath, [verifier, 'part', '--key', key, file]).status).toBe(1);
});

test.each([
  [
    'a hash of what is gone is edited',
    Prisma.sql`UPDATE audit_erased SET hashes = set_byte(hashes, 3, (get_byte(hashes, 3) + 1) % 256) WHERE first_index = 64`,
  ],
  ['hashes of what is gone are deleted', Prisma.sql`DELETE FROM audit_erased WHERE first_index = 64`],
  [
    'more is taken away than the event says',
    Prisma.sql`WITH gone AS (DELETE FROM audit_leaf WHERE leaf_index = 270 RETURNING leaf_hash)
    INSERT INTO audit_erased SELECT 270, leaf_hash FROM gone`,
  ],
])('%s: found', async (_name, sql) => {
  class Undo extends Error {}
  let found: string[] = [];
  await db()
    .$transaction(async (tx) => {
      await tx.$executeRaw`SET LOCAL session_replication_role = replica`;
      expect(await tx.$executeRaw(sql)).toBe(1);
      const { verifyLogIn } = await import('@/lib/queries/verify-log');
      found = (await verifyLogIn(tx, { keys: keys.everyPublicKey(), outside: [] })).problems.map(({ what }) => what);
      throw new Undo();
    })
    .catch((error: unknown) => {
      if (!(error instanceof Undo)) throw error;
    });
  expect(found.length).toBeGreaterThan(0);
});

test('a deletion before its time is told, even by who can write such an event', async () => {
  const { verifyLogIn } = await import('@/lib/queries/verify-log');
  await recording(job, (_tx, record) =>
    record({
      action: 'audit-log.erased',
      objectKind: 'audit-log',
      objectId: '2026-01',
      after: { events: 1, from: '2026-01-02T00:00:00.000Z', to: '2026-01-03T00:00:00.000Z', leaves: '260-260' },
    }),
  );
  await sealed();
  const { problems } = await db().$transaction((tx) => verifyLogIn(tx, { keys: keys.everyPublicKey(), outside: [] }));
  expect(problems).toMatchObject([
    { what: 'deleted', index: 260, text: expect.stringContaining('before their six years') },
  ]);
});
