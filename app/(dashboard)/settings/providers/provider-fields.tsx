'use client';

import { PasswordInput, TextInput } from '@mantine/core';
import type { ProviderRow } from '@/lib/queries/list-providers';
import { GroupTable } from './group-table';
import styles from './providers.module.css';

type Props = { given?: ProviderRow; facilities: readonly string[] };

/** What is said of a provider; without `given` it is a new one. */
export function ProviderFields({ given, facilities }: Props) {
  return (
    <>
      <TextInput
        name="name"
        label="Name"
        description="Words on the sign-in button"
        defaultValue={given?.name ?? ''}
        maxLength={60}
        required
      />
      {given ? null : (
        <TextInput
          name="issuer"
          type="url"
          label="Issuer"
          description="Exactly as in its metadata, with or without the last slash. It cannot be changed later: people are known by it"
          placeholder="https://"
          maxLength={500}
          required
        />
      )}
      <TextInput
        name="clientId"
        label="Client id"
        autoComplete="off"
        defaultValue={given?.clientId ?? ''}
        maxLength={300}
        required
      />
      <PasswordInput
        name="clientSecret"
        label="Client secret"
        description={
          given ? 'Empty: the present one stays. It is kept sealed and never shown' : 'Kept sealed and never shown'
        }
        autoComplete="new-password"
        required={!given}
      />
      <TextInput
        name="scopes"
        label="Scopes"
        defaultValue={given?.scopes ?? 'openid email profile'}
        maxLength={300}
        required
      />
      <TextInput
        name="groupsClaim"
        label="Groups claim"
        description="Claim of the ID token that lists the groups: groups, or roles for app roles of Entra ID"
        defaultValue={given?.groupsClaim ?? 'groups'}
        maxLength={200}
        required
      />
      <GroupTable given={given?.groups ?? []} facilities={facilities} />
      <label className={styles.enabled}>
        <input type="checkbox" name="enabled" value="true" defaultChecked={given?.enabled ?? false} />
        <span>
          Enabled
          <span className="t3">People may sign in through it, and local accounts are for emergencies</span>
        </span>
      </label>
    </>
  );
}
