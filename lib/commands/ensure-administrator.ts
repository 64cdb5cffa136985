import { hashPassword, Password } from '@/lib/access/password';
import { writing } from '@/lib/access/transaction';
import type { Viewer } from '@/lib/access/viewer';
import { insertUser } from '@/lib/commands/create-user';
import { db } from '@/lib/db';

/**
 * For an unattended first start: makes the administrator of PLUMBLINE_ADMIN_EMAIL and PLUMBLINE_ADMIN_PASSWORD unless
 * there is a user already. True when one was made.
 */
export async function ensureAdministrator(viewer: Viewer, email: string, password: string): Promise<boolean> {
  if ((await db().userAccount.count()) > 0) return false;
  const hash = await hashPassword(Password.parse(password));
  return writing(viewer, 'users:write', async (tx, record) => {
    await tx.$executeRaw`LOCK TABLE user_account IN SHARE ROW EXCLUSIVE MODE`;
    const made = (await tx.userAccount.count()) === 0;
    const id = made ? await insertUser(tx, { email, name: email, role: 'administrator', hash }) : null;
    await record({
      action: made ? 'user.added' : 'user.kept',
      objectKind: 'user',
      objectId: id,
      object: email,
      after: made ? { email, role: 'administrator' } : null,
    });
    return made;
  });
}
