'use client';

import { NativeSelect, PasswordInput, TextInput } from '@mantine/core';
import { SecretOnce } from '@/components/settings/secret-once';
import { SendForm } from '@/components/settings/send-form';
import { Box } from '@/components/ui/box';
import type { KnownPlaces } from '@/lib/queries/list-places';
import styles from '../settings.module.css';
import { ReachChoice } from './reach-choice';
import { roleChoices } from './role-choices';

/** Adds a local account. Without a password one is made up and shown once. */
export function AddUser({ known }: { known: KnownPlaces }) {
  return (
    <details className={styles.add}>
      <summary>Add user</summary>
      <Box title="Add user" hint="people of an identity provider are added when they first sign in" padded>
        <SendForm
          method="POST"
          action="/api/v1/users"
          submit="Add user"
          primary
          done="Added."
          answered={(data) => <MadeUp password={(data as { password: string | null }).password} />}
        >
          <TextInput name="email" type="email" label="E-mail address" autoComplete="off" required />
          <TextInput name="name" label="Name" autoComplete="off" />
          <NativeSelect name="role" label="Role" data={roleChoices} defaultValue="viewer" />
          <TextInput
            name="until"
            type="date"
            label="Role until"
            description="The end of that day, UTC; empty: no end"
          />
          <ReachChoice known={known} />
          <PasswordInput
            name="password"
            label="Password"
            description="At least 12 characters; empty: one is made up"
            autoComplete="new-password"
            minLength={12}
          />
        </SendForm>
      </Box>
    </details>
  );
}

function MadeUp({ password }: { password: string | null }) {
  return password === null ? null : (
    <SecretOnce secret={password} what="the password" hint="It is kept only as scrypt and cannot be shown again." />
  );
}
