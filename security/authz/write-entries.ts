import { sessionCookieName } from '@/lib/access/session-cookie';
import { accountKey } from '@/lib/access/sign-in-limit';
import { db } from '@/lib/db';
import type { Ask } from './ask';
import { type Bird, houseOf } from './birds';
import { type Case, covers, type Entry, flocks, giving, may } from './entry';
import { type Asker, addSession, addToken, addUser, password } from './people';

const nowhere = '987654321';
let number = 0;
/** A name that nothing has yet. */
const fresh = () => {
  number += 1;
  return `new ${number}`;
};

/** What is done to a thing of somebody's reach: nobody changes what goes beyond their own. */
function doing(
  can: 'users:write' | 'tokens:write',
  done: number,
  proven: boolean,
  add: (flock: readonly Bird[] | null) => Promise<{ id: string }>,
  body?: object,
): Entry {
  return {
    can,
    proven,
    cases: async (_estate, asker) => {
      const cases: Case[] = [];
      for (const [target, flock] of Object.entries(flocks)) {
        const ask = { params: { id: (await add(flock)).id }, ...(body ? { body } : {}) };
        cases.push({ target, ask, status: covers(asker, flock) ? done : 403, changes: true });
      }
      for (const [target, id, status] of [
        ['missing', nowhere, 404],
        ['absurd', '9'.repeat(30), 422],
      ] as const)
        cases.push({ target, ask: { params: { id }, ...(body ? { body } : {}) }, status });
      return cases;
    },
  };
}

const addSomebody = async (flock: readonly Bird[] | null) => {
  const user = await addUser('viewer', flock);
  await addSession(user.id);
  return user;
};

const addDisabled = async (flock: readonly Bird[] | null) => {
  const user = await addUser('viewer', flock);
  await db().$executeRaw`UPDATE user_account SET disabled_at = now() WHERE id = ${user.id}::bigint`;
  return user;
};

const addClosed = async (flock: readonly Bird[] | null) => {
  const user = await addUser('viewer', flock);
  await db().$executeRaw`INSERT INTO sign_in_count (account, address, failed, last_at, closed_at)
    VALUES (${accountKey(user.email)}, '', 100, now(), now())`;
  return user;
};

/** What is given without an end, by nobody whose own access has one. */
function lasting(entry: Entry): Entry {
  return {
    ...entry,
    cases: async (estate, asker) =>
      (await entry.cases(estate, asker)).map((one) => (asker.ends && one.status < 300 ? { ...one, status: 403 } : one)),
  };
}

/** Of one's own account: a person has one, a token has none. */
function account(body: object, before: (user: string) => Promise<unknown>): Entry {
  return {
    can: 'account',
    costly: true,
    cases: async (_estate, { user }) => {
      if (user !== null) await before(user);
      return [{ target: 'own', ask: { body }, status: user === null ? 403 : 204, changes: true }];
    },
  };
}

/** A source speaks of the whole estate: only who reaches all of it ends one. */
const addSource = async () => {
  const [row] = await db().$queryRaw<{ id: string }[]>`
    INSERT INTO source (name, provider, config) VALUES (${fresh()}, 'aws', '{}') RETURNING id::text`;
  return { id: row?.id ?? '' };
};
const aws = { provider: 'aws', config: { regions: ['us-east-1'] } };

