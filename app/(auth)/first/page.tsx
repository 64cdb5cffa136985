import type { Metadata } from 'next';
import { SafeLink } from '@/components/ui/safe-link';
import { isFirstLink } from '@/lib/access/first-link';
import { AuthBox } from '../auth-box';
import { FirstForm } from './first-form';

export const metadata: Metadata = { title: 'First start' };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** The one-time link that `npm start` prints leads here. */
export default async function FirstPage({ searchParams }: Props) {
  const token = [(await searchParams).token].flat()[0] ?? '';
  if (await isFirstLink(token))
    return (
      <AuthBox
        title="Make the administrator"
        lead="This account lets others in. It stays here, so that you can sign in when an identity provider cannot be reached."
      >
        <FirstForm token={token} />
      </AuthBox>
    );
  return (
    <AuthBox title="This link does not open">
      <p>It was used already, or npm start has printed a newer one since.</p>
      <p>
        <SafeLink href="/sign-in" className="link">
          Sign in
        </SafeLink>
      </p>
    </AuthBox>
  );
}
