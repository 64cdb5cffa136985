'use client';

import { SendForm } from '@/components/settings/send-form';
import { Note } from '@/components/ui/note';

type Result = { ok: boolean; signingKeys?: number; logout?: boolean; problem: string | null };

/** Fetches the metadata and the keys of an issuer and says what is wrong. */
export function TestProvider({ issuer }: { issuer: string }) {
  return (
    <SendForm
      inline
      method="POST"
      action="/api/v1/providers/test"
      submit="Test"
      fixed={{ issuer }}
      answered={(data) => <Answer result={data as Result} />}
    />
  );
}

function Answer({ result }: { result: Result }) {
  if (!result.ok) return <Note kind="error">{result.problem}.</Note>;
  return (
    <Note>
      Its metadata and {result.signingKeys} signing keys were read, and they are what a sign-in needs.{' '}
      {result.logout ? 'It can tell us of sign-outs.' : 'It does not say that it tells of sign-outs.'} Client id, secret
      and groups show at the first sign-in.
    </Note>
  );
}
