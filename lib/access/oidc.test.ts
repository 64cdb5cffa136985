import type { Server } from 'node:http';
import Provider from 'oidc-provider';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { GET as callback } from '@/app/api/auth/callback/[provider]/route';
import { POST as begin } from '@/app/api/auth/oidc/route';
import { viewerOfRequest } from '@/lib/access/require-viewer';
import { operatorViewer } from '@/lib/access/viewer';
import { disableUser } from '@/lib/commands/disable-user';
import { db } from '@/lib/db';
import { allowTargets } from '@/lib/outgoing/test-targets';
import { useTestDatabase } from '@/lib/test-database';
import { freePort } from '@/lib/test-postgres';

useTestDatabase();

const origin = 'http://127.0.0.1:3000';
const people: Record<string, string[] | undefined> = {};
let issuer = '';
let server: Server;

/** A certified provider in this process; the groups of its people are those of `people`. */
beforeAll(async () => {
  const port = await freePort();
  issuer = `http://127.0.0.1:${port}`;
  allowTargets(issuer);
  const provider = new Provider(issuer, {
    clients: [
      { client_id: 'plumbline', client_secret: 'x'.repeat(40), redirect_uris: [`${origin}/api/auth/callback/oidc`] },
    ],
    claims: { openid: ['sub', 'groups'], email: ['email'], profile: ['name'] },
    conformIdTokenClaims: false,
    cookies: { keys: ['test'] },
    findAccount: (_context: unknown, id: string) => ({
      accountId: id,
      claims: () => ({ sub: id, email: `${id}@example.org`, name: `Person ${id}`, groups: people[id] }),
    }),
  });
  await new Promise<void>((ready) => {
    server = provider.listen(port, '127.0.0.1', ready);
  });
  process.env.AUTH_OIDC_CLIENT_ID = 'plumbline';
  process.env.AUTH_OIDC_CLIENT_SECRET = 'x'.repeat(40);
  process.env.AUTH_OIDC_ROLES = 'security=security-officer, ops=engineer';
});
beforeEach(() => {
  process.env.AUTH_OIDC_ISSUER = issuer;
});
afterAll(() => {
  for (const name of ['ISSUER', 'CLIENT_ID', 'CLIENT_SECRET', 'ROLES']) delete process.env[`AUTH_OIDC_${name}`];
  server.close();
});

/** Cookies of one host, as a browser keeps them. */
class Jar {
  readonly #held = new Map<string, string>();

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
}

async function start(jar: Jar, next = '/fleet'): Promise<string> {
  const headers = { origin, host: '127.0.0.1:3000', 'content-type': 'application/json' };
  const response = jar.take(
    await begin(new Request(`${origin}/api/auth/oidc`, { method: 'POST', headers, body: JSON.stringify({ next }) })),
  );
  const answer = (await response.json()) as { data?: { location: string } };
  return answer.data?.location ?? '';
}

