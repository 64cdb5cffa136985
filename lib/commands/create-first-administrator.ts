import { z } from 'zod';
import { beginSession, type SignInContext } from '@/lib/access/begin-session';
import { spendFirstLink } from '@/lib/access/first-link';
import { parseInput } from '@/lib/access/parse-input';
import { hashPassword, Password } from '@/lib/access/password';
import { recording } from '@/lib/access/transaction';
import { insertUser, NewUser } from '@/lib/commands/create-user';
import { AppError } from '@/lib/errors';

export const FirstAdministrator = NewUser.pick({ email: true, name: true }).extend({
  /** From the one-time link that `npm start` printed */
  token: z.string().max(100),
  password: Password,
});

/** Makes the administrator by the one-time link and signs in; AppError `forbidden` when the link was used or is not ours. */
export async function createFirstAdministrator(
  context: SignInContext,
  input: z.input<typeof FirstAdministrator>,
  at: Date = new Date(),
): Promise<string> {
  const { token, email, name, password } = parseInput(FirstAdministrator, input);
  const hash = await hashPassword(password);
  const actor = { kind: 'operator', id: null, name: 'One-time link', ...context } as const;
  return recording(actor, async (tx, record) => {
    if (!(await spendFirstLink(tx, token)))
      throw new AppError('forbidden', 'This link was used already, or is not the last one that npm start printed');
    const id = await insertUser(tx, { email, name: name || email, role: 'administrator', hash });
    await record({
      action: 'user.added',
      objectKind: 'user',
      objectId: id,
      object: email,
      after: { email, role: 'administrator' },
    });
    const session = await beginSession(tx, id, context, at);
    await record({
      action: 'session.begun',
      objectKind: 'user',
      objectId: id,
      object: email,
      after: { by: 'one-time link' },
    });
    return session;
  });
}
