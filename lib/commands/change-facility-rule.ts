import { z } from 'zod';
import { parseInput } from '@/lib/access/parse-input';
import { requireEverything } from '@/lib/access/reach';
import { writing } from '@/lib/access/transaction';
import type { Viewer } from '@/lib/access/viewer';
import { lockRules, RuleFields, requireSense, writeRules } from '@/lib/commands/facility-rule';
import { AppError } from '@/lib/errors';

export const RuleChange = RuleFields.extend({
  id: z.string().regex(/^\d{1,18}$/),
  reason: z.string().trim().max(500).optional(),
});

/** Makes a rule another one, or gives it another place in the order. AppError `not-found`; `forbidden` without everything within reach. */
export async function changeFacilityRule(viewer: Viewer, input: z.input<typeof RuleChange>): Promise<void> {
  const { id, reason, position, ...fields } = parseInput(RuleChange, input);
  requireSense(fields);
  await writing(viewer, 'facilities:write', async (tx, record) => {
    requireEverything(viewer);
    const before = await lockRules(tx);
    const held = before.find((rule) => rule.id === id);
    if (!held) throw new AppError('not-found', 'There is no such rule', { id });
    const after: Parameters<typeof writeRules>[2][number][] = before.filter((rule) => rule.id !== id);
    after.splice((position ?? before.indexOf(held) + 1) - 1, 0, { id, ...fields });
    await writeRules(tx, before, after);
    const place = after.findIndex((rule) => rule.id === id) + 1;
    const { id: _, ...was } = held;
    await record({
      action: 'facility-rule.changed',
      objectKind: 'facility-rule',
      objectId: id,
      object: fields.name,
      before: was,
      after: { ...fields, position: place },
      reason: reason ?? null,
    });
  });
}
