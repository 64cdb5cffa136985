import { createHash } from 'node:crypto';
import { db } from '@/lib/db';

/** What is kept of the one-time link of an invitation. */
export function hashInvitation(token: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(createHash('sha256').update(token).digest());
}

/** Whom a link invites, and when their access ends (UTC), for the page that it leads to; null when it does not open. */
export async function invitedBy(token: string): Promise<{ email: string; until: Date } | null> {
  const [row] = await db().$queryRaw<{ email: string; until: Date }[]>`
    SELECT u.email, g.valid_to AS until FROM invitation i JOIN user_account u ON u.id = i.user_id
    JOIN role_grant g ON g.user_id = u.id AND g.valid_to > clock_timestamp() AND g.valid_to < 'infinity'
    WHERE i.hash = ${hashInvitation(token)} AND i.accepted_at IS NULL AND i.expires_at > clock_timestamp() AND u.disabled_at IS NULL`;
  return row ?? null;
}
