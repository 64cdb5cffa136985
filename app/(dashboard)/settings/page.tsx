import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { reachWords } from '@/components/settings/reach-words';
import { SettingsTabs } from '@/components/settings/settings-tabs';
import { Box } from '@/components/ui/box';
import { KeyValues } from '@/components/ui/key-values';
import { PageHead } from '@/components/ui/page-head';
import { roleNames } from '@/lib/access/permissions';
import { requireViewer } from '@/lib/access/require-viewer';
import { makeTotp } from '@/lib/access/totp';
import { can } from '@/lib/access/viewer';
import { getAccount } from '@/lib/queries/get-account';
import { idleTime } from '@/lib/queries/idle-time';
import { listSessions } from '@/lib/queries/list-sessions';
import { PasswordForm } from './password-form';
import { SecondFactorForm } from './second-factor-form';
import { SessionTable } from './session-table';
import styles from './settings.module.css';

export const metadata: Metadata = { title: 'Your account' };

/** One's own account: who one is here, password, second factor, sessions. */
export default async function AccountPage() {
  const viewer = await requireViewer();
  if (viewer.kind !== 'person') notFound();
  const account = await getAccount(viewer);
  const idle = await idleTime(viewer);
  const sessions = await listSessions(viewer, { limit: 50, whose: 'own', sort: '-active' });
  const role = viewer.role === 'system' ? 'System' : roleNames[viewer.role];
  return (
    <>
      <PageHead title="Settings" coverage={`Signed in as ${account.email}`} />
      <SettingsTabs current="account" may={(permission) => can(viewer, permission)} />
      <div className={styles.forms}>
        <Box title="You" padded>
          <KeyValues
            items={[
              ['Name', account.name],
              ['E-mail', account.email],
              ['Role', role],
              ['Reach', reachWords(viewer.reach)],
              ['Signs in', account.local ? 'with a password kept here, as scrypt' : 'through the identity provider'],
            ]}
          />
        </Box>
        {account.local ? (
          <>
            <Box title="Password" hint="your other sessions end when it changes" padded>
              <PasswordForm />
            </Box>
            <Box title="Second factor" hint={account.secondFactor ? 'set up' : 'not set up'} padded>
              <SecondFactorForm proposed={account.secondFactor ? null : makeTotp(account.email)} />
            </Box>
          </>
        ) : null}
      </div>
      <Box title="Your sessions" hint={`a session ends after ${idle} minutes without you, and after 12 hours`}>
        <SessionTable sessions={sessions.rows} />
      </Box>
    </>
  );
}
