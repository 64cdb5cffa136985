import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { Note } from '@/components/ui/note';
import { ownPath } from '@/lib/access/own-path';
import { viewerOfRequest } from '@/lib/access/require-viewer';
import { readEnvironment } from '@/lib/env';
import { AppError } from '@/lib/errors';
import { AuthBox } from '../auth-box';
import styles from '../auth-box.module.css';
import { ProviderButton } from './provider-button';
import { SignInForm } from './sign-in-form';

export const metadata: Metadata = { title: 'Sign in' };

/** Why a single sign-on ended here. Nothing else is said of it on screen; the audit log knows more. */
const refusals: Record<string, string> = {
  'no-role': 'You are known, but none of your groups has a role in Plumbline.',
  disabled: 'Your account in Plumbline is disabled.',
  failed: 'The single sign-on did not succeed. Try again; an administrator finds the reason under Audit.',
};

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** Sign-in with a local account or through the identity provider. */
export default async function SignInPage({ searchParams }: Props) {
  const params = await searchParams;
  const next = ownPath([params.next].flat()[0]);
  if (await isSignedIn()) redirect(next);
  const { AUTH_OIDC_ISSUER, AUTH_OIDC_NAME } = readEnvironment();
  const refusal = refusals[String(params.refused)];
  return (
    <AuthBox title="Sign in">
      {refusal ? <Note kind="refused">{refusal}</Note> : null}
      {AUTH_OIDC_ISSUER ? (
        <>
          <ProviderButton name={AUTH_OIDC_NAME} next={next} />
          <div className={styles.or}>or with a local account</div>
        </>
      ) : null}
      <SignInForm next={next} />
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
