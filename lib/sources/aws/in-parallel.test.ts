import { expect, test } from 'vitest';
import { inParallel } from '@/lib/sources/aws/in-parallel';

test('all are worked on, at most so many at a time, and answered in order', async () => {
  let now = 0;
  let most = 0;
  const items = Array.from({ length: 20 }, (_, index) => index);
  const answers = await inParallel(items, 3, async (item) => {
    most = Math.max(most, ++now);
    for (let turn = item % 4; turn >= 0; turn -= 1) await Promise.resolve();
    now -= 1;
    return item * 2;
  });
  expect(answers).toEqual(items.map((item) => item * 2));
  expect(most).toBe(3);
});

test('the first failure ends it, and nothing more is begun', async () => {
  const begun: number[] = [];
  const all = inParallel([1, 2, 3, 4, 5, 6], 2, async (item) => {
    begun.push(item);
    if (item === 2) throw new Error('no');
    await Promise.resolve();
  });
  await expect(all).rejects.toThrow('no');
  expect(begun.length).toBeLessThan(6);
});

test('nothing to do is done', async () => {
  expect(await inParallel([], 4, async () => 1)).toEqual([]);
});
