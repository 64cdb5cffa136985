'use client';

import dynamic from 'next/dynamic';
import { useRouter, useSearchParams } from 'next/navigation';
import { useEffect, useRef, useState } from 'react';
import { carryAsOf } from '@/components/ui/carry-as-of';
import { sections } from './sections';
import { useAsOf } from './use-as-of';
import { followRow, walkRows } from './walk-rows';

const KeyHelp = dynamic(() => import('./key-help').then((module) => module.KeyHelp), { ssr: false });

const press = (selector: string) => document.querySelector<HTMLElement>(selector)?.click();
const typing = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

/** The keyboard. Keys press what is on the page, marked by data attributes; they are off where somebody types. */
export function Keys() {
  const router = useRouter();
  const asOfText = useSearchParams().get('asOf');
  const { go, step } = useAsOf();
  const [help, setHelp] = useState(false);
  const afterG = useRef(false);

  const deeds: Record<string, () => void> = {
    '/': () => document.querySelector<HTMLElement>('[data-filter]')?.focus(),
    '?': () => setHelp(true),
    j: () => walkRows(1),
    k: () => walkRows(-1),
    d: () => press('[data-key="d"]'),
    ',': () => step(-1),
    '.': () => step(1),
    n: () => go(null),
    t: () => press('[data-chart-table] summary'),
    e: () => press('[data-export]'),
    u: () => window.dispatchEvent(new Event('plumbline:zone')),
  };
  const latest = useRef<(event: KeyboardEvent) => void>(() => undefined);
  latest.current = (event) => {
    if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === 'k') {
      event.preventDefault();
      press('[data-key="search"]');
      return;
    }
    if (
      event.metaKey ||
      event.ctrlKey ||
      event.altKey ||
      typing(event.target) ||
      document.querySelector('[role="dialog"]')
    )
      return;
    const section = afterG.current ? sections.find(({ key }) => key === event.key) : undefined;
    afterG.current = event.key === 'g' && !afterG.current;
    if (section) router.push(carryAsOf(section.path, asOfText));
    const deed = section ? undefined : deeds[event.key];
    if (!section && !deed) return;
    event.preventDefault();
    deed?.();
  };

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => latest.current(event);
    document.addEventListener('keydown', onKey);
    document.addEventListener('click', followRow);
    return () => {
      document.removeEventListener('keydown', onKey);
      document.removeEventListener('click', followRow);
    };
  }, []);

  return help ? <KeyHelp close={() => setHelp(false)} /> : null;
}
