import { z } from 'zod';
import { parseInput } from '@/lib/access/parse-input';
import { requireProven } from '@/lib/access/require-proven';
import { writing } from '@/lib/access/transaction';
import type { Viewer } from '@/lib/access/viewer';
import { endProviderSessions } from '@/lib/commands/end-provider-sessions';
import { AppError } from '@/lib/errors';

export const ProviderId = z.object({ id: z.string().max(40) });

/** Removes a provider and ends the sessions that began through it. Its people stay, and may come back with its issuer. */
export async function removeProvider(viewer: Viewer, input: z.input<typeof ProviderId>): Promise<void> {
  const { id } = parseInput(ProviderId, input);
  await writing(viewer, 'providers:write', async (tx, record) => {
    await requireProven(tx, viewer);
    const [held] = await tx.$queryRaw<{ name: string; issuer: string }[]>`
      UPDATE provider SET removed_at = clock_timestamp(), enabled = false WHERE id = ${id} AND removed_at IS NULL
      RETURNING name, issuer`;
    if (!held) throw new AppError('not-found', 'There is no such provider', { id });
    const sessionsEnded = await endProviderSessions(tx, id);
    const before = { issuer: held.issuer };
    await record({
      action: 'provider.removed',
      objectKind: 'provider',
      objectId: id,
      object: held.name,
      before,
      after: { sessionsEnded },
    });
  });
}
