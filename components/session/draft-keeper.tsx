'use client';

import { usePathname, useSearchParams } from 'next/navigation';
import { useEffect, useState } from 'react';
import { forgetDrafts, forgetForm, keepField, type Owner, restoreDrafts } from './drafts';
import styles from './session.module.css';

/** Keeps what is typed in this tab, and puts it back when the same person signs in again after their session ended. */
export function DraftKeeper({ userId, began }: Owner) {
  const place = `${usePathname()}?${useSearchParams()}`;
  const [restored, setRestored] = useState(0);

  useEffect(() => {
    const owner = { userId, began };
    const typed = (event: Event) => keepField(owner, event.target);
    const emptied = (event: Event) => forgetForm(event.target);
    const sent = (event: SubmitEvent) => {
      // The attribute: a field that is called action would stand in for the property.
      const form = event.target instanceof HTMLFormElement ? event.target : null;
      if (form?.getAttribute('action')?.endsWith('/api/auth/sign-out')) forgetDrafts();
    };
    document.addEventListener('input', typed);
    document.addEventListener('change', typed);
    document.addEventListener('reset', emptied);
    document.addEventListener('submit', sent, true);
    return () => {
      document.removeEventListener('input', typed);
      document.removeEventListener('change', typed);
      document.removeEventListener('reset', emptied);
      document.removeEventListener('submit', sent, true);
    };
  }, [userId, began]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: each page has forms of its own
  useEffect(() => setRestored(restoreDrafts({ userId, began })), [userId, began, place]);

  if (restored === 0) return null;
  return (
    <p className={styles.restored} role="status">
      What you were typing when your session ended is back.
      <button type="button" className="link" onClick={() => setRestored(0)}>
        Close
      </button>
    </p>
  );
}
