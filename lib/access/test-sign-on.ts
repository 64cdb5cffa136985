import { GET as callback } from '@/app/api/auth/callback/[provider]/route';
import { POST as begin } from '@/app/api/auth/oidc/route';

/** Where the tests of single sign-on are at home. */
export const origin = 'http://127.0.0.1:3000';

/** Cookies of one host, as a browser keeps them. */
export class Jar {
  #held = new Map<string, string>();

  take(response: Response): Response {
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      const [name = '', value = ''] = pair.split(/=(.*)/s);
      if (value === '' || /Max-Age=0/i.test(line)) this.#held.delete(name);
      else this.#held.set(name, value);
    }
    return response;
  }
  get header(): string {
    return [...this.#held].map(([name, value]) => `${name}=${value}`).join('; ');
  }
  get names(): string[] {
    return [...this.#held.keys()];
  }
  /** A browser that somebody kept as it was */
  copy(): Jar {
    const other = new Jar();
    other.#held = new Map(this.#held);
    return other;
  }
}

/** Presses the button of the sign-in page; answers where the browser goes, or nothing where it stays. */
export async function start(
  jar: Jar,
  { next = '/fleet', provider = 'oidc', again = false }: { next?: string; provider?: string; again?: boolean } = {},
): Promise<string> {
  const headers = { origin, host: '127.0.0.1:3000', 'content-type': 'application/json' };
  const body = JSON.stringify({ next, provider, again });
  const response = jar.take(await begin(new Request(`${origin}/api/auth/oidc`, { method: 'POST', headers, body })));
  const answer = (await response.json()) as { data?: { location: string } };
  return answer.data?.location ?? '';
}

/** Comes back from the provider; `from` is the client's address. */
export async function finish(jar: Jar, address: string, from = '192.0.2.1'): Promise<Response> {
  const headers = { cookie: jar.header, host: '127.0.0.1:3000', 'x-forwarded-for': from };
  const provider = new URL(address).pathname.split('/').at(-1);
  return jar.take(await callback(new Request(address, { headers }), { params: Promise.resolve({ provider }) }));
}

/** Logs in and consents at the provider of test-oidc-server.ts; answers the address that it sends the browser back to. */
export async function authorise(location: string, person: string): Promise<string> {
  const jar = new Jar();
  let at = location;
  let body: string | null = null;
  for (let hop = 0; hop < 12; hop += 1) {
    const form = body === null ? {} : { 'content-type': 'application/x-www-form-urlencoded' };
    const method = body === null ? 'GET' : 'POST';
    const headers = { cookie: jar.header, ...form };
    const response = jar.take(await fetch(at, { method, headers, body, redirect: 'manual' }));
    const to = response.headers.get('location');
    body = null;
    if (to !== null) at = new URL(to, at).href;
    else {
      const page = await response.text();
      at = new URL(/action="([^"]+)"/.exec(page)?.[1] ?? '', at).href;
      body = page.includes('value="login"') ? `prompt=login&login=${person}&password=x` : 'prompt=consent';
    }
    if (at.startsWith(origin)) return at;
  }
  throw new Error('The provider did not come to an end');
}
