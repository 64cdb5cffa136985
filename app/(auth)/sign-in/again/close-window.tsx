'use client';

import { useEffect } from 'react';

/** Says that it is done, and closes the window where the browser lets it. */
export function CloseWindow() {
  useEffect(() => window.close(), []);
  return <p role="status">Confirmed. You may close this window.</p>;
}
