import { afterAll, beforeAll, expect, test } from 'vitest';
import { GET as callback } from '@/app/api/auth/callback/[provider]/route';
import { POST as signIn } from '@/app/api/auth/sign-in/route';
import { GET as audit } from '@/app/api/v1/audit/route';
import { GET as hosts } from '@/app/api/v1/hosts/route';
import { GET as ownSession } from '@/app/api/v1/session/route';
import { makeSessionId, sessionCookieName } from '@/lib/access/session-cookie';
import { makeToken } from '@/lib/access/token';
import { operatorViewer } from '@/lib/access/viewer';
import { endSessionsOfUser } from '@/lib/commands/end-sessions-of-user';
import { connect, db } from '@/lib/db';
import { useTestDatabase } from '@/lib/test-database';
import { personFor } from '@/lib/test-person';
import { reportSuite } from '@/security/report-suite';

useTestDatabase();

const origin = 'http://127.0.0.1:3000';
const measured = { ways: 0, requests: 0, authenticated: 0 };
afterAll(() =>
  reportSuite({
    suite: 'session-fail-open',
    pass: measured.ways === 8 && measured.authenticated === 0,
    measured,
    target: { ways: 8, authenticated: 0 },
    seed: null,
  }),
);

let live: string;
let ended: string;
beforeAll(async () => {
  live = (await personFor('administrator')).session;
  const gone = await personFor('administrator');
  await endSessionsOfUser(operatorViewer('test', 'test'), { id: gone.id });
  ended = gone.session;
});

const environment = (values: Record<string, string>) => {
  const before = Object.keys(values).map((key) => [key, process.env[key]] as const);
  Object.assign(process.env, values);
  return () => {
    for (const [key, value] of before)
      if (value === undefined) delete process.env[key];
      else process.env[key] = value;
  };
};
const sql = (there: string, back: string) => async () => {
  await db().$executeRawUnsafe(there);
  return () => db().$executeRawUnsafe(back);
};
const held = globalThis as { plumblineDb?: ReturnType<typeof connect> };

/** What is broken, whether a live session counts as nobody's then, and how. Each answers how it is mended. */
const ways: [string, boolean, () => unknown][] = [
  [
    'the issuer cannot be reached',
    false,
    () =>
      environment({ AUTH_OIDC_ISSUER: 'http://127.0.0.1:9/', AUTH_OIDC_CLIENT_ID: 'x', AUTH_OIDC_CLIENT_SECRET: 'y' }),
  ],
  ['the issuer is no address', true, () => environment({ AUTH_OIDC_ISSUER: 'nowhere' })],
  ['the secret is too short', true, () => environment({ AUTH_SECRET: 'short' })],
  [
    'the table of sessions is gone',
    true,
    sql('ALTER TABLE session RENAME TO session_away', 'ALTER TABLE session_away RENAME TO session'),
  ],
  [
    'the roles are gone',
    true,
    sql('ALTER TABLE role_grant RENAME TO role_grant_away', 'ALTER TABLE role_grant_away RENAME TO role_grant'),
  ],
  [
    'the setting is garbage',
    true,
    sql(
      `INSERT INTO setting (key, value) VALUES ('session.idle-minutes', 'for ever')`,
      `DELETE FROM setting WHERE key = 'session.idle-minutes'`,
    ),
  ],
  [
    'nobody knows who is disabled',
    true,
    sql(
      'ALTER TABLE user_account RENAME COLUMN disabled_at TO gone_at',
      'ALTER TABLE user_account RENAME COLUMN gone_at TO disabled_at',
    ),
  ],
  [
    'the database is away',
    true,
    () => {
      const right = held.plumblineDb;
      if (right) held.plumblineDb = connect('postgresql://nobody:nothing@127.0.0.1:9/nothing', 1);
      return () => {
        if (right) held.plumblineDb = right;
      };
    },
  ],
];

const credentials = (alsoLive: boolean): Record<string, string>[] => {
  const cookie = (secret: string) => ({ cookie: `${sessionCookieName()}=${secret}` });
  const forged = [{}, cookie(makeSessionId().secret), cookie('undefined'), cookie(ended)];
  const token = { authorization: `Bearer ${makeToken('api').secret}` };
  return [...forged, token, { authorization: 'Bearer null' }, ...(alsoLive ? [cookie(live)] : [])];
};

/** What a door throws, such as wrong settings, becomes a plain 500 in Next. */
async function answerOf(ask: () => Promise<Response>): Promise<Response> {
  try {
    return await ask();
  } catch {
    return new Response(null, { status: 500 });
  }
}

test.each(ways)('nobody is let in while %s', async (_what, alsoLive, breakIt) => {
  // Made before the environment is broken: the cookie's name is read from it.
  const all = credentials(alsoLive);
  const mend = (await breakIt()) as () => unknown;
  const answers: Response[] = [];
  try {
    for (const headers of all)
      for (const door of [ownSession, hosts, audit])
        answers.push(await answerOf(() => door(new Request(`${origin}/api/v1/x`, { headers }))));
    const params = Promise.resolve({ provider: 'oidc' });
    const forged = new Request(`${origin}/api/auth/callback/oidc?code=c&state=s&iss=http://127.0.0.1:9/`);
    answers.push(await answerOf(() => callback(forged, { params })));
    const headers = { origin, host: '127.0.0.1:3000', 'content-type': 'application/json' };
    const body = JSON.stringify({ email: 'nobody@example.org', password: 'wrong' });
    const signingIn = new Request(`${origin}/api/auth/sign-in`, { method: 'POST', headers, body });
    answers.push(await answerOf(() => signIn(signingIn)));
  } finally {
    await mend();
  }
  measured.ways += 1;
  measured.requests += answers.length;
  const authenticated = answers.filter(
    (answer) => answer.ok || /plumbline=[\w-]{43}/.test(answer.headers.get('set-cookie') ?? ''),
  );
  measured.authenticated += authenticated.length;
  expect(authenticated.map(({ status }) => status)).toEqual([]);
  for (const answer of answers) {
    const text = await answer.text();
    expect(text).not.toMatch(/SELECT|\bat \/|node_modules|"data"/);
  }
  expect(
    (await ownSession(new Request(`${origin}/api/v1/x`, { headers: { cookie: `${sessionCookieName()}=${live}` } })))
      .status,
  ).toBe(200);
});
