import { askPerson } from '@/components/session/asked-of-person';
import { tellTabs } from '@/components/session/tabs';

/** What a door answered: data, or the problem document that says why not. */
export type Sent = { ok: true; data: unknown } | { ok: false; problem: Problem };

export interface Problem {
  /** urn:plumbline:problem:… */
  type?: string;
  title: string;
  /** The field that is wrong, where one is */
  field?: string;
  /** `code`: the second factor is asked for */
  need?: string;
  requestId?: string;
}

/**
 * Sends JSON to a door of ours and reads its answer. Where the door asks who is there, or the session has ended, the page
 * asks the person and it is sent again. Never throws: no network is a problem like others.
 */
export async function sendJson(method: string, url: string, body: unknown): Promise<Sent> {
  const sent = await sendOnce(method, url, body);
  if (sent.ok) tellTabs('active');
  if (sent.ok || url.startsWith('/api/auth/')) return sent;
  const asks =
    sent.problem.type === 'urn:plumbline:problem:step-up-required'
      ? 'confirm'
      : sent.problem.type === 'urn:plumbline:problem:unauthenticated'
        ? 'sign-in'
        : null;
  return asks !== null && (await askPerson(asks)) ? sendOnce(method, url, body) : sent;
}

async function sendOnce(method: string, url: string, body: unknown): Promise<Sent> {
  try {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(url, { method, headers, body: JSON.stringify(body) });
    const text = await response.text();
    const answer: unknown = text === '' ? {} : JSON.parse(text);
    if (!response.ok) return { ok: false, problem: answer as Problem };
    return { ok: true, data: (answer as { data?: unknown }).data };
  } catch {
    return {
      ok: false,
      problem: { title: 'Plumbline cannot be reached. Nothing is known of what was sent; try again.' },
    };
  }
}
