'use client';

import { NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { SecretOnce } from '@/components/settings/secret-once';
import { SendForm } from '@/components/settings/send-form';
import { Box } from '@/components/ui/box';
import type { KnownPlaces } from '@/lib/queries/list-places';
import styles from '../settings.module.css';
import { ReachChoice } from '../users/reach-choice';
import { roleChoices } from '../users/role-choices';

const choices = [{ value: 'ingest', label: 'Ingest: may push, sees nothing' }, ...roleChoices];
const lives = [7, 30, 90, 180].map((days) => ({ value: String(days), label: `${days} days` }));

/** Makes a token and shows it this once. */
export function AddToken({ known }: { known: KnownPlaces }) {
  const [pushes, setPushes] = useState(true);
  return (
    <details className={styles.add}>
      <summary>Make token</summary>
      <Box title="Make token" hint="shown once" padded>
        <SendForm
          method="POST"
          action="/api/v1/tokens"
          submit="Make token"
          primary
          answered={(data) => (
            <SecretOnce
              secret={(data as { secret: string }).secret}
              what="the token"
              hint="It is kept only as SHA-256 and cannot be shown again."
            />
          )}
        >
          <TextInput name="name" label="Name" description="What uses it" maxLength={80} autoComplete="off" required />
          <NativeSelect
            name="role"
            label="Role"
            data={choices}
            defaultValue="ingest"
            onChange={(event) => setPushes(event.currentTarget.value === 'ingest')}
          />
          {pushes ? (
            <>
              <TextInput
                name="host"
                label="Belongs to one machine"
                description="Name, instance id or id of a host: it may report of that one alone. Empty: of any"
                maxLength={255}
                autoComplete="off"
              />
              <TextInput
                name="source"
                label="Source"
                description="Under which its runs stand, so that many tokens share one. Empty: the name of the token"
                maxLength={80}
                autoComplete="off"
              />
            </>
          ) : null}
          <ReachChoice known={known} />
          <NativeSelect name="days" label="Expires after" data={lives} defaultValue="90" />
        </SendForm>
      </Box>
    </details>
  );
}
