'use client';

import { TextInput } from '@mantine/core';
import { SecretOnce } from '@/components/settings/secret-once';
import { SendForm } from '@/components/settings/send-form';
import { Box } from '@/components/ui/box';
import type { KnownPlaces } from '@/lib/queries/list-places';
import styles from '../settings.module.css';
import { ReachChoice } from './reach-choice';

/** Invites an auditor for a time, a reach and a period of evidence; the link is shown once. */
export function InviteAuditor({ known }: { known: KnownPlaces }) {
  return (
    <details className={styles.add}>
      <summary>Invite auditor</summary>
      <Box title="Invite auditor" hint="reads and exports; every view is recorded; ends by itself" padded>
        <SendForm
          method="POST"
          action="/api/v1/users/invite"
          submit="Make the link"
          primary
          answered={(data) => <Link made={data as { path: string; expiresAt: string }} />}
        >
          <TextInput name="email" type="email" label="E-mail address" autoComplete="off" required />
          <TextInput name="name" label="Name" autoComplete="off" maxLength={120} />
          <div className={styles.dates}>
            <TextInput name="from" type="date" label="Access from" description="Empty: now" />
            <TextInput name="until" type="date" label="Access until" description="The end of that day, UTC" required />
          </div>
          <div className={styles.dates}>
            <TextInput name="evidenceFrom" type="date" label="Evidence from" required />
            <TextInput name="evidenceTo" type="date" label="Evidence to" required />
          </div>
          <ReachChoice known={known} />
        </SendForm>
      </Box>
    </details>
  );
}

function Link({ made }: { made: { path: string; expiresAt: string } }) {
  return (
    <SecretOnce
      secret={`${window.location.origin}${made.path}`}
      what="the link"
      hint={`It opens once, until ${made.expiresAt.slice(0, 10)}, and cannot be shown again.`}
    />
  );
}
