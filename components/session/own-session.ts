import type { SessionState } from '@/lib/queries/get-session';

/** What a door of ours tells of one's own session, in the words of JSON. */
export type OwnSession = Omit<SessionState, 'began'> & { began: string };

/** Asked of the session: how long it lasts, that it has ended, or nothing, because no answer came. */
export type Known = OwnSession | 'ended' | 'unknown';

/** How long the session lasts. Only `extend`, a person's wish, keeps it alive. */
export async function askSession({ extend = false } = {}): Promise<Known> {
  try {
    const headers: HeadersInit = extend ? {} : { 'x-plumbline-background': '1' };
    const response = await fetch('/api/v1/session', { headers, cache: 'no-store' });
    if (response.status === 401) return 'ended';
    if (!response.ok) return 'unknown';
    return ((await response.json()) as { data: OwnSession }).data;
  } catch {
    return 'unknown';
  }
}
