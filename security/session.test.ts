import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { GET as hosts } from '@/app/api/v1/hosts/route';
import { POST as confirm } from '@/app/api/v1/session/confirm/route';
import { GET as ownSession } from '@/app/api/v1/session/route';
import { PUT as setSettings, GET as settings } from '@/app/api/v1/settings/security/route';
import { beginSession } from '@/lib/access/begin-session';
import { requireProven } from '@/lib/access/require-proven';
import { makeSessionId, sessionCookie, sessionCookieName } from '@/lib/access/session-cookie';
import { idleSetting } from '@/lib/access/session-life';
import { operatorViewer, type Viewer, viewerOfSession } from '@/lib/access/viewer';
import { changeReach } from '@/lib/commands/change-reach';
import { changeRole } from '@/lib/commands/change-role';
import { createToken } from '@/lib/commands/create-token';
import { createUser } from '@/lib/commands/create-user';
import { disableUser } from '@/lib/commands/disable-user';
import { endSession } from '@/lib/commands/end-session';
import { endSessionsOfUser } from '@/lib/commands/end-sessions-of-user';
import { setIdleMinutes } from '@/lib/commands/set-idle-minutes';
import { signOut } from '@/lib/commands/sign-out';
import { stepUp } from '@/lib/commands/step-up';
import { db } from '@/lib/db';
import { useTestDatabase, viewerFor } from '@/lib/test-database';
import { personFor, testPassword } from '@/lib/test-person';
import { reportSuite } from '@/security/report-suite';

useTestDatabase();

const operator = operatorViewer('test', 'test');
const context = { address: '192.0.2.1', requestId: 'test' };
const origin = 'http://127.0.0.1:3000';
const ended = { code: 'unauthenticated' };
const promises = { cases: 0, held: 0 };
let person: { viewer: Viewer; session: string; id: string };

beforeAll(async () => {
  person = await personFor('engineer');
});
afterAll(() =>
  reportSuite({
    suite: 'session',
    pass: promises.held === promises.cases,
    measured: promises,
    target: { cases: 40, held: promises.cases },
    seed: null,
  }),
);

/** Another session of the same person, which began at `at`. */
const begin = (at = new Date(), id = person.id, broughtAlong: string | null = null) =>
  db().$transaction((tx) => beginSession(tx, id, { ...context, userAgent: 'test', broughtAlong }, at));
const look = (session: string, at: Date | null = null, background = false) =>
  viewerOfSession(session, context, { at, background });
