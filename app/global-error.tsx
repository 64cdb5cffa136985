'use client';

import '@/components/ui/tokens.css';
import '@/components/ui/base.css';
import styles from './plain.module.css';

/** The last resort: not even the frame could be made, so nothing of it is used here. */
export default function GlobalError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <html lang="en">
      <body>
        <title>Plumbline could not answer</title>
        <main className={styles.plain}>
          <h1>Plumbline could not answer</h1>
          <p className="t2">Nothing was changed. If it stays so, tell whoever keeps Plumbline running this id.</p>
          {error.digest ? <code>{error.digest}</code> : null}
          <p>
            <button type="button" onClick={reset}>
              Try again
            </button>
          </p>
        </main>
      </body>
    </html>
  );
}
