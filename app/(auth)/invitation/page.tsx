import type { Metadata } from 'next';
import { SafeLink } from '@/components/ui/safe-link';
import { invitedBy } from '@/lib/access/invitation';
import { AuthBox } from '../auth-box';
import { InvitationForm } from './invitation-form';

export const metadata: Metadata = { title: 'Invitation' };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** The one-time link of an invitation leads here. */
export default async function InvitationPage({ searchParams }: Props) {
  const token = [(await searchParams).token].flat()[0] ?? '';
  const invited = await invitedBy(token);
  if (invited)
    return (
      <AuthBox
        title="You are invited as an auditor"
        lead={`Your access ends by itself on ${invited.until.toISOString().slice(0, 10)}. What you look at is recorded.`}
      >
        <InvitationForm token={token} email={invited.email} />
      </AuthBox>
    );
  return (
    <AuthBox title="This link does not open">
      <p>It was used already, or has expired. Ask who sent it for another.</p>
      <p>
        <SafeLink href="/sign-in" className="link">
          Sign in
        </SafeLink>
      </p>
    </AuthBox>
  );
}
