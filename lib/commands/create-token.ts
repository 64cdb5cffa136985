import { z } from 'zod';
import { GivenReach, reachGiven } from '@/lib/access/given-reach';
import { parseInput } from '@/lib/access/parse-input';
import { type TokenRole, tokenRoles } from '@/lib/access/permissions';
import { requireReach } from '@/lib/access/reach';
import { requireProven } from '@/lib/access/require-proven';
import { makeToken } from '@/lib/access/token';
import { writing } from '@/lib/access/transaction';
import type { Viewer } from '@/lib/access/viewer';
import { grantReach, reachTold } from '@/lib/commands/grant-reach';
import type { Transaction } from '@/lib/db';
import { AppError } from '@/lib/errors';

export const NewToken = z.object({
  name: z.string().trim().min(1, 'must not be empty').max(80),
  /** `ingest` may push and nothing else */
  role: z.enum(Object.keys(tokenRoles) as TokenRole[]),
  ...GivenReach.shape,
  /** For `ingest`: the one machine that may report, by the name, instance id or id of its host, or its future name */
  host: z.string().trim().min(1).max(255).optional(),
  /** For `ingest`: the source that runs stand under, so that many tokens share one; none: the name of the token */
  source: z.string().trim().min(1).max(80).optional(),
  /** Days until it expires */
  days: z.coerce.number().int().min(1).max(180, 'must be at most 180').default(90),
});

/**
 * Makes a token. `secret` is answered this once and kept only as its hash. AppError `step-up-required`; `conflict` where
 * several hosts are called as the one that it is to belong to.
 */
export async function createToken(
  viewer: Viewer,
  input: z.input<typeof NewToken>,
): Promise<{ id: string; secret: string; expiresAt: Date }> {
  const token = parseInput(NewToken, input);
  const { secret, hash, hint } = makeToken(token.role === 'ingest' ? 'ingest' : 'api');
  const reach = reachGiven(token);
  const field = token.role !== 'ingest' && (token.host ? 'host' : token.source ? 'source' : null);
  if (field) throw new AppError('invalid', `${field}: only for ingest`, { field });
  return writing(viewer, 'tokens:write', async (tx, record) => {
    await requireProven(tx, viewer);
    requireReach(viewer, reach);
    const bound = token.host === undefined ? null : await hostNamed(tx, token.host);
    const [row] = await tx.$queryRaw<{ id: string; expiresAt: Date }[]>`
      INSERT INTO token (name, hash, hint, role, created_by, expires_at, host, host_id, source)
      VALUES (${token.name}, ${hash}, ${hint}, ${token.role}, ${viewer.name},
        clock_timestamp() + make_interval(days => ${token.days}), ${bound?.name ?? null}, ${bound?.id ?? null}::bigint,
        ${token.source ?? null})
      RETURNING id::text, expires_at AS "expiresAt"`;
    if (!row) throw new Error('A token was not made');
    await grantReach(tx, { token: row.id }, reach);
    const after = {
      role: token.role,
      reach: reachTold(reach),
      hint,
      expiresAt: row.expiresAt,
      ...(bound ? { host: bound.name } : {}),
    };
    await record({ action: 'token.made', objectKind: 'token', objectId: row.id, object: token.name, after });
    return { ...row, secret };
  });
}

/** The host that is meant; one that is not there yet is known by its name alone. */
async function hostNamed(tx: Transaction, given: string): Promise<{ id: string | null; name: string }> {
  const found = await tx.$queryRaw<{ id: string; name: string }[]>`
    SELECT r.id::text, s.name FROM snapshot s JOIN resource r ON r.id = s.resource_id
    WHERE s.kind = 'host' AND s.valid_to = 'infinity' AND (s.name = ${given} OR r.id::text = ${given}
      OR EXISTS (SELECT FROM host_link l JOIN resource part ON part.id = l.resource_id
        WHERE l.host_id = r.id AND l.valid_to = 'infinity' AND part.external_id = ${given})) LIMIT 2`;
  if (found.length > 1)
    throw new AppError('conflict', `Several hosts are called ${given}: give the id of one`, { field: 'host' });
  return found[0] ?? { id: null, name: given };
}
