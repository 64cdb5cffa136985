import { z } from 'zod';
import { parseInput } from '@/lib/access/parse-input';
import { requireReach } from '@/lib/access/reach';
import { requireProven } from '@/lib/access/require-proven';
import { sealSecret } from '@/lib/access/sealed-secret';
import { writing } from '@/lib/access/transaction';
import type { Viewer } from '@/lib/access/viewer';
import { endProviderSessions } from '@/lib/commands/end-provider-sessions';
import { ClientSecret, ProviderFields } from '@/lib/commands/provider-input';
import { requireBreakGlass } from '@/lib/commands/require-break-glass';
import type { Transaction } from '@/lib/db';
import { AppError } from '@/lib/errors';

export const ProviderChange = ProviderFields.extend({
  id: z.string().max(40),
  /** None: the present one stays */
  clientSecret: ClientSecret.optional(),
});

interface Held extends Omit<z.output<typeof ProviderFields>, 'groups'> {
  groups: string;
}

/**
 * Changes a provider, all but its issuer: people are known by it. Disabling it ends the sessions that began through it.
 * AppError `not-found`, or `conflict` when nobody could break the glass.
 */
export async function changeProvider(viewer: Viewer, input: z.input<typeof ProviderChange>): Promise<void> {
  const { id, clientSecret, ...given } = parseInput(ProviderChange, input);
  await writing(viewer, 'providers:write', async (tx, record) => {
    for (const { reach } of given.groups) requireReach(viewer, reach);
    await requireProven(tx, viewer);
    const held = await lockProvider(tx, id);
    if (given.enabled && !held.enabled) await requireBreakGlass(tx);
    const sealed = clientSecret
      ? sealSecret(clientSecret, { table: 'provider', column: 'client_secret', row: id })
      : null;
    await tx.$executeRaw`UPDATE provider SET name = ${given.name}, client_id = ${given.clientId},
        client_secret = coalesce(${sealed}, client_secret), scopes = ${given.scopes}, groups_claim = ${given.groupsClaim},
        groups = ${JSON.stringify(given.groups)}, enabled = ${given.enabled}, changed_at = clock_timestamp()
      WHERE id = ${id}`;
    const ended = held.enabled && !given.enabled ? await endProviderSessions(tx, id) : 0;
    const before: Record<string, unknown> = { ...held, groups: JSON.parse(held.groups) };
    const changed = Object.entries(given).filter(
      ([key, value]) => JSON.stringify(before[key]) !== JSON.stringify(value),
    );
    await record({
      action: 'provider.changed',
      objectKind: 'provider',
      objectId: id,
      object: given.name,
      before: Object.fromEntries(changed.map(([key]) => [key, before[key]])),
      after: {
        ...Object.fromEntries(changed),
        ...(sealed ? { clientSecret: 'replaced' } : {}),
        ...(ended > 0 ? { sessionsEnded: ended } : {}),
      },
    });
  });
}

async function lockProvider(tx: Transaction, id: string): Promise<Held> {
  const [held] = await tx.$queryRaw<Held[]>`
    SELECT name, client_id AS "clientId", scopes, groups_claim AS "groupsClaim", groups, enabled
    FROM provider WHERE id = ${id} AND removed_at IS NULL FOR UPDATE`;
  if (!held) throw new AppError('not-found', 'There is no such provider', { id });
  return held;
}
