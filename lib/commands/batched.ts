import { AppError } from '@/lib/errors';

interface Waiting<Item> {
  item: Item;
  resolve: () => void;
  reject: (error: unknown) => void;
}

/**
 * Makes of `work`, which takes many items at once, a function that takes one: while a work of a name is under way, the
 * items of that name gather and go together in the next. When a work of several fails, each of them is tried alone, so
 * that one bad item is nobody else's failure. Resolves when the item's own work has ended.
 */
export function batched<Item>(work: (items: readonly Item[]) => Promise<unknown>, most: number) {
  const queues = new Map<string, Waiting<Item>[]>();

  async function drain(name: string, queue: Waiting<Item>[]): Promise<void> {
    while (queue.length > 0) await settle(queue.splice(0, most));
    queues.delete(name);
  }

  async function settle(batch: readonly Waiting<Item>[]): Promise<void> {
    try {
      await work(batch.map(({ item }) => item));
      for (const { resolve } of batch) resolve();
    } catch (error) {
      if (batch.length === 1) for (const { reject } of batch) reject(error);
      else await settleAlone(batch);
    }
  }

  async function settleAlone(batch: readonly Waiting<Item>[]): Promise<void> {
    let failed = 0;
    for (const { item, resolve, reject } of batch) {
      try {
        // Three that fail alone are no bad items: the database is away, and each try would wait for it.
        if (failed >= 3) throw new AppError('unavailable', 'Those before it could not be recorded either');
        await work([item]);
        resolve();
      } catch (error) {
        failed += 1;
        reject(error);
      }
    }
  }

  return (name: string, item: Item): Promise<void> =>
    new Promise((resolve, reject) => {
      const held = queues.get(name);
      const queue = held ?? [];
      queue.push({ item, resolve, reject });
      if (held) return;
      queues.set(name, queue);
      void drain(name, queue);
    });
}
