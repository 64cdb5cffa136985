import { z } from 'zod';
import { parseInput } from '@/lib/access/parse-input';
import { requireProven } from '@/lib/access/require-proven';
import { writing } from '@/lib/access/transaction';
import type { Viewer } from '@/lib/access/viewer';
import { leastKeptDays } from '@/lib/merkle/erasure';

export const Retention = z.object({
  days: z.coerce
    .number()
    .int()
    .min(leastKeptDays, `must be ${leastKeptDays} or more: six years is the least that the law asks for`)
    .max(36_525),
  reason: z.string().trim().max(500).optional(),
});

/** Sets for how many days audit events are kept. AppError `invalid` below six years, `step-up-required`. */
export async function setRetention(viewer: Viewer, input: z.input<typeof Retention>): Promise<void> {
  const { days, reason } = parseInput(Retention, input);
  await writing(viewer, 'retention:write', async (tx, record) => {
    await requireProven(tx, viewer);
    const [before] = await tx.$queryRaw<{ days: number }[]>`SELECT audit_retention_days() AS days`;
    await tx.$executeRaw`INSERT INTO setting (key, value) VALUES ('audit.retention-days', ${String(days)})
      ON CONFLICT (key) DO UPDATE SET value = excluded.value, changed_at = clock_timestamp()`;
    await record({
      action: 'retention.changed',
      objectKind: 'setting',
      objectId: 'audit.retention-days',
      object: 'retention of the audit log',
      before: { days: before?.days ?? leastKeptDays },
      after: { days },
      reason: reason ?? null,
    });
  });
}
