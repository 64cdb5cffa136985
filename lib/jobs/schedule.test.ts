import fc from 'fast-check';
import { beforeEach, expect, test } from 'vitest';
import { db } from '@/lib/db';
import { askDueCollections } from '@/lib/jobs/schedule';
import { lastSlot } from '@/lib/queries/slot';
import { useTestDatabase } from '@/lib/test-database';

useTestDatabase();

const at = new Date('2026-11-20T10:42:00Z');
const after = (seconds: number) => new Date(at.getTime() + seconds * 1000);

beforeEach(async () => {
  await db().$executeRaw`DELETE FROM collection`;
  await db().$executeRaw`DELETE FROM source`;
  await db().$executeRaw`INSERT INTO source (name, provider, interval_seconds)
    VALUES ('production', 'aws', 600), ('network', 'git', 3600), ('controller', 'ansible', 0)`;
});

const finish = (moment: Date) =>
  db().$executeRaw`UPDATE collection SET started_at = ${moment}, finished_at = ${moment}, outcome = 'complete'`;

test('a slot lies at most one interval back, and slots are one interval apart', () => {
  fc.assert(
    fc.property(
      fc.string({ minLength: 1 }),
      fc.integer({ min: 1, max: 86_400 }),
      fc.integer({ min: 0, max: 2e9 }),
      (name, interval, seconds) => {
        const moment = new Date(seconds * 1000);
        const slot = lastSlot(name, interval, moment);
        const age = moment.getTime() - slot.getTime();
        expect(age).toBeGreaterThanOrEqual(0);
        expect(age).toBeLessThan(interval * 1000);
        expect(lastSlot(name, interval, new Date(slot.getTime() + interval * 1000)).getTime()).toBe(
          slot.getTime() + interval * 1000,
        );
      },
    ),
  );
});

test('a thousand sources are spread over their interval', () => {
  const buckets = new Array<number>(10).fill(0);
  for (let i = 0; i < 1000; i += 1) {
    const age = (at.getTime() - lastSlot(`source ${i}`, 600, at).getTime()) / 1000;
    buckets[Math.floor(age / 60)] = (buckets[Math.floor(age / 60)] ?? 0) + 1;
  }
  expect(Math.max(...buckets)).toBeLessThan(140);
});

test('a new source is due at once, what is pushed never', async () => {
  expect((await askDueCollections(at)).sort()).toEqual(['network', 'production']);
});

test('asking again in the same slot asks for nothing', async () => {
  await askDueCollections(at);
  await finish(at);
  expect(await askDueCollections(at)).toEqual([]);
});

test('the next slot is due again, once', async () => {
  await askDueCollections(at);
  await finish(at);
  expect(await askDueCollections(after(600))).toEqual(['production']);
  expect(await askDueCollections(after(601))).toEqual([]);
});

test('six hours of slots with three schedulers give each slot one collection', async () => {
  const slots = new Set<number>();
  for (let seconds = 0; seconds < 6 * 3600; seconds += 300) {
    const moment = after(seconds);
    slots.add(lastSlot('production', 600, moment).getTime());
    await Promise.all([1, 2, 3].map(() => askDueCollections(moment)));
    await db()
      .$executeRaw`UPDATE collection SET started_at = ${moment}, finished_at = ${moment}, outcome = 'complete' WHERE finished_at IS NULL`;
  }
  const [count] = await db().$queryRaw<{ n: number }[]>`
    SELECT count(*)::int AS n FROM collection n JOIN source o ON o.id = n.source_id WHERE o.name = 'production'`;
  expect(count?.n).toBe(slots.size);
});
