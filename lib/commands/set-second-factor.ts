import { z } from 'zod';
import { hasProvider } from '@/lib/access/find-provider';
import { parseInput } from '@/lib/access/parse-input';
import { proveAccount } from '@/lib/access/prove-account';
import { sealSecret } from '@/lib/access/sealed-secret';
import { totpPlace } from '@/lib/access/second-factor';
import { checkTotp } from '@/lib/access/totp';
import { writing } from '@/lib/access/transaction';
import type { Viewer } from '@/lib/access/viewer';
import { AppError } from '@/lib/errors';

export const SecondFactor = z.object({
  current: z.string().max(256),
  /** The secret that the page proposed, and a code made with it; both null remove the second factor */
  secret: z
    .string()
    .regex(/^[A-Z2-7]{32}$/)
    .nullable(),
  code: z.string().max(10).nullable(),
});

/**
 * Sets up or removes one's own second factor. AppError `invalid` when the code does not go with the secret, `conflict` when
 * it may not be removed: while an identity provider is enabled, local accounts need one.
 */
export async function setSecondFactor(
  viewer: Viewer,
  input: z.input<typeof SecondFactor>,
  at: Date = new Date(),
): Promise<void> {
  const { current, secret, code } = parseInput(SecondFactor, input);
  if (secret === null && (await hasProvider()))
    throw new AppError('conflict', 'While an identity provider is enabled, a local account needs its second factor');
  const account = await proveAccount(viewer, current, at);
  const step = secret === null ? null : checkTotp(secret, code ?? '', null, at);
  if (secret !== null && step === null)
    throw new AppError('invalid', 'code: does not go with the key that is shown', { field: 'code' });
  await writing(viewer, 'account', async (tx, record) => {
    const sealed = secret === null ? null : sealSecret(secret, totpPlace(account.id));
    await tx.$executeRaw`UPDATE user_account SET totp_secret = ${sealed}, totp_step = ${step}
      WHERE id = ${account.id}::bigint`;
    const action = secret === null ? 'second-factor.removed' : 'second-factor.set';
    await record({ action, objectKind: 'user', objectId: account.id, object: account.email });
  });
}
