import { db } from '@/lib/db';

/** Whether the database answers and holds the tables; asked by whoever watches the process, so without a viewer. */
export async function isReady(): Promise<boolean> {
  try {
    await db().$queryRaw`SELECT id FROM source LIMIT 1`;
    return true;
  } catch {
    return false;
  }
}
