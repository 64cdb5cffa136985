import { z } from 'zod';
import { parseInput } from '@/lib/access/parse-input';
import { requireEverything } from '@/lib/access/reach';
import { writing } from '@/lib/access/transaction';
import type { Viewer } from '@/lib/access/viewer';
import { lockRules, writeRules } from '@/lib/commands/facility-rule';
import { AppError } from '@/lib/errors';

export const RuleId = z.object({ id: z.string().regex(/^\d{1,18}$/) });

/** Ends a rule: its resources belong where later rules and their tags say. AppError `not-found`; `forbidden` without everything within reach. */
export async function removeFacilityRule(viewer: Viewer, input: z.input<typeof RuleId>): Promise<void> {
  const { id } = parseInput(RuleId, input);
  await writing(viewer, 'facilities:write', async (tx, record) => {
    requireEverything(viewer);
    const before = await lockRules(tx);
    const held = before.find((rule) => rule.id === id);
    if (!held) throw new AppError('not-found', 'There is no such rule', { id });
    await writeRules(
      tx,
      before,
      before.filter((rule) => rule.id !== id),
    );
    const { id: _, ...was } = held;
    const about = { objectKind: 'facility-rule', objectId: id, object: held.name };
    await record({ ...about, action: 'facility-rule.removed', before: was });
  });
}
