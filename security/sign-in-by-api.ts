import { password, people } from '@/e2e/people';

/** Signs a person in; what comes back is the Cookie header. */
export async function signInByApi(server: string, person: keyof typeof people): Promise<string> {
  const answer = await fetch(`${server}/api/auth/sign-in`, {
    method: 'POST',
    headers: { origin: server, 'content-type': 'application/json' },
    body: JSON.stringify({ email: people[person], password }),
  });
  if (!answer.ok) throw new Error(`${person} was not let in: ${answer.status} ${await answer.text()}`);
  return answer.headers.get('set-cookie')?.split(';')[0] ?? '';
}
