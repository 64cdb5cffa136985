'use client';

import { Button } from '@mantine/core';
import { useEffect } from 'react';
import { tellTabs } from '@/components/session/tabs';

/** Tells the page that waits, and closes the window where the browser lets it. */
export function GoBack() {
  useEffect(() => {
    tellTabs('signed-in');
    window.close();
  }, []);
  return (
    <div className="row wrap">
      <Button onClick={() => window.close()}>Close this window</Button>
      <a className="link" href="/">
        Open Plumbline here
      </a>
    </div>
  );
}
