import { randomBytes } from 'node:crypto';
import { beginSession } from '@/lib/access/begin-session';
import type { Role } from '@/lib/access/permissions';
import type { Grant } from '@/lib/access/reach';
import { operatorViewer, type Viewer, viewerOfSession } from '@/lib/access/viewer';
import { createUser } from '@/lib/commands/create-user';
import { db } from '@/lib/db';

/** A person who has just signed in, reaches everything, or these facilities, and may do what a token may not; `session` is what the cookie holds. */
export async function personFor(
  role: Role,
  { facilities, reach, at: given }: { facilities?: string[]; reach?: Partial<Grant>[]; at?: Date } = {},
): Promise<{ viewer: Viewer; session: string; id: string }> {
  const context = { address: '192.0.2.1', requestId: `test-${role}` };
  const email = `${role}-${randomBytes(4).toString('hex')}@example.org`;
  const user = {
    email,
    role,
    password: 'correct horse battery',
    ...(facilities ? { facilities } : {}),
    ...(reach ? { reach } : {}),
  };
  const { id } = await createUser(operatorViewer('test', 'test'), user);
  const at = given ?? new Date();
  const session = await db().$transaction((tx) =>
    beginSession(tx, id, { ...context, userAgent: 'test', broughtAlong: null }, at),
  );
  return { viewer: await viewerOfSession(session, context, { at }), session, id };
}
