'use client';

import { useEffect } from 'react';
import { formatInstant, type InstantForm, zoneName } from '@/components/ui/format-instant';

const key = 'plumbline.zone';
const forms: readonly string[] = ['date', 'minute', 'second', 'clock', 'full'] satisfies InstantForm[];
const isForm = (value: string | undefined): value is InstantForm => forms.includes(value ?? '');
const localZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;
const chosenZone = () => (localStorage.getItem(key) === 'local' ? localZone() : 'UTC');

/** Every time that the server wrote in UTC, said again in the chosen zone. Ages are the same everywhere. */
function rewrite(root: ParentNode, zone: string): void {
  for (const time of root.querySelectorAll<HTMLTimeElement>('time[data-instant]')) {
    const form = time.dataset.instant;
    const text = time.firstChild;
    if (!isForm(form) || !(text instanceof Text)) continue;
    const year = time.dataset.year === undefined ? undefined : Number(time.dataset.year);
    const words = formatInstant(new Date(time.dateTime), form, { zone, year });
    if (text.data !== words) text.data = words;
  }
}

/** UTC or local time (`u`), the exact time on hover and focus, and a click that copies it: for all times of the page at once. */
export function Instants() {
  useEffect(() => {
    const apply = () => rewrite(document, chosenZone());
    const toggle = () => {
      localStorage.setItem(key, localStorage.getItem(key) === 'local' ? 'utc' : 'local');
      apply();
    };
    // Only where somebody wants local time do later parts of the page need to be looked at again.
    const watcher = new MutationObserver(() => chosenZone() !== 'UTC' && apply());
    watcher.observe(document.body, { childList: true, subtree: true });
    if (chosenZone() !== 'UTC') apply();
    window.addEventListener('plumbline:zone', toggle);
    document.addEventListener('pointerover', explain);
    document.addEventListener('click', copy);
    return () => {
      watcher.disconnect();
      window.removeEventListener('plumbline:zone', toggle);
      document.removeEventListener('pointerover', explain);
      document.removeEventListener('click', copy);
    };
  }, []);
  return null;
}

const timeOf = (event: Event) =>
  event.target instanceof Element ? event.target.closest<HTMLTimeElement>('time[data-instant]') : null;

function explain(event: Event): void {
  const time = timeOf(event);
  if (!time || time.title.includes('·')) return;
  const at = new Date(time.dateTime);
  const zone = localZone();
  time.title = `${time.dateTime} · ${formatInstant(at, 'second', { zone })} ${zoneName(at, zone)} · click copies`;
}

function copy(event: Event): void {
  const time = timeOf(event);
  if (!time || time.closest('a, button')) return;
  navigator.clipboard.writeText(time.dateTime).then(
    () => {
      time.dataset.said = 'Copied';
      setTimeout(() => delete time.dataset.said, 1200);
    },
    () => {
      time.title = time.dateTime;
    },
  );
}
