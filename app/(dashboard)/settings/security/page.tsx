import type { Metadata } from 'next';
import { SettingsTabs } from '@/components/settings/settings-tabs';
import { Box } from '@/components/ui/box';
import { KeyValues } from '@/components/ui/key-values';
import { Note } from '@/components/ui/note';
import { PageHead } from '@/components/ui/page-head';
import { Stamp } from '@/components/ui/time';
import { atOnce } from '@/lib/access/export-slot';
import { provenMinutes } from '@/lib/access/require-proven';
import { requireViewer } from '@/lib/access/require-viewer';
import { sessionHours } from '@/lib/access/session-cookie';
import { idleBounds } from '@/lib/access/session-life';
import { closedAfter } from '@/lib/access/sign-in-limit';
import { can } from '@/lib/access/viewer';
import { securitySettings } from '@/lib/queries/security-settings';
import styles from '../settings.module.css';
import { IdleForm } from './idle-form';

export const metadata: Metadata = { title: 'Security' };

/** How long sessions last, and the limits that are the same for everybody. */
export default async function SecurityPage() {
  const viewer = await requireViewer();
  const tabs = <SettingsTabs current="security" may={(permission) => can(viewer, permission)} />;
  if (!can(viewer, 'security:read'))
    return (
      <>
        <PageHead title="Settings" crumb="Security" />
        {tabs}
        <Note kind="refused">
          Your role does not see the security settings. It needs the permission <code>security:read</code>.
        </Note>
      </>
    );
  const settings = await securitySettings(viewer);
  const changed = settings.changedAt ? (
    <>
      changed <Stamp at={settings.changedAt} />
    </>
  ) : (
    'as it came'
  );
  return (
    <>
      <PageHead title="Settings" crumb="Security" coverage="These hold for everybody, from the next request on." />
      {tabs}
      <div className={styles.forms}>
        <Box title="Sessions" aside={changed} padded>
          <IdleForm
            minutes={settings.idleMinutes}
            least={idleBounds.least}
            most={idleBounds.most}
            changes={can(viewer, 'security:write')}
          />
        </Box>
        <Box title="Limits" hint="fixed in the code" padded>
          <KeyValues
            items={[
              ['A session lasts', `${sessionHours} hours at most, however busy`],
              [
                'A proof of identity counts',
                `${provenMinutes} minutes: for exports of evidence, tokens, users, roles, reach and settings like these`,
              ],
              [
                'Wrong passwords',
                `10 at once, then one every 4 s, 15 a minute; after ${closedAfter} the account is closed until an administrator opens it. Single sign-on goes on.`,
              ],
              ['Exports at once', `${atOnce.perViewer} for one person or token, ${atOnce.all} for all`],
            ]}
          />
        </Box>
      </div>
    </>
  );
}
