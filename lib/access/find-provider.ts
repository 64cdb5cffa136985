import { z } from 'zod';
import { environmentProvider, environmentProviderId } from '@/lib/access/environment-provider';
import { GroupRule, type Provider } from '@/lib/access/provider';
import { openSecret } from '@/lib/access/sealed-secret';
import { db } from '@/lib/db';

/** The provider that people may sign in through now, with its secret; null when it is unknown, removed or not enabled. */
export async function findProvider(id: string): Promise<Provider | null> {
  if (id === environmentProviderId) return environmentProvider();
  const [row] = await db().$queryRaw<(Omit<Provider, 'groups' | 'givesReach'> & { groups: string })[]>`
    SELECT id, name, issuer, client_id AS "clientId", client_secret AS "clientSecret", scopes, groups_claim AS "groupsClaim", groups
    FROM provider WHERE id = ${id} AND enabled AND removed_at IS NULL`;
  if (!row) return null;
  const clientSecret = openSecret(row.clientSecret, { table: 'provider', column: 'client_secret', row: id });
  return { ...row, clientSecret, groups: z.array(GroupRule).parse(JSON.parse(row.groups)), givesReach: true };
}

/** What the sign-in page offers, the one of the environment first. */
export async function signInProviders(): Promise<{ id: string; name: string }[]> {
  const rows = await db().$queryRaw<{ id: string; name: string }[]>`
    SELECT id, name FROM provider WHERE enabled AND removed_at IS NULL ORDER BY name, id`;
  const fixed = environmentProvider();
  return [...(fixed ? [{ id: fixed.id, name: fixed.name }] : []), ...rows];
}

/** Whether anybody can sign in through a provider: then a local account is for emergencies. */
export async function hasProvider(): Promise<boolean> {
  return (await signInProviders()).length > 0;
}
