'use client';

import { CopyButton } from '@/components/ui/copy-button';
import styles from './secret-once.module.css';

/** A secret that is shown this once. */
export function SecretOnce({ secret, what, hint }: { secret: string; what: string; hint: string }) {
  return (
    <div className={styles.secret} role="status">
      <p>
        <b>Copy {what} now.</b> {hint}
      </p>
      <div className={styles.line}>
        <code>{secret}</code>
        <CopyButton text={secret} what={what} />
      </div>
    </div>
  );
}
