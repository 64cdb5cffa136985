import { idleMinutes, idleSetting } from '@/lib/access/session-life';
import { reading } from '@/lib/access/transaction';
import type { Viewer } from '@/lib/access/viewer';

/** The security settings as they are now; `changedAt` is null where nobody changed them yet. */
export function securitySettings(viewer: Viewer): Promise<{ idleMinutes: number; changedAt: Date | null }> {
  return reading(viewer, 'security:read', async (tx) => {
    const [row] = await tx.$queryRaw<{ idleMinutes: number; changedAt: Date | null }[]>`
      SELECT ${idleMinutes} AS "idleMinutes", (SELECT changed_at FROM setting WHERE key = ${idleSetting}) AS "changedAt"`;
    if (!row) throw new Error('The security settings could not be read');
    return row;
  });
}
