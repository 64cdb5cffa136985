'use client';

import { TextInput } from '@mantine/core';
import { SendForm } from '@/components/settings/send-form';

/** Lifts a hold, with a reason. */
export function LiftHold({ id, lifted }: { id: string; lifted: boolean }) {
  if (lifted) return <p className="t3">This hold was lifted. What it kept goes when its time has come.</p>;
  return (
    <SendForm
      inline
      method="DELETE"
      action={`/api/v1/retention/holds/${id}`}
      submit="Lift the hold"
      confirm="Lift this hold? What is older than the retention is then deleted with the next night."
    >
      <TextInput
        name="reason"
        placeholder="Reason"
        aria-label="Reason"
        minLength={3}
        maxLength={500}
        required
        size="xs"
      />
    </SendForm>
  );
}
