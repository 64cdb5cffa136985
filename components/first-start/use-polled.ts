'use client';

import { useEffect, useState } from 'react';

/**
 * What a door of ours answers, asked every `everyMs` until `ended` says so; null before the first answer and while `url`
 * is null. Such requests do not keep a session alive.
 */
export function usePolled<Data>(url: string | null, ended: (data: Data) => boolean, everyMs = 1000): Data | null {
  const [answer, setAnswer] = useState<{ url: string; data: Data } | null>(null);
  const done = answer !== null && answer.url === url && ended(answer.data);
  useEffect(() => {
    if (url === null || done) return;
    const stop = new AbortController();
    const ask = async () => {
      try {
        const response = await fetch(url, { headers: { 'x-plumbline-background': '1' }, signal: stop.signal });
        if (response.ok) setAnswer({ url, data: ((await response.json()) as { data: Data }).data });
      } catch {
        // The next round asks again; what is shown stays.
      }
    };
    void ask();
    const timer = setInterval(() => void ask(), everyMs);
    return () => {
      stop.abort();
      clearInterval(timer);
    };
  }, [url, done, everyMs]);
  return answer !== null && answer.url === url ? answer.data : null;
}
