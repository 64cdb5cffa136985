'use client';

import { Button } from '@mantine/core';
import { type ReactNode, useEffect, useState } from 'react';
import { Dialog } from '@/components/ui/dialog';
import { askPerson } from './asked-of-person';
import type { Known } from './own-session';

/** Exports that are evidence: the server asks for a proof of who takes them away. */
const evidence = /^\/api\/v1\/(audit|encryption)(\/|\?|$)/;

/**
 * Looks before a link saves a file whether it would be refused: asks who is there where that is needed, and says so where
 * too many exports are under way.
 */
export function useExports(look: (extend?: boolean) => Promise<Known>): ReactNode {
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    const clicked = (event: MouseEvent) => {
      const link = event.target instanceof Element ? event.target.closest('a') : null;
      const href = link?.getAttribute('href') ?? '';
      if (!link || link.hasAttribute('data-passed') || !link.hasAttribute('download') || !href.startsWith('/api/v1/'))
        return;
      event.preventDefault();
      void save(href);
    };
    const save = async (href: string) => {
      const known = await look(true);
      if (known === 'ended') return void ((await askPerson('sign-in')) && (await save(href)));
      if (typeof known === 'object' && !known.mayExport) return setBusy(true);
      const proven = typeof known !== 'object' || known.provenSeconds > 2;
      if (evidence.test(href) && !proven && !(await askPerson('confirm'))) return;
      const link = document.createElement('a');
      link.href = href;
      link.download = '';
      link.dataset.passed = '';
      document.body.append(link);
      link.click();
      link.remove();
    };
    document.addEventListener('click', clicked, true);
    return () => document.removeEventListener('click', clicked, true);
  }, [look]);
  if (!busy) return null;
  return (
    <Dialog title="Too many exports at once" onClose={() => setBusy(false)}>
      <p>Two exports are under way for you, or six for all. Wait for one to end, then ask again.</p>
      <div>
        <Button variant="filled" onClick={() => setBusy(false)}>
          Close
        </Button>
      </div>
    </Dialog>
  );
}
