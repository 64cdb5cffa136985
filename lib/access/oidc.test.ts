import type { Server } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { viewerOfRequest } from '@/lib/access/require-viewer';
import { startProvider, testClient } from '@/lib/access/test-oidc-server';
import { authorise, finish, Jar, origin, start } from '@/lib/access/test-sign-on';
import { operatorViewer } from '@/lib/access/viewer';
import { disableUser } from '@/lib/commands/disable-user';
import { db } from '@/lib/db';
import { allowTargets } from '@/lib/outgoing/test-targets';
import { useTestDatabase } from '@/lib/test-database';
import { freePort } from '@/lib/test-postgres';

useTestDatabase();

const people: Record<string, string[] | undefined> = {};
let issuer = '';
let server: Server;

beforeAll(async () => {
  const port = await freePort();
  issuer = `http://127.0.0.1:${port}`;
  allowTargets(issuer);
  server = await startProvider(port, people, { redirects: [`${origin}/api/auth/callback/oidc`] });
  process.env.AUTH_OIDC_CLIENT_ID = testClient.id;
  process.env.AUTH_OIDC_CLIENT_SECRET = testClient.secret;
  process.env.AUTH_OIDC_ROLES = 'security=security-officer, ops=engineer';
});
beforeEach(() => {
  process.env.AUTH_OIDC_ISSUER = issuer;
});
afterAll(() => {
  for (const name of ['ISSUER', 'CLIENT_ID', 'CLIENT_SECRET', 'ROLES']) delete process.env[`AUTH_OIDC_${name}`];
  server.close();
});

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
    const address = await authorise(await start(jar, { next: 'https://evil.example/' }), 'judy');
    expect(refusedWith(await finish(jar, address))).toBe('/');
  });
});
