import { expect, test } from 'vitest';
import { batched } from '@/lib/commands/batched';

const pause = () => new Promise((resolve) => setImmediate(resolve));

test('what comes while a work is under way goes together in the next, in order', async () => {
  const batches: number[][] = [];
  const take = batched<number>(async (items) => {
    batches.push([...items]);
    await pause();
  }, 3);
  await Promise.all([1, 2, 3, 4, 5, 6].map((item) => take('a', item)));
  await take('a', 7);
  expect(batches).toEqual([[1], [2, 3, 4], [5, 6], [7]]);
});

test('one bad item is nobody else’s failure', async () => {
  const done: number[] = [];
  const take = batched<number>(async (items) => {
    await pause();
    if (items.includes(3)) throw new Error('three');
    done.push(...items);
  }, 10);
  const results = await Promise.allSettled([1, 2, 3, 4].map((item) => take('a', item)));
  expect(results.map((it) => it.status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
  expect(done).toEqual([1, 2, 4]);
});

test('names do not wait for each other', async () => {
  const order: string[] = [];
  const take = batched<string>(async (items) => {
    if (items.includes('slow')) await pause().then(pause);
    order.push(...items);
  }, 10);
  await Promise.all([take('a', 'slow'), take('b', 'quick')]);
  expect(order).toEqual(['quick', 'slow']);
});

test('when everything fails, not each is tried', async () => {
  let tries = 0;
  const take = batched<number>(async () => {
    tries += 1;
    await pause();
    throw new Error('away');
  }, 100);
  const results = await Promise.allSettled(Array.from({ length: 50 }, (_, item) => take('a', item)));
  expect(results.every((it) => it.status === 'rejected')).toBe(true);
  expect(tries).toBe(5);
});
