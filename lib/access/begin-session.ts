import { hashSessionId, makeSessionId } from '@/lib/access/session-cookie';
import type { RequestContext } from '@/lib/access/viewer';
import type { Transaction } from '@/lib/db';

/** What is told of the browser that signs in. */
export interface SignInContext extends RequestContext {
  userAgent: string | null;
  /** Session id that the browser brought along: it ends, so that nobody can prepare one for somebody else */
  broughtAlong: string | null;
}

/**
 * Begins a session and returns its id, which only the cookie will hold. `provenAt` is when the person last proved who they
 * are, where that was elsewhere and earlier.
 */
export async function beginSession(
  tx: Transaction,
  userId: string,
  context: SignInContext,
  at: Date,
  provenAt: Date = at,
): Promise<string> {
  const { secret, hash } = makeSessionId();
  if (context.broughtAlong !== null)
    await tx.$executeRaw`UPDATE session SET ended_at = ${at}::timestamptz
      WHERE secret_hash = ${hashSessionId(context.broughtAlong)} AND ended_at IS NULL`;
  await tx.$executeRaw`INSERT INTO session (id_hash, secret_hash, user_id, created_at, last_active_at, authenticated_at, address, user_agent)
    VALUES (${hash}, ${hash}, ${userId}::bigint, ${at}::timestamptz, ${at}::timestamptz, least(${provenAt}::timestamptz, ${at}::timestamptz), ${context.address},
      ${context.userAgent?.slice(0, 300) ?? null})`;
  await tx.$executeRaw`UPDATE user_account SET last_sign_in_at = ${at}::timestamptz WHERE id = ${userId}::bigint`;
  return secret;
}
