import { beforeAll, expect, test } from 'vitest';
import type { Viewer } from '@/lib/access/viewer';
import { recordDay } from '@/lib/commands/record-day';
import { declaredGroup, declaredRule, minute, observedGroup, rule, testEstate } from '@/lib/commands/test-estate';
import { db } from '@/lib/db';
import { driftOverTime } from '@/lib/queries/drift-over-time';
import { useTestDatabase, viewerFor } from '@/lib/test-database';

useTestDatabase();

const https = rule(443, '0.0.0.0/0');
const midnight = (of: number, hour = 0) => new Date(Date.UTC(2026, 9, of, hour));
const nobody = { groups: 0, cloud: 0, both: 0, code: 0 };
const none = { groups: 1, cloud: 0, both: 0, code: 0 };
let viewer: Viewer;

// Opened by hand on 1 October at 10:20, put back at 10:40 of the next day. On the 1st nothing was observed yet, the 3rd was not
// counted.
beforeAll(async () => {
  viewer = await viewerFor('viewer');
  const estate = await testEstate('over time');
  await estate.declare(minute(1), [declaredGroup('edge', [declaredRule(14, 0, https)])]);
  await estate.observe(minute(10), [observedGroup('edge', [https])]);
  await estate.observe(minute(20), [observedGroup('edge', [https, rule(8443, '0.0.0.0/0')])]);
  await estate.observe(minute(24 * 60 + 40), [observedGroup('edge', [https])]);
  for (const day of [1, 2, 4]) await recordDay(estate.viewer, midnight(day));
});

test('midnight by midnight, and null for one that was not counted', async () => {
  expect(await driftOverTime(viewer, midnight(4, 9), 5, undefined)).toEqual({
    days: [
      { day: '2026-09-30', open: null },
      { day: '2026-10-01', open: null },
      { day: '2026-10-02', open: { ...none, cloud: 1 } },
      { day: '2026-10-03', open: null },
      { day: '2026-10-04', open: none },
    ],
    now: none,
  });
});

test('as of an earlier date, with what was open then', async () => {
  const { days, now } = await driftOverTime(viewer, midnight(2, 9), 2, undefined);
  expect(days.map(({ day }) => day)).toEqual(['2026-10-01', '2026-10-02']);
  expect(now).toEqual({ ...none, cloud: 1 });
});

test('a day that was counted before sides were told apart is not called calm', async () => {
  await db()
    .$executeRaw`INSERT INTO day_count (day, metric, facility, count) VALUES ('2026-09-20', 'drift', 'Riverside', 3)`;
  expect((await driftOverTime(viewer, midnight(-10), 1, undefined)).days).toEqual([{ day: '2026-09-20', open: null }]);
});

test('only of the facilities asked for, and nothing for a viewer without reach', async () => {
  const elsewhere = await driftOverTime(viewer, midnight(2, 9), 1, ['Northgate']);
  expect(elsewhere).toEqual({ days: [{ day: '2026-10-02', open: null }], now: nobody });
  const stranger = await driftOverTime(await viewerFor('viewer', ['Northgate']), midnight(2, 9), 1, undefined);
  expect(stranger).toEqual(elsewhere);
});
