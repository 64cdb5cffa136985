'use client';

import { TextInput } from '@mantine/core';
import { SendForm } from '@/components/settings/send-form';
import { Box } from '@/components/ui/box';
import styles from '../settings.module.css';

/** Places a legal hold. Conditions that are left empty hold for every event. */
export function PlaceHold() {
  return (
    <details className={styles.add}>
      <summary>Place a legal hold</summary>
      <Box title="Place a legal hold" hint="without conditions it holds the whole log" padded>
        <SendForm method="POST" action="/api/v1/retention/holds" submit="Place the hold" primary done="Placed.">
          <TextInput name="name" label="Name" description="The case, as counsel calls it" maxLength={120} required />
          <TextInput name="reason" label="Reason" minLength={3} maxLength={500} required />
          <TextInput name="actor" label="Actor" description="Name as it stands in the log" maxLength={200} />
          <TextInput name="action" label="Action" description="Such as role.changed" maxLength={200} />
          <TextInput name="kind" label="Kind of object" description="Such as user" maxLength={200} />
          <TextInput name="object" label="Id of the object" maxLength={200} />
          <TextInput name="from" type="date" label="From" description="UTC" />
          <TextInput name="to" type="date" label="Up to, without" description="UTC" />
        </SendForm>
      </Box>
    </details>
  );
}
