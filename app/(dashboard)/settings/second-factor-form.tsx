'use client';

import { PasswordInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import { type ProposedKey, SecondFactorKey } from '@/components/settings/second-factor-key';
import { SendForm } from '@/components/settings/send-form';

/** Sets up a second factor with a proposed key, or removes the one there is (`proposed` is null). */
export function SecondFactorForm({ proposed }: { proposed: ProposedKey | null }) {
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
  const shown = kept ?? proposed;
  return (
    <SendForm
      method="PUT"
      action="/api/v1/account/second-factor"
      submit="Set up second factor"
      fixed={{ secret: shown.secret }}
      done="Set up."
    >
      <SecondFactorKey proposed={shown} />
      <TextInput name="code" label="Code" autoComplete="one-time-code" inputMode="numeric" maxLength={7} required />
      {current}
    </SendForm>
  );
}
