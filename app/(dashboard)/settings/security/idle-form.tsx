'use client';

import { TextInput } from '@mantine/core';
import { SendForm } from '@/components/settings/send-form';
import styles from '../settings.module.css';

type IdleFormProps = { minutes: number; least: number; most: number; changes: boolean };

/** After how long without a person a session ends. */
export function IdleForm({ minutes, least, most, changes }: IdleFormProps) {
  if (!changes)
    return (
      <p>
        A session ends after <b>{minutes} minutes</b> without its person. An administrator changes that.
      </p>
    );
  return (
    <SendForm
      method="PUT"
      action="/api/v1/settings/security"
      submit="Save"
      done="Saved: it holds from the next request on."
    >
      <TextInput
        key={minutes}
        name="idleMinutes"
        type="number"
        inputMode="numeric"
        label="Minutes without a person after which a session ends"
        description={`From ${least} to ${most}. Two minutes before, the page says so. Requests that a page makes by itself do not count.`}
        min={least}
        max={most}
        step={1}
        defaultValue={minutes}
        required
        className={styles.minutes}
      />
    </SendForm>
  );
}
