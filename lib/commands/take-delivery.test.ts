import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { Viewer } from '@/lib/access/viewer';
import { claimDelivery } from '@/lib/commands/claim-delivery';
import { ensureSource } from '@/lib/commands/ensure-source';
import { recordIntake } from '@/lib/commands/record-intake';
import { sourceOfRuns, takeDelivery } from '@/lib/commands/take-delivery';
import { db } from '@/lib/db';
import { runScope } from '@/lib/sources/ansible/ansible';
import { useTestDatabase, viewerFor } from '@/lib/test-database';

useTestDatabase();

const at = (second: number) => new Date(Date.UTC(2026, 10, 20, 8, 0, second));
const report = (name: string, second = 0, more: Record<string, unknown> = {}) => ({
  tool: 'ansible',
  host: { name },
  mode: 'enforce',
  startedAt: at(second).toISOString(),
  finishedAt: at(second + 5).toISOString(),
  ok: 3,
  ...more,
});
const packed = (...reports: unknown[]) => gzipSync(JSON.stringify({ version: 1, deliveryId: 'd', reports }));

/** A viewer whose token, and so whose source, is of this test alone. */
async function named(name: string): Promise<Viewer> {
  return { ...(await viewerFor('ingest')), name };
}
const take = (viewer: Viewer, key: string | null, body: Uint8Array, second = 10) =>
  takeDelivery(viewer, { key, encoding: 'gzip', body }, at(second));
const runsOf = async (name: string) =>
  (
    await db().$queryRaw<{ host: string }[]>`SELECT host_name AS host FROM run r JOIN source o ON o.id = r.source_id
    WHERE o.name = ${name} ORDER BY host_name`
  ).map((row) => row.host);
const scansOf = (name: string) =>
  db().$queryRaw<{ outcome: string; seen: number; unreadable: number }[]>`SELECT outcome, seen, unreadable FROM scan n
    JOIN scope c ON c.id = n.scope_id JOIN source o ON o.id = c.source_id WHERE o.name = ${name} AND c.kind = 'run' ORDER BY n.finished_at`;

test('makes the source named after the token, records the runs and leaves its audit events', async () => {
  const viewer = await named('ci');
  expect(await take(viewer, 'k1', packed(report('a'), report('b')))).toEqual({ runs: 2, hosts: 2, unreadable: 0 });
  expect(await runsOf('ci')).toEqual(['a', 'b']);
  expect(await scansOf('ci')).toEqual([{ outcome: 'complete', seen: 2, unreadable: 0 }]);
  const events = await db().auditEvent.findMany({ where: { actor: 'ci' }, orderBy: { id: 'asc' } });
  expect(events.map((event) => event.action)).toEqual(['source.added', 'runs.recorded']);
});

test('the same delivery again gets the first answer and changes nothing', async () => {
  const viewer = await named('again');
  const body = packed(report('a'));
  const first = await take(viewer, 'k1', body);
  // Packed anew, the bytes differ; what they say does not.
  const anew = gzipSync(JSON.stringify({ version: 1, deliveryId: 'd', reports: [report('a')] }), { level: 1 });
  expect(await take(viewer, 'k1', anew, 20)).toEqual(first);
  expect(await take(viewer, 'k2', body, 30)).toEqual(first);
  expect(await runsOf('again')).toEqual(['a']);
});

test('hosts that report at once are all recorded, in few transactions', async () => {
  const viewer = await named('herd');
  const names = Array.from({ length: 40 }, (_, index) => `h${String(index).padStart(2, '0')}`);
  await Promise.all(names.map((name) => take(viewer, name, packed(report(name)))));
  expect(await runsOf('herd')).toEqual(names);
  const events = await db().auditEvent.findMany({ where: { actor: 'herd', action: 'runs.recorded' } });
  expect(events.length).toBeLessThan(names.length / 2);
  const delivered = events.map((event) => (JSON.parse(event.after ?? '{}') as { delivered: number }).delivered);
  expect(delivered.reduce((sum, count) => sum + count, 0)).toBe(names.length);
});

test('a key that came with other content is refused', async () => {
  const viewer = await named('reused');
  await take(viewer, 'k1', packed(report('a')));
  await expect(take(viewer, 'k1', packed(report('b')))).rejects.toMatchObject({ code: 'invalid', status: 422 });
  expect(await runsOf('reused')).toEqual(['a']);
});

