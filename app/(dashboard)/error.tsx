'use client';

import { Problem } from '@/components/ui/problem';

/** A page that could not be made; the frame stays. The digest finds the error in the log. */
export default function PageError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <>
      <h1>This page could not be shown</h1>
      <Problem
        title="Something failed while it was made."
        requestId={error.digest}
        again={
          <button type="button" onClick={reset}>
            Try again
          </button>
        }
      >
        Nothing was changed.
      </Problem>
    </>
  );
}