/** Logs in and consents at the provider; answers the address that it sends the browser back to. */
async function authorise(location: string, person: string): Promise<string> {
  const jar = new Jar();
  let at = location;
  let body: string | null = null;
  for (let hop = 0; hop < 12; hop += 1) {
    const headers = {
      cookie: jar.header,
      ...(body === null ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
    };
    const response = jar.take(
      await fetch(at, { method: body === null ? 'GET' : 'POST', headers, body, redirect: 'manual' }),
    );
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

async function finish(jar: Jar, address: string): Promise<Response> {
  return jar.take(
    await callback(new Request(address, { headers: { cookie: jar.header, host: '127.0.0.1:3000' } }), {
      params: Promise.resolve({ provider: new URL(address).pathname.split('/').at(-1) }),
    }),
  );
}

async function signIn(person: string): Promise<{ jar: Jar; response: Response }> {
  const jar = new Jar();
  const response = await finish(jar, await authorise(await start(jar), person));
  return { jar, response };
}

const viewerIn = (jar: Jar) => viewerOfRequest(new Headers({ cookie: jar.header }));
const refusedWith = (response: Response) => response.headers.get('location');

describe('single sign-on', () => {
  test('asks with PKCE, state and nonce', async () => {
    const asked = new URL(await start(new Jar())).searchParams;
    expect(asked.get('response_type')).toBe('code');
    expect(asked.get('code_challenge_method')).toBe('S256');
    for (const name of ['code_challenge', 'state', 'nonce']) expect(asked.get(name)?.length).toBeGreaterThan(20);
  });

  test('ends in a session of ours, with the role of the groups, and leaves no cookie of the handshake', async () => {
    people.alice = ['staff', 'ops'];
    const { jar, response } = await signIn('alice');
    expect(response.status).toBe(303);
    expect(refusedWith(response)).toBe('/fleet');
    expect(jar.names).toEqual(['plumbline']);
    expect(await viewerIn(jar)).toMatchObject({ kind: 'person', name: 'Person alice', role: 'engineer' });
    const events = await db().auditEvent.findMany({ where: { object: 'alice@example.org' }, orderBy: { id: 'asc' } });
    expect(events.map(({ action }) => action)).toEqual(['user.added', 'reach.changed', 'session.begun']);
  });

  test('gives the role that the groups give now, and ends the sessions of the old one', async () => {
    people.bob = ['ops'];
    const first = await signIn('bob');
    people.bob = ['security', 'ops'];
    const second = await signIn('bob');
    expect(await viewerIn(second.jar)).toMatchObject({ role: 'security-officer' });
    await expect(viewerIn(first.jar)).rejects.toMatchObject({ code: 'unauthenticated' });
    expect(await db().userAccount.count({ where: { email: 'bob@example.org' } })).toBe(1);
  });

  test('refuses who has no group with a role, and ends what they had', async () => {
    people.carol = ['ops'];
    const before = await signIn('carol');
    people.carol = ['staff'];
    const after = await signIn('carol');
    expect(refusedWith(after.response)).toBe('/sign-in?refused=no-role');
    expect(after.jar.names).toEqual([]);
    await expect(viewerIn(before.jar)).rejects.toMatchObject({ code: 'unauthenticated' });
    people.dave = undefined;
    expect(refusedWith((await signIn('dave')).response)).toBe('/sign-in?refused=no-groups');
    expect(await db().userAccount.count({ where: { email: 'dave@example.org' } })).toBe(0);
  });

  test('refuses a disabled person', async () => {
    people.erin = ['ops'];
    await signIn('erin');
    const erin = await db().userAccount.findFirstOrThrow({ where: { email: 'erin@example.org' } });
    await disableUser(operatorViewer('test', 'test'), { id: String(erin.id), disabled: true });
    expect(refusedWith((await signIn('erin')).response)).toBe('/sign-in?refused=disabled');
  });

  test('does not take a local account for the same person because of its address', async () => {
    await db()
      .$executeRaw`INSERT INTO user_account (email, name, password_hash) VALUES ('frank@example.org', 'Local', 'x')`;
    people.frank = ['ops'];
    await signIn('frank');
    expect(await db().userAccount.count({ where: { email: 'frank@example.org' } })).toBe(2);
  });

  test.each([
    ['of another state', (address: string) => address.replace(/state=[^&]+/, 'state=other')],
    ['without a code', (address: string) => address.replace(/code=[^&]+/, 'code=')],
    ['of another issuer', (address: string) => address.replace(/iss=[^&]+/, 'iss=https%3A%2F%2Fevil.example')],
    ['that is an error', () => `${origin}/api/auth/callback/oidc?error=access_denied`],
  ])('refuses an answer %s', async (_case, change) => {
    people.grace = ['ops'];
    const jar = new Jar();
    const response = await finish(jar, change(await authorise(await start(jar), 'grace')));
    expect(refusedWith(response)).toBe('/sign-in?refused=failed');
    expect(jar.names).not.toContain('plumbline');
  });

  test('refuses an answer twice, and one that another browser brings', async () => {
    people.heidi = ['ops'];
    const jar = new Jar();
    const address = await authorise(await start(jar), 'heidi');
    expect(refusedWith(await finish(new Jar(), address))).toBe('/sign-in?refused=failed');
    expect(refusedWith(await finish(jar, address))).toBe('/fleet');
    expect(refusedWith(await finish(jar, address))).toBe('/sign-in?refused=failed');
  });

  test.each([
    ['by a slash', () => `${issuer}/`],
    ['by its case', () => issuer.replace('http', 'HTTP')],
  ])('begins nothing with an issuer that differs %s', async (_case, other) => {
    process.env.AUTH_OIDC_ISSUER = other();
    expect(await start(new Jar())).toBe('');
  });

  test('that is not set up, or whose provider is away, begins nothing', async () => {
    process.env.AUTH_OIDC_ISSUER = 'http://127.0.0.1:9';
    expect(await start(new Jar())).toBe('');
    delete process.env.AUTH_OIDC_ISSUER;
    expect(await start(new Jar())).toBe('');
  });

  test('leads only to our own pages', async () => {
    people.judy = ['ops'];
    const jar = new Jar();
    const address = await authorise(await start(jar, 'https://evil.example/'), 'judy');
    expect(refusedWith(await finish(jar, address))).toBe('/');
  });
});
