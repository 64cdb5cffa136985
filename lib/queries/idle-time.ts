import { idleMinutes } from '@/lib/access/session-life';
import { reading } from '@/lib/access/transaction';
import type { Viewer } from '@/lib/access/viewer';

/** Minutes without a person after which a session ends, as they are set now. */
export function idleTime(viewer: Viewer): Promise<number> {
  return reading(viewer, 'account', async (tx) => {
    const [row] = await tx.$queryRaw<{ minutes: number }[]>`SELECT ${idleMinutes} AS minutes`;
    if (!row) throw new Error('The idle time could not be read');
    return row.minutes;
  });
}