const later = (start: Date, seconds: number) => new Date(start.getTime() + seconds * 1000);
const asked = (method: string, session: string, body?: object) =>
  new Request(`${origin}/api/v1/x`, {
    method,
    headers: {
      cookie: `${sessionCookieName()}=${session}`,
      origin,
      host: '127.0.0.1:3000',
      'content-type': 'application/json',
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });

/** One promise; counted, so that the suite can say how many were held. */
function holds(name: string, promise: () => unknown): void {
  promises.cases += 1;
  test(name, async () => {
    await promise();
    promises.held += 1;
  });
}

describe('the cookie', () => {
  const parts = (line: string) => line.split('; ').slice(1);
  const https = (work: () => string) => {
    process.env.PLUMBLINE_URL = 'https://plumb.example';
    try {
      return work();
    } finally {
      delete process.env.PLUMBLINE_URL;
    }
  };
  holds('is bound to the host, to https and to no script', () => {
    const line = https(() => sessionCookie('x'));
    expect(line).toMatch(/^__Host-plumbline=x; /);
    expect(parts(line).sort()).toEqual(['HttpOnly', 'Max-Age=43200', 'Path=/', 'SameSite=Lax', 'Secure']);
  });
  holds('lives no longer than a session', () => expect(sessionCookie('x')).toContain('Max-Age=43200'));
  holds('is taken away at the end', () =>
    expect(https(() => sessionCookie(null))).toMatch(/^__Host-plumbline=; .*Max-Age=0/),
  );
  holds('holds 256 bits, never the same', () => {
    const ids = new Set(Array.from({ length: 2000 }, () => makeSessionId().secret));
    expect(ids.size).toBe(2000);
    for (const id of ids) expect(Buffer.from(id, 'base64url')).toHaveLength(32);
  });
  holds('that comes twice is nobody', async () => {
    const cookie = `${sessionCookieName()}=${person.session}`;
    const twice = new Request(`${origin}/api/v1/x`, { headers: { cookie: `${cookie}; ${cookie}` } });
    expect((await ownSession(twice)).status).toBe(401);
  });
  for (const [what, forged] of [
    ['an empty one', ''],
    ['a UUID', '6f9619ff-8b86-d011-b42d-00cf4fc964ff'],
    ['a well-formed one that nobody has', makeSessionId().secret],
    ['one with SQL', `' OR '1'='1`],
    ['one too long', 'A'.repeat(5000)],
  ] as const)
    holds(`${what} opens nothing`, async () => expect((await ownSession(asked('GET', forged))).status).toBe(401));
});

describe('a session is new', () => {
  holds('at each sign-in', async () => expect(await begin()).not.toBe(await begin()));
  holds('and ends what the browser brought along', async () => {
    const planted = await begin();
    const fresh = await begin(new Date(), person.id, planted);
    expect(fresh).not.toBe(planted);
    await expect(look(planted)).rejects.toMatchObject(ended);
  });
  holds('an id that somebody made up is not taken over', async () => {
    const planted = makeSessionId().secret;
    await begin(new Date(), person.id, planted);
    await expect(look(planted)).rejects.toMatchObject(ended);
  });
  holds('when its person proves again who they are: the old id is dead, the session the same', async () => {
    const before = await look(await begin());
    const { session } = await stepUp(before, { password: testPassword });
    const renewed = await look(session);
    expect(renewed.session).toBe(before.session);
    expect(renewed.authenticatedAt?.getTime()).toBeGreaterThan(before.authenticatedAt?.getTime() ?? 0);
  });
  holds('and that door gives the new cookie', async () => {
    const old = await begin();
    const response = await confirm(asked('POST', old, { password: testPassword }));
    expect(response.status).toBe(204);
    const cookie = response.headers.get('set-cookie')?.split(';')[0]?.split('=')[1] ?? '';
    expect((await ownSession(asked('GET', cookie))).status).toBe(200);
    expect((await ownSession(asked('GET', old))).status).toBe(401);
  });
  holds('a wrong password proves nothing, and the session goes on', async () => {
    const session = await begin();
    expect((await confirm(asked('POST', session, { password: 'wrong' }))).status).toBe(403);
    await expect(look(session)).resolves.toBeTruthy();
  });
});

describe('a session is worth nothing', () => {
  holds('after signing out, though its cookie comes again', async () => {
    const session = await begin();
    await signOut(await look(session));
    await expect(look(session)).rejects.toMatchObject(ended);
    expect((await hosts(asked('GET', session))).status).toBe(401);
  });
  for (const [when, end] of [
    ['its user is disabled', (id: string) => disableUser(operator, { id, disabled: true })],
    ['the role becomes less', (id: string) => changeRole(operator, { id, role: 'viewer' })],
    ['the role becomes more', (id: string) => changeRole(operator, { id, role: 'administrator' })],
    ['the reach changes', (id: string) => changeReach(operator, { id, facilities: ['Riverside'] })],
    ['an administrator ends all of theirs', (id: string) => endSessionsOfUser(operator, { id })],
  ] as const)
    holds(`when ${when}`, async () => {
      const { id, session } = await personFor('manager');
      const other = await begin(new Date(), id);
      await end(id);
      await expect(look(session)).rejects.toMatchObject(ended);
      await expect(look(other)).rejects.toMatchObject(ended);
    });
  holds('when an administrator ends it, and the others go on', async () => {
    const [one, other] = [await begin(), await begin()];
    await endSession(operator, { id: (await look(one)).session ?? '' });
    await expect(look(one)).rejects.toMatchObject(ended);
    await expect(look(other)).resolves.toBeTruthy();
  });
  holds('when its user is let in again', async () => {
    const { id, session } = await personFor('viewer');
    await disableUser(operator, { id, disabled: true });
    await disableUser(operator, { id, disabled: false });
    await expect(look(session)).rejects.toMatchObject(ended);
  });
  holds('when the role has run out', async () => {
    const { id, session } = await personFor('viewer');
    await db().$executeRaw`UPDATE role_grant SET valid_to = now() WHERE user_id = ${id}::bigint`;
    await expect(look(session)).rejects.toMatchObject(ended);
  });
});

describe('a session ends by itself', () => {
  const set = (minutes: number | null) =>
    minutes === null
      ? db().$executeRaw`DELETE FROM setting WHERE key = ${idleSetting}`
      : db().$executeRaw`INSERT INTO setting (key, value) VALUES (${idleSetting}, ${String(minutes)})
          ON CONFLICT (key) DO UPDATE SET value = excluded.value`;
  afterAll(() => set(null));
  for (const [set_, minutes] of [
    [null, 15],
    [5, 5],
    [30, 30],
    [999, 30],
    [1, 5],
  ] as const)
    holds(
      `idle for ${minutes} minutes where ${set_ ?? 'nothing'} is set: not a second before, not a second after`,
      async () => {
        await set(set_);
        const start = new Date();
        const [early, late] = [await begin(start), await begin(start)];
        await expect(look(early, later(start, minutes * 60 - 1))).resolves.toBeTruthy();
        await expect(look(late, later(start, minutes * 60 + 1))).rejects.toMatchObject(ended);
        await set(null);
      },
    );
  holds('after 12 hours, however busy', async () => {
    const start = new Date();
    const busy = await begin(start);
    for (let minute = 10; minute < 720; minute += 10) await look(busy, later(start, minute * 60));
    await expect(look(busy, later(start, 12 * 3600 - 1))).resolves.toBeTruthy();
    await expect(look(busy, later(start, 12 * 3600 + 1))).rejects.toMatchObject(ended);
  });
  holds('though a page keeps asking', async () => {
    const start = new Date();
    const polled = await begin(start);
    for (let second = 10; second < 900; second += 30) await look(polled, later(start, second), true);
    await expect(look(polled, later(start, 901))).rejects.toMatchObject(ended);
  });
  for (const minutes of [4, 31, 0, -5, 15.5, 'x', null])
    holds(`an idle time of ${minutes} is refused and changes nothing`, async () => {
      const { session } = await personFor('administrator');
      expect((await setSettings(asked('PUT', session, { idleMinutes: minutes }))).status).toBe(422);
      const now = (await (await settings(asked('GET', session))).json()) as { data: { idleMinutes: number } };
      expect(now.data.idleMinutes).toBe(15);
    });
});

describe('what matters asks for a proof of the last five minutes', () => {
  const deeds: [string, (viewer: Viewer) => Promise<unknown>][] = [
    ['a token', (viewer) => createToken(viewer, { name: 'x', role: 'viewer' })],
    ['a user', (viewer) => createUser(viewer, { email: 'made@example.org', role: 'viewer' })],
    ['a role', (viewer) => changeRole(viewer, { id: person.id, role: 'viewer' })],
    ['a reach', (viewer) => changeReach(viewer, { id: person.id })],
    ['letting a user in again', (viewer) => disableUser(viewer, { id: person.id, disabled: false })],
    ['the security settings', (viewer) => setIdleMinutes(viewer, { idleMinutes: 20 })],
  ];
  for (const [what, deed] of deeds)
    holds(`${what}: one of 5:01 ago is none, and nothing is done; a token cannot give one`, async () => {
      const { viewer } = await personFor('administrator', { provenAgoSeconds: 301 });
      const events = await db().auditEvent.count();
      await expect(deed(viewer)).rejects.toMatchObject({ code: 'step-up-required', status: 403 });
      await expect(deed(await viewerFor('administrator'))).rejects.toMatchObject({ code: 'forbidden' });
      expect(await db().auditEvent.count()).toBe(events);
    });
  holds('one of 4:59 ago is enough, one of 5:01 is not', async () => {
    const { viewer } = await personFor('administrator');
    const start = viewer.authenticatedAt ?? new Date();
    await expect(requireProven(db(), viewer, { at: later(start, 299) })).resolves.toBeUndefined();
    const late = requireProven(db(), viewer, { at: later(start, 301) });
    await expect(late).rejects.toMatchObject({ code: 'step-up-required' });
  });
  holds('the door says what to do in its problem', async () => {
    const { session } = await personFor('administrator', { provenAgoSeconds: 301 });
    const response = await setSettings(asked('PUT', session, { idleMinutes: 20 }));
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({ type: 'urn:plumbline:problem:step-up-required' });
  });
});
