import { type Command, required } from '@/bin/command';
import { resetSecondFactor } from '@/lib/commands/reset-second-factor';
import { db } from '@/lib/db';
import { AppError } from '@/lib/errors';

export const resetSecondFactorOf: Command = {
  name: 'user reset-second-factor',
  usage: '--email E',
  summary: 'Let a local account set up another second factor as it signs in, within 24 hours',
  help: ['--email E  address of the local account; its sessions end'],
  options: { email: { type: 'string' } },
  run: async (given) => {
    const email = required(given, 'email');
    const [user] = await db().$queryRaw<{ id: string }[]>`
      SELECT id::text FROM user_account WHERE lower(email) = lower(${email}) AND issuer IS NULL`;
    if (!user) throw new AppError('not-found', `There is no local account ${email}`);
    await resetSecondFactor(given.viewer, { id: user.id, reason: 'on the machine' });
    return { text: `${email} sets up a second factor at a sign-in within 24 hours`, json: { id: user.id, email } };
  },
};