/** Every door that changes something, for those who are signed in. */
export const writeEntries: Record<string, Entry> = {
  'POST /api/v1/users': {
    ...giving('users:write', () => ({
      email: `${fresh().replace(' ', '-')}@example.org`,
      role: 'viewer',
      password,
    })),
    proven: true,
    costly: true,
  },
  'POST /api/v1/tokens': { ...giving('tokens:write', () => ({ name: fresh(), role: 'viewer' })), proven: true },
  'PUT /api/v1/users/[id]/role': lasting(doing('users:write', 204, true, addSomebody, { role: 'engineer' })),
  'DELETE /api/v1/users/[id]/second-factor': doing('users:write', 204, true, addSomebody, { reason: 'lost' }),
  'PUT /api/v1/users/[id]/reach': {
    can: 'users:write',
    proven: true,
    cases: async (_estate, asker) => {
      const cases: Case[] = [];
      for (const [target, flock] of Object.entries({ ...flocks, none: [] }))
        for (const [given, gift] of Object.entries(flocks)) {
          const body = gift ? { facilities: gift.map(houseOf) } : {};
          const ask = { params: { id: (await addUser('viewer', flock)).id }, body };
          const status = covers(asker, flock) && covers(asker, gift) && !asker.ends ? 204 : 403;
          cases.push({ target: `${target} to ${given}`, ask, status, changes: target !== given });
        }
      return cases;
    },
  },
  'PUT /api/v1/users/[id]/disabled': {
    can: 'users:write',
    // Taking away must be quick; giving back asks for a proof.
    cases: async (estate, asker) => [
      ...(await doing('users:write', 204, false, addSomebody, { disabled: true }).cases(estate, asker)),
      ...(await doing('users:write', 204, true, addDisabled, { disabled: false }).cases(estate, asker)).map((one) => ({
        ...one,
        target: `${one.target} again`,
        proven: true,
      })),
    ],
  },
  'POST /api/v1/users/[id]/unlock': doing('users:write', 204, false, addClosed, {}),
  'DELETE /api/v1/users/[id]/sessions': doing('users:write', 200, false, addSomebody),
  'DELETE /api/v1/tokens/[id]': doing('tokens:write', 204, false, (flock) => addToken('viewer', flock)),
  'DELETE /api/v1/sessions/[id]': {
    can: 'account',
    cases: async (_estate, asker) => {
      const of = async (user: string) => ({ params: { id: (await addSession(user)).id } });
      const cases: Case[] = [{ target: 'missing', ask: { params: { id: 'f'.repeat(64) } }, status: 404 }];
      if (asker.user) cases.push({ target: 'own', ask: await of(asker.user), status: 204, changes: true });
      for (const [target, flock] of Object.entries(flocks)) {
        const ask = await of((await addUser('viewer', flock)).id);
        const status = may(asker, 'users:write') ? (covers(asker, flock) ? 204 : 403) : 404;
        cases.push({ target: `of ${target}`, ask, status, changes: true });
      }
      return cases;
    },
  },
  'POST /api/v1/session/confirm': {
    can: 'account',
    costly: true,
    cases: async (_estate, { user }) => {
      const body = { password };
      if (user === null) return [{ target: 'none', ask: { body }, status: 403 }];
      const cookie = `${sessionCookieName()}=${(await addSession(user)).secret}`;
      return [{ target: 'own', ask: { body, headers: { cookie } }, status: 204, changes: true }];
    },
  },
  'PUT /api/v1/account/password': account({ current: password, next: password }, (user) => addSession(user)),
  'PUT /api/v1/account/second-factor': account(
    { current: password, secret: null, code: null },
    (user) => db().$executeRaw`UPDATE user_account SET totp_secret = ${'A'.repeat(32)} WHERE id = ${user}::bigint`,
  ),
  'POST /api/v1/sources': {
    can: 'sources:write',
    cases: () => [{ target: 'all', ask: { body: { ...aws, name: fresh() } }, status: 200, changes: true }],
  },
  'DELETE /api/v1/sources/[id]': {
    can: 'sources:write',
    cases: async (_estate, asker) => [
      { target: 'all', ask: { params: await addSource() }, status: covers(asker, null) ? 204 : 403, changes: true },
      { target: 'missing', ask: { params: { id: nowhere } }, status: covers(asker, null) ? 404 : 403 },
    ],
  },
  'POST /api/v1/sources/[id]/collect': {
    can: 'sources:run',
    cases: async () => [
      { target: 'all', ask: { params: await addSource() }, status: 200, changes: true },
      { target: 'missing', ask: { params: { id: nowhere } }, status: 404 },
    ],
  },
  'POST /api/v1/sources/test': {
    can: 'sources:write',
    cases: () => [{ target: 'all', ask: { body: aws }, status: 200, changes: true }],
  },
  'POST /api/v1/sample': {
    can: 'sources:write',
    cases: async (_estate, asker) => {
      await db().$executeRaw`DELETE FROM setting WHERE key = 'sample'`;
      return [
        { target: 'all', ask: { body: { wish: 'load' } }, status: covers(asker, null) ? 204 : 403, changes: true },
      ];
    },
  },
  'POST /api/ingest/ansible': {
    can: 'ingest',
    cases: () => [{ target: 'all', ask: push(), status: 202, changes: true }],
  },
};

function push(): Ask {
  const name = fresh();
  const at = new Date().toISOString();
  const report = { tool: 'ansible', host: { name }, mode: 'enforce', startedAt: at, finishedAt: at, ok: 1 };
  return {
    headers: { 'idempotency-key': name.replace(' ', '-') },
    body: { version: 1, deliveryId: name, reports: [report] },
  };
}

/** Doors for those who are not signed in, with what nobody should get through with. */
export const openEntries: Record<string, Entry> = {
  'POST /api/auth/first': {
    can: 'anybody',
    costly: true,
    cases: () => [
      { target: 'no link', ask: { body: { token: 'x'.repeat(43), email: 'a@example.org', password } }, status: 403 },
    ],
  },
  'POST /api/auth/sign-in': {
    can: 'anybody',
    counts: true,
    costly: true,
    // Each from an address of its own, which has no wrong tries yet.
    cases: () => {
      const email = `${fresh().replace(' ', '-')}@example.org`;
      const headers = { 'x-forwarded-for': `198.51.100.${number % 250}` };
      return [{ target: 'nobody', ask: { body: { email, password }, headers }, status: 401 }];
    },
  },
  'POST /api/auth/oidc': { can: 'anybody', cases: () => [{ target: 'none', ask: { body: {} }, status: 404 }] },
  'GET /api/auth/callback/[provider]': {
    can: 'anybody',
    csv: 'unasked',
    cases: () => [{ target: 'none', ask: { params: { provider: 'none' } }, status: 303 }],
  },
  'POST /api/auth/back-channel/[provider]': {
    can: 'anybody',
    cases: () => [{ target: 'none', ask: { params: { provider: 'none' }, body: {} }, status: 400 }],
  },
  'POST /api/auth/invitation': {
    can: 'anybody',
    costly: true,
    cases: () => [{ target: 'no link', ask: { body: { token: 'x'.repeat(43), password } }, status: 403 }],
  },
  'POST /api/auth/sign-out': {
    can: 'anybody',
    cases: async (_estate, asker: Asker) => {
      if (asker.user === null)
        return [{ target: 'none', ask: { body: {} }, status: asker.role === 'ingest' ? 403 : 303 }];
      const cookie = `${sessionCookieName()}=${(await addSession(asker.user)).secret}`;
      return [{ target: 'own', ask: { body: {}, headers: { cookie } }, status: 303, changes: true }];
    },
  },
};
