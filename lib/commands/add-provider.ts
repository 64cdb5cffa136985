import { randomInt } from 'node:crypto';
import type { z } from 'zod';
import { environmentProvider } from '@/lib/access/environment-provider';
import { parseInput } from '@/lib/access/parse-input';
import { requireReach } from '@/lib/access/reach';
import { requireProven } from '@/lib/access/require-proven';
import { sealSecret } from '@/lib/access/sealed-secret';
import { writing } from '@/lib/access/transaction';
import type { Viewer } from '@/lib/access/viewer';
import { ClientSecret, Issuer, ProviderFields } from '@/lib/commands/provider-input';
import { requireBreakGlass } from '@/lib/commands/require-break-glass';
import { AppError } from '@/lib/errors';

export const NewProvider = ProviderFields.extend({ issuer: Issuer, clientSecret: ClientSecret });

/** Adds an identity provider. AppError `conflict` when its issuer has one already, or nobody could break the glass. */
export async function addProvider(viewer: Viewer, input: z.input<typeof NewProvider>): Promise<{ id: string }> {
  const { clientSecret, ...given } = parseInput(NewProvider, input);
  const id = makeProviderId();
  const sealed = sealSecret(clientSecret, { table: 'provider', column: 'client_secret', row: id });
  if (environmentProvider()?.issuer === given.issuer) throw taken(given.issuer);
  return writing(viewer, 'providers:write', async (tx, record) => {
    for (const { reach } of given.groups) requireReach(viewer, reach);
    await requireProven(tx, viewer);
    if (given.enabled) await requireBreakGlass(tx);
    const made = await tx.$executeRaw`
      INSERT INTO provider (id, name, issuer, client_id, client_secret, scopes, groups_claim, groups, enabled, created_by)
      VALUES (${id}, ${given.name}, ${given.issuer}, ${given.clientId}, ${sealed}, ${given.scopes}, ${given.groupsClaim},
        ${JSON.stringify(given.groups)}, ${given.enabled}, ${viewer.name})
      ON CONFLICT (issuer) WHERE removed_at IS NULL DO NOTHING`;
    if (made === 0) throw taken(given.issuer);
    await record({ action: 'provider.added', objectKind: 'provider', objectId: id, object: given.name, after: given });
    return { id };
  });
}

function taken(issuer: string): AppError {
  return new AppError('conflict', `${issuer} is a provider already`, { field: 'issuer' });
}

function makeProviderId(): string {
  const letters = 'abcdefghijkmnpqrstuvwxyz23456789';
  return `sso-${Array.from({ length: 8 }, () => letters[randomInt(letters.length)]).join('')}`;
}
