import type { z } from 'zod';
import { parseInput } from '@/lib/access/parse-input';
import { requireEverything } from '@/lib/access/reach';
import { writing } from '@/lib/access/transaction';
import type { Viewer } from '@/lib/access/viewer';
import { lockRules, RuleFields, requireSense, writeRules } from '@/lib/commands/facility-rule';

/** Adds a rule of facilities, the last unless a position is given. It says where resources of everybody belong: AppError `forbidden` without everything within reach. */
export async function addFacilityRule(viewer: Viewer, input: z.input<typeof RuleFields>): Promise<{ id: string }> {
  const { position, ...fields } = parseInput(RuleFields, input);
  requireSense(fields);
  return writing(viewer, 'facilities:write', async (tx, record) => {
    requireEverything(viewer);
    const before = await lockRules(tx);
    const [made] = await tx.$queryRaw<{ id: string }[]>`
      SELECT nextval(pg_get_serial_sequence('facility_rule', 'id'))::text AS id`;
    if (!made) throw new Error('A rule got no id');
    const after: Parameters<typeof writeRules>[2][number][] = [...before];
    after.splice((position ?? before.length + 1) - 1, 0, { id: made.id, ...fields });
    await writeRules(tx, before, after);
    const about = { objectKind: 'facility-rule', objectId: made.id, object: fields.name };
    await record({
      ...about,
      action: 'facility-rule.added',
      after: { ...fields, rules: after.map(({ name }) => name) },
    });
    return made;
  });
}
