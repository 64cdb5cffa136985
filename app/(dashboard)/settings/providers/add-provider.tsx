'use client';

import { SendForm } from '@/components/settings/send-form';
import { Box } from '@/components/ui/box';
import styles from '../settings.module.css';
import { ProviderFields } from './provider-fields';

/** Adds an identity provider. */
export function AddProvider({ facilities }: { facilities: readonly string[] }) {
  return (
    <details className={styles.add}>
      <summary>Add provider</summary>
      <Box title="Add provider" hint="add it, register its redirect address, test it, then enable it" padded>
        <SendForm
          method="POST"
          action="/api/v1/providers"
          submit="Add provider"
          primary
          done="Added. Open its line for the redirect address."
        >
          <ProviderFields facilities={facilities} />
        </SendForm>
      </Box>
    </details>
  );
}
