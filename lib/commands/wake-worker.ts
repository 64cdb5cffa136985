import type { Transaction } from '@/lib/db';

/** The channel on which the worker listens. */
export const workChannel = 'plumbline_work';

/** Tells the worker, when the transaction commits, that there is something to do. */
export async function wakeWorker(tx: Transaction): Promise<void> {
  await tx.$executeRaw`SELECT pg_notify(${workChannel}, '')`;
}
