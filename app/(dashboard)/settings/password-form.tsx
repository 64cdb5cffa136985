'use client';

import { PasswordInput } from '@mantine/core';
import { SendForm } from '@/components/settings/send-form';

/** Changes one's own password. */
export function PasswordForm() {
  return (
    <SendForm
      method="PUT"
      action="/api/v1/account/password"
      submit="Change password"
      done="Changed. Your other sessions have ended."
    >
      <PasswordInput name="current" label="Present password" autoComplete="current-password" required />
      <PasswordInput
        name="next"
        label="New password"
        description="At least 12 characters"
        autoComplete="new-password"
        minLength={12}
        required
      />
    </SendForm>
  );
}
