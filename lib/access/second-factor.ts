import { openSecret } from '@/lib/access/sealed-secret';
import { checkTotp, makeTotp, type ProposedKey } from '@/lib/access/totp';

interface Account {
  id: string;
  email: string;
  /** Sealed; null when none is set up */
  totpSecret: string | null;
  totpStep: number | null;
  /** Until when one may be set up at a sign-in; null: not at all */
  secondFactorUntil: Date | null;
}

/** What a sign-in must do about the second factor. `key` is there when one was set up just now and is to be kept. */
export type SecondFactor =
  | { state: 'right'; step: number; key: string | null }
  | { state: 'wrong' | 'asked' | 'unneeded' | 'missing' }
  | { state: 'to-set-up'; proposed: ProposedKey };

/** Where a secret of a user stands, for sealing it. */
export function totpPlace(userId: string) {
  return { table: 'user_account', column: 'totp_secret', row: userId } as const;
}

/**
 * Looks at the second factor of a local account whose password was right. `required` asks for one even where none is set
 * up: then it is set up at once, with a proposed key that comes back with its code, as long as that is allowed.
 */
export function secondFactorOf(
  account: Account,
  given: { code: string | null; key: string | null },
  { required, at }: { required: boolean; at: Date },
): SecondFactor {
  if (account.totpSecret !== null) {
    if (given.code === null) return { state: 'asked' };
    const step = checkTotp(openSecret(account.totpSecret, totpPlace(account.id)), given.code, account.totpStep, at);
    return step === null ? { state: 'wrong' } : { state: 'right', step, key: null };
  }
  if (!required) return { state: 'unneeded' };
  if (account.secondFactorUntil === null || account.secondFactorUntil <= at) return { state: 'missing' };
  if (given.key === null || given.code === null) return { state: 'to-set-up', proposed: makeTotp(account.email) };
  const step = checkTotp(given.key, given.code, null, at);
  return step === null ? { state: 'wrong' } : { state: 'right', step, key: given.key };
}
