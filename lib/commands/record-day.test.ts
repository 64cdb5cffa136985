import { beforeAll, expect, test } from 'vitest';
import type { Viewer } from '@/lib/access/viewer';
import { recordDay } from '@/lib/commands/record-day';
import { declaredGroup, declaredRule, minute, observedGroup, rule, testEstate } from '@/lib/commands/test-estate';
import { db } from '@/lib/db';
import { useTestDatabase, viewerFor } from '@/lib/test-database';

useTestDatabase();

const https = rule(443, '0.0.0.0/0');
const byHand = rule(8443, '0.0.0.0/0');
const day = (of: number) => new Date(Date.UTC(2026, 9, of));
let ingest: Viewer;

beforeAll(async () => {
  ingest = await viewerFor('ingest');
  const estate = await testEstate('days');
  const declared = ['cloud', 'code', 'moved'].map((name) => declaredGroup(name, [declaredRule(14, 0, https)]));
  const [cloud, code, moved] = declared;
  if (!cloud || !code || !moved) throw new Error('Three groups are declared');
  const more = declaredRule(31, 25, rule(6514, '10.20.4.17/32'));
  await estate.declare(minute(1), declared);
  await estate.observe(
    minute(10),
    ['cloud', 'code', 'moved'].map((name) => observedGroup(name, [https])),
  );
  await estate.observe(minute(20), [
    observedGroup('cloud', [https, byHand]),
    observedGroup('code', [https], 'Northgate'),
    observedGroup('moved', [https, byHand]),
  ]);
  await estate.declare(minute(26), [
    cloud,
    ...[code, moved].map((group) => declaredGroup(group.name, [...group.rules, more])),
  ]);
});

const driftOf = (of: Date) => db().$queryRaw<{ metric: string; facility: string; count: number }[]>`
  SELECT metric, facility, count FROM day_count WHERE day = ${of}::date AND metric ~ '^(drift|groups)' ORDER BY metric, facility`;
const eventsOf = async (of: Date) =>
  (
    await db().$queryRaw<object[]>`
      SELECT id::text FROM audit_event WHERE action = 'day.counted' AND object_id = ${of.toISOString().slice(0, 10)}`
  ).length;

test('counts open drift by the side that is ahead, and of how many groups, and leaves its audit event', async () => {
  await recordDay(ingest, day(2));
  expect(await driftOf(day(2))).toEqual([
    { metric: 'drift', facility: 'Northgate', count: 1 },
    { metric: 'drift', facility: 'Riverside', count: 2 },
    { metric: 'drift:both', facility: 'Riverside', count: 1 },
    { metric: 'drift:cloud', facility: 'Riverside', count: 1 },
    { metric: 'drift:code', facility: 'Northgate', count: 1 },
    { metric: 'groups', facility: 'Northgate', count: 1 },
    { metric: 'groups', facility: 'Riverside', count: 2 },
  ]);
  expect(await eventsOf(day(2))).toBe(1);
});

test('a midnight before anything differed counts no drift', async () => {
  await recordDay(ingest, day(1));
  expect(await driftOf(day(1))).toEqual([]);
});

test('counting again replaces', async () => {
  await recordDay(ingest, day(3));
  await db().$executeRaw`UPDATE day_count SET count = 99 WHERE day = ${day(3)}::date`;
  await recordDay(ingest, day(3));
  expect((await driftOf(day(3))).map(({ count }) => count)).toEqual([1, 2, 1, 1, 1, 1, 2]);
});

test('is refused without permission and changes nothing', async () => {
  await expect(recordDay(await viewerFor('viewer'), day(4))).rejects.toThrow();
  expect(await driftOf(day(4))).toEqual([]);
  expect(await eventsOf(day(4))).toBe(0);
});

test('changes nothing when its audit event cannot be written', async () => {
  await db().$executeRaw`ALTER TABLE audit_event RENAME TO audit_event_away`;
  await expect(recordDay(ingest, day(5))).rejects.toThrow();
  await db().$executeRaw`ALTER TABLE audit_event_away RENAME TO audit_event`;
  expect(await driftOf(day(5))).toEqual([]);
});
