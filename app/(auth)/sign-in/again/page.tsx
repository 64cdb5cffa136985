import type { Metadata } from 'next';
import { requireViewer } from '@/lib/access/require-viewer';
import { ownProvider } from '@/lib/queries/own-provider';
import { AuthBox } from '../../auth-box';
import { ProviderButton } from '../provider-button';
import { CloseWindow } from './close-window';

export const metadata: Metadata = { title: 'Confirm that it is you' };

/** So long ago is just now. */
const justNowMs = 60_000;

/** Opened beside a page that asks who is there: leads to the identity provider, and closes once one has come back. */
export default async function SignInAgainPage() {
  const viewer = await requireViewer();
  const provider = await ownProvider(viewer);
  const proven = viewer.authenticatedAt !== null && viewer.authenticatedAt.getTime() > Date.now() - justNowMs;
  return (
    <AuthBox title="Confirm that it is you">
      {proven ? (
        <CloseWindow />
      ) : provider ? (
        <ProviderButton id={provider.id} name={provider.name} next="/sign-in/again" again />
      ) : (
        <p>You signed in with a local account: confirm with its password in the window that you came from.</p>
      )}
    </AuthBox>
  );
}
