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

export const NewToken = z.object({
  name: z.string().trim().min(1, 'must not be empty').max(80),
  /** `ingest` may push and nothing else */
  role: z.enum(Object.keys(tokenRoles) as TokenRole[]),
  ...GivenReach.shape,
  /** Days until it expires */
  days: z.coerce.number().int().min(1).max(180, 'must be at most 180').default(90),
});

/** Makes a token. `secret` is answered this once and kept only as its hash. AppError `step-up-required`. */
export async function createToken(
  viewer: Viewer,
  input: z.input<typeof NewToken>,
): Promise<{ id: string; secret: string; expiresAt: Date }> {
  const token = parseInput(NewToken, input);
  const { secret, hash, hint } = makeToken(token.role === 'ingest' ? 'ingest' : 'api');
  const reach = reachGiven(token);
  return writing(viewer, 'tokens:write', async (tx, record) => {
    await requireProven(tx, viewer);
    requireReach(viewer, reach);
    const [row] = await tx.$queryRaw<{ id: string; expiresAt: Date }[]>`
      INSERT INTO token (name, hash, hint, role, created_by, expires_at)
      VALUES (${token.name}, ${hash}, ${hint}, ${token.role}, ${viewer.name},
        clock_timestamp() + make_interval(days => ${token.days}))
      RETURNING id::text, expires_at AS "expiresAt"`;
    if (!row) throw new Error('A token was not made');
    await grantReach(tx, { token: row.id }, reach);
    const after = { role: token.role, reach: reachTold(reach), hint, expiresAt: row.expiresAt };
    await record({ action: 'token.made', objectKind: 'token', objectId: row.id, object: token.name, after });
    return { ...row, secret };
  });
}
