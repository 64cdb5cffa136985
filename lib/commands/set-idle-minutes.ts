import { z } from 'zod';
import { parseInput } from '@/lib/access/parse-input';
import { requireProven } from '@/lib/access/require-proven';
import { idleBounds, idleMinutes, idleSetting } from '@/lib/access/session-life';
import { writing } from '@/lib/access/transaction';
import type { Viewer } from '@/lib/access/viewer';

const { least, most } = idleBounds;
const outside = `must be from ${least} to ${most}`;

export const IdleSetting = z.object({
  /** Minutes without a person after which a session ends */
  idleMinutes: z.coerce.number().int(outside).min(least, outside).max(most, outside),
});

/** Sets after how many minutes without a person every session ends, those that are open too. AppError `step-up-required`. */
export async function setIdleMinutes(viewer: Viewer, input: z.input<typeof IdleSetting>): Promise<void> {
  const { idleMinutes: minutes } = parseInput(IdleSetting, input);
  await writing(viewer, 'security:write', async (tx, record) => {
    await requireProven(tx, viewer);
    const [before] = await tx.$queryRaw<{ idleMinutes: number }[]>`SELECT ${idleMinutes} AS "idleMinutes"`;
    await tx.$executeRaw`INSERT INTO setting (key, value) VALUES (${idleSetting}, ${String(minutes)})
      ON CONFLICT (key) DO UPDATE SET value = excluded.value, changed_at = clock_timestamp()`;
    await record({
      action: 'setting.changed',
      objectKind: 'setting',
      objectId: idleSetting,
      object: 'Idle time of sessions',
      before: { idleMinutes: before?.idleMinutes },
      after: { idleMinutes: minutes },
    });
  });
}
