'use client';

import { PasswordInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import { SendForm } from '@/components/settings/send-form';
import { CopyButton } from '@/components/ui/copy-button';
import styles from './settings.module.css';

/** Sets up a second factor with a proposed key, or removes the one there is (`proposed` is null). */
export function SecondFactorForm({ proposed }: { proposed: { secret: string; address: string } | null }) {
  // A refreshed page proposes another key; the one that was typed into the authenticator must stay.
  const [kept] = useState(proposed);
  const current = <PasswordInput name="current" label="Your password" autoComplete="current-password" required />;
  if (proposed === null)
    return (
      <SendForm
        method="PUT"
        action="/api/v1/account/second-factor"
        submit="Remove second factor"
        fixed={{ secret: null, code: null }}
        confirm="Sign in with the password alone from now on?"
      >
        {current}
      </SendForm>
    );
  const secret = (kept ?? proposed).secret;
  return (
    <SendForm
      method="PUT"
      action="/api/v1/account/second-factor"
      submit="Set up second factor"
      fixed={{ secret }}
      done="Set up."
    >
      <div className={styles.key}>
        <p>
          Add this key to an authenticator app, by typing it or by opening{' '}
          <a className="link" href={(kept ?? proposed).address}>
            its link
          </a>
          , then type the code that it shows.
        </p>
        <div className="row wrap">
          <code>{secret.match(/.{1,4}/g)?.join(' ')}</code>
          <CopyButton text={secret} what="the key" look="icon" />
        </div>
      </div>
      <TextInput name="code" label="Code" autoComplete="one-time-code" inputMode="numeric" maxLength={7} required />
      {current}
    </SendForm>
  );
}
