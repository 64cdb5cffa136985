import { z } from 'zod';
import { wakeWorker } from '@/lib/commands/wake-worker';
import type { Transaction } from '@/lib/db';
import { AppError } from '@/lib/errors';

/** A form sends '' for what is left open. */
const optional = (max: number) =>
  z
    .string()
    .trim()
    .max(max)
    .regex(/^[^\p{Cc}]*$/u, 'must not hold control characters')
    .nullish()
    .transform((text) => text || null);

export const RuleFields = z.object({
  name: z.string().trim().min(1, 'must not be empty').max(120),
  account: optional(200).describe('Pattern: * is any text, ? one character; without regard to case'),
  region: optional(200),
  namePattern: optional(200),
  tagKey: optional(128).describe('Key of a tag, whole'),
  tagPattern: optional(256).describe('Pattern of its value'),
  inventoryGroup: optional(200).describe('Pattern of an inventory group; nodes and hosts have some'),
  facility: optional(120).describe('Where what matches belongs; missing: left to later rules and to tags'),
  environment: optional(120),
  team: optional(120),
  position: z.coerce
    .number()
    .int()
    .min(1)
    .max(1000)
    .optional()
    .describe('Place in the order; the last where it is missing'),
});
export type RuleFields = z.output<typeof RuleFields>;

/** AppError `invalid` for a rule that asks nothing, or gives nothing. */
export function requireSense(rule: RuleFields): void {
  const wrong = (field: string, words: string) => new AppError('invalid', `${field}: ${words}`, { field });
  if ((rule.tagKey === null) !== (rule.tagPattern === null)) throw wrong('tagPattern', 'a tag has a key and a value');
  if (!rule.account && !rule.region && !rule.namePattern && !rule.tagKey && !rule.inventoryGroup)
    throw wrong('namePattern', 'a rule needs a condition');
  if (!rule.facility && !rule.environment && !rule.team)
    throw wrong('facility', 'a rule names a facility, an environment or a team');
}

export interface StandingRule extends Omit<RuleFields, 'position'> {
  id: string;
  position: number;
}

/** The rules that stand, in their order, locked against other changes until the transaction ends. */
export async function lockRules(tx: Transaction): Promise<StandingRule[]> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(72707376)`;
  return tx.$queryRaw<StandingRule[]>`
    SELECT id::text, position, name, account, region, name_pattern AS "namePattern", tag_key AS "tagKey", tag_pattern AS "tagPattern",
      inventory_group AS "inventoryGroup", facility, environment, team
    FROM facility_rule WHERE valid_to = 'infinity' ORDER BY position, id`;
}

/**
 * Makes `after` the rules that hold, in this order, from now on: what differs ends and begins anew, what stays is not
 * touched. Asks the worker to place all resources again.
 */
export async function writeRules(
  tx: Transaction,
  before: readonly StandingRule[],
  after: readonly Omit<StandingRule, 'position'>[],
): Promise<void> {
  const wanted: StandingRule[] = after.map((rule, i) => ({ ...rule, position: i + 1 }));
  const same = (rule: StandingRule) => JSON.stringify(Object.entries(rule).sort());
  const stay = new Set(before.map(same));
  const changed = wanted.filter((rule) => !stay.has(same(rule)));
  const keep = new Set(wanted.filter((rule) => stay.has(same(rule))).map(({ id }) => id));
  const ended = before.filter(({ id }) => !keep.has(id)).map(({ id }) => id);
  const [moment] = await tx.$queryRaw<{ at: Date }[]>`
    SELECT greatest(clock_timestamp(), (SELECT max(valid_from) + interval '1 millisecond' FROM facility_rule))::timestamptz(3) AS at`;
  if (!moment) throw new Error('The database told no time');
  await tx.$executeRaw`UPDATE facility_rule SET valid_to = ${moment.at}::timestamptz
    WHERE id = ANY(${ended}::bigint[]) AND valid_to = 'infinity'`;
  await tx.$executeRaw`
    INSERT INTO facility_rule (id, valid_from, position, name, account, region, name_pattern, tag_key, tag_pattern, inventory_group,
      facility, environment, team)
    SELECT r.id, ${moment.at}::timestamptz, r.position, r.name, r.account, r.region, r."namePattern", r."tagKey", r."tagPattern",
      r."inventoryGroup", r.facility, r.environment, r.team
    FROM jsonb_to_recordset(${JSON.stringify(changed)}::jsonb) AS r (id bigint, position int, name text, account text, region text,
      "namePattern" text, "tagKey" text, "tagPattern" text, "inventoryGroup" text, facility text, environment text, team text)`;
  await tx.$executeRaw`INSERT INTO setting (key, value) VALUES ('place-again', gen_random_uuid()::text)
    ON CONFLICT (key) DO UPDATE SET value = excluded.value, changed_at = clock_timestamp()`;
  await wakeWorker(tx);
}
