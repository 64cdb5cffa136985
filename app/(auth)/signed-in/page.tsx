import type { Metadata } from 'next';
import { requireViewer } from '@/lib/access/require-viewer';
import { AuthBox } from '../auth-box';
import { GoBack } from './go-back';

export const metadata: Metadata = { title: 'Signed in' };

/** Where a sign-in beside another page leads: that page goes on, and this one closes. */
export default async function SignedInPage() {
  await requireViewer();
  return (
    <AuthBox title="You are signed in" lead="Go on in the page that you came from; this one can be closed.">
      <GoBack />
    </AuthBox>
  );
}
