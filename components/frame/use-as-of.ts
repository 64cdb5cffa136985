'use client';

import { usePathname, useRouter, useSearchParams } from 'next/navigation';

const day = 24 * 60 * 60 * 1000;

/** The moment that is looked at, from the address, and the way to another; null is now. What is not a date is now, too. */
export function useAsOf(): { asOf: Date | null; go: (to: Date | null) => void; step: (days: number) => void } {
  const router = useRouter();
  const path = usePathname();
  const search = useSearchParams();
  const said = search.get('asOf');
  const parsed = said === null ? null : new Date(said);
  const asOf = parsed === null || Number.isNaN(parsed.getTime()) ? null : parsed;

  const go = (to: Date | null) => {
    const next = new URLSearchParams(search);
    next.delete('cursor');
    if (to === null || to.getTime() >= Date.now()) next.delete('asOf');
    else next.set('asOf', `${to.toISOString().slice(0, 19)}Z`);
    router.push(next.size === 0 ? path : `${path}?${next}`);
  };
  const step = (days: number) => go(new Date((asOf?.getTime() ?? Date.now()) + days * day));
  return { asOf, go, step };
}