test('of the same delivery at once, one is recorded and the other waits; one left by a dead process is taken over', async () => {
  const viewer = await named('at once');
  const sourceId = await sourceOfRuns(viewer);
  const claim = { sourceId, key: 'k1', sha256: new Uint8Array([1]) };
  expect(await claimDelivery(viewer, claim, at(0))).toBeNull();
  await expect(claimDelivery(viewer, claim, at(60))).rejects.toMatchObject({ code: 'conflict', status: 409 });
  expect(await claimDelivery(viewer, claim, at(200))).toBeNull();
  const results = await Promise.allSettled(Array.from({ length: 6 }, () => take(viewer, 'k2', packed(report('a')))));
  expect(results.some((one) => one.status === 'fulfilled')).toBe(true);
  for (const one of results) if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'conflict' });
  expect(await runsOf('at once')).toEqual(['a']);
});

test.each([
  ['no key', null, packed(report('a')), 400],
  ['a key with a line end', 'a\nb', packed(report('a')), 400],
  ['no gzip', 'k1', Buffer.from('{}'), 400],
  ['a bomb', 'k1', gzipSync(Buffer.alloc(20_000_000)), 413],
  ['no delivery', 'k1', gzipSync('[]'), 422],
])('%s is refused, and may come again corrected', async (name, key, body, status) => {
  const viewer = await named(`refused: ${name}`);
  await expect(take(viewer, key, body)).rejects.toMatchObject({ status });
  expect(await take(viewer, 'k1', packed(report('a')))).toMatchObject({ runs: 1 });
});

test('what cannot be read is kept with its source, and the good reports are recorded', async () => {
  const viewer = await named('partly');
  const body = packed(report('good'), report('bad', 0, { mode: 'sideways', password: 's3cr3t' }));
  expect(await take(viewer, 'k1', body)).toEqual({ runs: 1, hosts: 1, unreadable: 1 });
  expect(await runsOf('partly')).toEqual(['good']);
  expect(await scansOf('partly')).toEqual([{ outcome: 'partial', seen: 1, unreadable: 1 }]);
  const [row] = await db().$queryRaw<{ host: string; reason: string; excerpt: string }[]>`
    SELECT external_id AS host, reason, excerpt FROM unreadable WHERE external_id = 'bad'`;
  expect(row).toMatchObject({ host: 'bad', reason: expect.stringContaining('mode') });
  expect(row?.excerpt).not.toContain('s3cr3t');
});

test('a scan row is written when something is to be said, not for each delivery', async () => {
  const viewer = await named('quiet');
  const sourceId = await sourceOfRuns(viewer);
  const bad = [{ externalId: 'x', reason: 'r', excerpt: '' }];
  const intake = (second: number, unreadable: typeof bad = []) =>
    recordIntake(viewer, { sourceId, spec: runScope('quiet'), receivedAt: at(second), seen: 1, unreadable });
  for (const second of [0, 60, 299, 301, 302]) await intake(second);
  await intake(303, bad);
  await intake(303, bad);
  await intake(304);
  expect((await scansOf('quiet')).map((scan) => scan.outcome)).toEqual([
    ...['complete', 'complete', 'partial', 'partial', 'complete'],
  ]);
});

test('a token named like a source of another provider gets a source beside it', async () => {
  const viewer = await named('production');
  await ensureSource(viewer, { name: 'production', provider: 'aws', config: {} });
  await take(viewer, 'k1', packed(report('a')));
  expect(await runsOf('production runs')).toEqual(['a']);
  expect(await sourceOfRuns(viewer)).toBe(await sourceOfRuns(viewer));
});

test('only who may push may push', async () => {
  const viewer = { ...(await viewerFor('viewer')), name: 'onlooker' };
  await expect(take(viewer, 'k1', packed(report('a')))).rejects.toMatchObject({ code: 'forbidden' });
  expect(await runsOf('onlooker')).toEqual([]);
});

test('when the audit event cannot be written nothing is recorded, and the delivery may come again', async () => {
  const viewer = await named('unaudited');
  await sourceOfRuns(viewer);
  await db().$executeRaw`ALTER TABLE audit_event ADD CONSTRAINT closed CHECK (actor <> 'unaudited') NOT VALID`;
  await expect(take(viewer, 'k1', packed(report('a')))).rejects.toMatchObject({ code: 'unavailable' });
  expect(await runsOf('unaudited')).toEqual([]);
  await db().$executeRaw`ALTER TABLE audit_event DROP CONSTRAINT closed`;
  expect(await take(viewer, 'k1', packed(report('a')))).toMatchObject({ runs: 1 });
});
