import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { Note } from '@/components/ui/note';
import { signInProviders } from '@/lib/access/find-provider';
import { ownPath } from '@/lib/access/own-path';
import { viewerOfRequest } from '@/lib/access/require-viewer';
import { AppError } from '@/lib/errors';
import { AuthBox } from '../auth-box';
import styles from '../auth-box.module.css';
import { ProviderButton } from './provider-button';
import { SignInForm } from './sign-in-form';

export const metadata: Metadata = { title: 'Sign in' };

/** Why a single sign-on ended here. Nothing else is said of it on screen; the audit log knows more. */
const refusals: Record<string, string> = {
  'no-role':
    'You are known, but none of your groups has a role in Plumbline. Ask an administrator which group gives one.',
  'no-groups':
    'You are known, but your identity provider told Plumbline no groups, and without groups there is no role. Ask an administrator.',
  'too-many-groups':
    'You are known, but you are in more groups than your identity provider can tell. None of them counts until it tells fewer. Ask an administrator.',
  replayed: 'This answer of your identity provider was used already. Sign in again.',
  disabled: 'Your account in Plumbline is disabled.',
  failed: 'The single sign-on did not succeed. Try again; an administrator finds the reason under Audit.',
};

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** Sign-in through an identity provider, or with a local account: where there are providers, that is for emergencies. */
export default async function SignInPage({ searchParams }: Props) {
  const params = await searchParams;
  const next = ownPath([params.next].flat()[0]);
  if (await isSignedIn()) redirect(next);
  const providers = await signInProviders();
  const refusal = refusals[String(params.refused)];
  return (
    <AuthBox title="Sign in">
      {refusal ? <Note kind="refused">{refusal}</Note> : null}
      {providers.map(({ id, name }) => (
        <ProviderButton key={id} id={id} name={name} next={next} />
      ))}
      {providers.length === 0 ? (
        <SignInForm next={next} />
      ) : (
        <details className={styles.local}>
          <summary>Use a local account</summary>
          <p className="t3">
            For emergencies: it takes a reason and a second factor, and others are told and review it.
          </p>
          <SignInForm next={next} emergency />
        </details>
      )}
    </AuthBox>
  );
}

async function isSignedIn(): Promise<boolean> {
  try {
    await viewerOfRequest(await headers());
    return true;
  } catch (error) {
    if (error instanceof AppError && error.code === 'unauthenticated') return false;
    throw error;
  }
}
