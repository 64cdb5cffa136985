import { type Command, optional, required } from '@/bin/command';
import { unlockAccount } from '@/lib/commands/unlock-account';
import { AppError } from '@/lib/errors';
import { findLocalUser } from '@/lib/queries/find-local-user';

export const unlockUser: Command = {
  name: 'user unlock',
  usage: '--email E [--reason R]',
  summary: 'Open a local account that wrong passwords closed',
  help: ['--email E   address that signs in', '--reason R  kept in the audit log'],
  options: { email: { type: 'string' }, reason: { type: 'string' } },
  run: async (given) => {
    const email = required(given, 'email');
    const reason = optional(given, 'reason');
    const user = await findLocalUser(given.viewer, email);
    if (!user) throw new AppError('not-found', `There is no local account of ${email}`);
    await unlockAccount(given.viewer, { id: user.id, ...(reason === undefined ? {} : { reason }) });
    return { text: `${user.email} may sign in again`, json: { id: user.id, email: user.email } };
  },
};
