'use client';

import { TextInput } from '@mantine/core';
import { SendForm } from '@/components/settings/send-form';

/** Changes for how long audit events are kept. */
export function SetDays({ days, least }: { days: number; least: number }) {
  return (
    <SendForm inline method="PUT" action="/api/v1/retention" submit="Change" done="Changed.">
      <TextInput
        name="days"
        type="number"
        aria-label="Days"
        defaultValue={String(days)}
        min={least}
        max={36_525}
        required
        size="xs"
      />
      <TextInput name="reason" placeholder="Reason" aria-label="Reason" maxLength={500} size="xs" />
    </SendForm>
  );
}
