'use client';

import { useEffect, useSyncExternalStore } from 'react';

let tail = '';
const listeners = new Set<() => void>();
const set = (text: string) => {
  tail = text;
  for (const listener of listeners) listener();
};
const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** Tells the header, which does not know the page's data, what the last part of the crumb is. */
export function CrumbTail({ text }: { text: string }) {
  useEffect(() => {
    set(text);
    return () => set('');
  }, [text]);
  return null;
}

/** The last part of the crumb; empty until a page has said it. */
export function useCrumbTail(): string {
  return useSyncExternalStore(
    subscribe,
    () => tail,
    () => '',
  );
}
