import { randomBytes, scryptSync } from 'node:crypto';
import { beginSession } from '@/lib/access/begin-session';
import { GivenReach, reachGiven } from '@/lib/access/given-reach';
import type { Role } from '@/lib/access/permissions';
import type { Grant } from '@/lib/access/reach';
import { type Viewer, viewerOfSession } from '@/lib/access/viewer';
import { insertUser } from '@/lib/commands/create-user';
import { db } from '@/lib/db';

/** The password of every one of them, under a hash that costs nothing to check. */
export const testPassword = 'correct horse battery';
const salt = Buffer.alloc(16, 1);
const cheap = scryptSync(testPassword, salt, 32, { N: 2, r: 8, p: 1 });
const hash = ['scrypt', 2, 8, 1, salt.toString('base64url'), cheap.toString('base64url')].join('$');

/**
 * A person who has just signed in, reaches everything or these facilities, and may do what a token may not; `session` is
 * what the cookie holds. `provenAgoSeconds`: so long ago they proved who they are.
 */
export async function personFor(
  role: Role,
  {
    facilities,
    reach: grants,
    provenAgoSeconds = 0,
  }: { facilities?: string[]; reach?: Partial<Grant>[]; provenAgoSeconds?: number } = {},
): Promise<{ viewer: Viewer; session: string; id: string; email: string }> {
  const context = { address: '192.0.2.1', requestId: `test-${role}` };
  const email = `${role}-${randomBytes(4).toString('hex')}@example.org`;
  const given = { ...(facilities ? { facilities } : {}), ...(grants ? { reach: grants } : {}) };
  const reach = reachGiven(GivenReach.parse(given));
  const id = await db().$transaction((tx) => insertUser(tx, { email, name: email, role, hash, reach }));
  const at = new Date();
  const provenAt = new Date(at.getTime() - provenAgoSeconds * 1000);
  const session = await db().$transaction((tx) =>
    beginSession(tx, id, { ...context, userAgent: 'test', broughtAlong: null }, at, provenAt),
  );
  return { viewer: await viewerOfSession(session, context, { at }), session, id, email };
}
