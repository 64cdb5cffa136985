'use client';

import { NativeSelect, TextInput } from '@mantine/core';
import { SendForm } from '@/components/settings/send-form';
import { SafeLink } from '@/components/ui/safe-link';
import type { KnownPlaces } from '@/lib/queries/list-places';
import type { UserRow } from '@/lib/queries/list-users';
import styles from '../settings.module.css';
import { ReachChoice } from './reach-choice';
import { roleChoices } from './role-choices';

/** What an administrator can do with a user. Each deed is in the audit log, with its reason. */
export function ChangeUser({ user, own, known }: { user: UserRow; own: boolean; known: KnownPlaces }) {
  const door = `/api/v1/users/${user.id}`;
  const reason = <TextInput name="reason" placeholder="Reason" aria-label="Reason" maxLength={500} size="xs" />;
  const disabled = user.disabledAt !== null;
  return (
    <div className={styles.change}>
      {user.issuer === null ? (
        <SendForm inline method="PUT" action={`${door}/role`} submit="Change role" done="Changed.">
          <NativeSelect
            name="role"
            aria-label="Role"
            data={roleChoices}
            defaultValue={user.role ?? 'viewer'}
            size="xs"
          />
          <TextInput name="from" type="date" aria-label="Role from" size="xs" />
          <TextInput name="until" type="date" aria-label="Role until" size="xs" />
          {reason}
        </SendForm>
      ) : (
        <p className="t3">The role comes from the groups that the identity provider tells of at each sign-in.</p>
      )}
      <SendForm
        inline
        method="PUT"
        action={`${door}/reach`}
        submit="Change reach"
        done="Changed; their sessions have ended."
      >
        <ReachChoice known={known} given={user.reach} inline />
        {reason}
      </SendForm>
      <SendForm
        inline
        method="PUT"
        action={`${door}/disabled`}
        submit={disabled ? 'Enable' : 'Disable'}
        fixed={{ disabled: !disabled }}
        {...(own ? { confirm: 'This is your own account: you will be signed out. Go on?' } : {})}
      >
        {reason}
      </SendForm>
      {user.wrongTries > 0 ? (
        <SendForm
          inline
          method="POST"
          action={`${door}/unlock`}
          submit={unlockWords(user)}
          done="They may sign in again."
        >
          {reason}
        </SendForm>
      ) : null}
      <SendForm
        inline
        method="DELETE"
        action={`${door}/sessions`}
        submit={`End ${user.sessions} open sessions`}
        done="Ended."
      />
      {user.issuer === null && !own ? (
        <SendForm
          inline
          method="DELETE"
          action={`${door}/second-factor`}
          submit="Reset second factor"
          done="Reset. They may set up another as they sign in, within 24 hours."
          confirm="Their sessions end, and they sign in with the password alone until they set up another one. Go on?"
        >
          {reason}
        </SendForm>
      ) : null}
      <SafeLink href={`/audit?jobs=shown&kind=user&object=${user.id}`} className="link">
        What was done with this user
      </SafeLink>
    </div>
  );
}

function unlockWords({ closedAt, wrongTries }: UserRow): string {
  return closedAt ? 'Open the account again' : `Forget ${wrongTries} wrong passwords`;
}
