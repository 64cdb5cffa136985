import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { GivenReach, momentGiven, reachGiven } from '@/lib/access/given-reach';
import { hashInvitation } from '@/lib/access/invitation';
import { parseInput } from '@/lib/access/parse-input';
import { requireLasting, requireReach } from '@/lib/access/reach';
import { requireProven } from '@/lib/access/require-proven';
import { writing } from '@/lib/access/transaction';
import type { Viewer } from '@/lib/access/viewer';
import { insertUser } from '@/lib/commands/create-user';
import { reachTold } from '@/lib/commands/grant-reach';
import { AppError } from '@/lib/errors';

/** Days for which the link opens. */
const linkDays = 7;

export const AuditorInvitation = z.object({
  email: z.email('must be an e-mail address').max(254),
  name: z.string().trim().max(120).optional(),
  from: momentGiven(false).optional().describe('Access begins then; now where it is missing or past'),
  until: momentGiven(true).describe('Access ends then, or with that day'),
  evidenceFrom: momentGiven(false).describe('First moment, or day, of the evidence that may be looked at'),
  evidenceTo: momentGiven(true).describe('Last moment, or day, of it'),
  ...GivenReach.shape,
});

/**
 * Invites an auditor: an account that reads and exports within dates, a reach and a period of evidence, and ends by
 * itself. Answers the path of the one-time link by which they set their password; only its hash is kept. AppError
 * `conflict` if the address is taken, `forbidden` beyond one's own reach.
 */
export async function inviteAuditor(
  viewer: Viewer,
  input: z.input<typeof AuditorInvitation>,
  now: Date = new Date(),
): Promise<{ id: string; path: string; expiresAt: Date }> {
  const given = parseInput(AuditorInvitation, input);
  const from = given.from && given.from > now ? given.from : null;
  requireOrder('until', from ?? now, given.until);
  requireOrder('evidenceTo', given.evidenceFrom, given.evidenceTo);
  const reach = reachGiven(given, now).map((grant) => ({
    ...grant,
    from: grant.from ?? from,
    until: grant.until && grant.until < given.until ? grant.until : given.until,
  }));
  const token = randomBytes(32).toString('base64url');
  return writing(viewer, 'users:write', async (tx, record) => {
    await requireProven(tx, viewer);
    requireReach(viewer, reach);
    requireLasting(viewer, given.until);
    const name = given.name || given.email;
    const role = { role: 'auditor', from, until: given.until } as const;
    const id = await insertUser(tx, { email: given.email, name, hash: null, ...role, reach });
    await tx.$executeRaw`UPDATE user_account SET evidence_from = ${given.evidenceFrom}::timestamptz, evidence_to = ${given.evidenceTo}::timestamptz
      WHERE id = ${id}::bigint`;
    const [row] = await tx.$queryRaw<{ expiresAt: Date }[]>`
      INSERT INTO invitation (user_id, hash, invited_by, expires_at)
      VALUES (${id}::bigint, ${hashInvitation(token)}, ${viewer.name},
        least(${given.until}::timestamptz, greatest(clock_timestamp(), ${from}::timestamptz) + make_interval(days => ${linkDays})))
      RETURNING expires_at AS "expiresAt"`;
    if (!row) throw new Error('An invitation was not made');
    const { evidenceFrom, evidenceTo } = given;
    const after = {
      email: given.email,
      name,
      ...role,
      evidenceFrom,
      evidenceTo,
      reach: reachTold(reach),
      linkUntil: row.expiresAt,
    };
    await record({ action: 'auditor.invited', objectKind: 'user', objectId: id, object: given.email, after });
    return { id, path: `/invitation?token=${token}`, ...row };
  });
}

function requireOrder(field: string, first: Date, last: Date): void {
  if (last <= first) throw new AppError('invalid', `${field}: must be later`, { field });
}
