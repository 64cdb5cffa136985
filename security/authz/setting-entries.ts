import { sealSecret } from '@/lib/access/sealed-secret';
import { db } from '@/lib/db';
import type { Ask } from './ask';
import { type Case, covers, type Entry, giving, plain } from './entry';
import { addUser } from './people';

const nowhere = '987654321';
let number = 0;
const next = () => {
  number += 1;
  return number;
};
const changing = (target: string, ask: Ask, status: number): Case => ({ target, ask, status, changes: true });

/** A rule speaks of everybody's resources: who reaches less than everything changes none. */
const rule = { name: 'nowhere', namePattern: 'nothing is called so', facility: 'nowhere' };
async function addRule(): Promise<string> {
  const [row] = await db().$queryRaw<{ id: string }[]>`
    INSERT INTO facility_rule (position, name, name_pattern, facility) VALUES (${next() + 100}, 'nowhere', 'nothing', 'nowhere') RETURNING id::text`;
  return row?.id ?? '';
}

const issuer = () => `https://provider-${next()}.example`;
const groups = [{ group: 'everybody', role: 'viewer', reach: null }];
const fields = { name: 'Somewhere', clientId: 'plumbline', groups: [] };
async function addProvider(): Promise<string> {
  const id = `sso-${String(next()).padStart(8, 'a')}`;
  const sealed = sealSecret('secret', { table: 'provider', column: 'client_secret', row: id });
  await db().$executeRaw`
    INSERT INTO provider (id, name, issuer, client_id, client_secret, scopes, groups_claim, groups, enabled, created_by)
    VALUES (${id}, 'Somewhere', ${issuer()}, 'plumbline', ${sealed}, 'openid', 'groups', '[]', false, 'test')`;
  return id;
}

/** What is done to one thing that knows no facilities. */
function doing(can: Entry['can'], done: number, add: () => Promise<string>, body?: object): Entry {
  const asked = (id: string): Ask => ({ params: { id }, ...(body ? { body } : {}) });
  return {
    can,
    cases: async () => [
      changing('all', asked(await add()), done),
      { target: 'missing', ask: asked(nowhere), status: 404 },
    ],
  };
}

/** The same, for those who reach everything alone. */
function forAll(entry: Entry): Entry {
  return {
    ...entry,
    cases: async (estate, asker) =>
      (await entry.cases(estate, asker)).map((one) => (covers(asker, null) ? one : { ...one, status: 403 })),
  };
}

async function addHold(): Promise<string> {
  const [row] = await db().$queryRaw<{ id: string }[]>`
    INSERT INTO audit_hold (name, reason, placed_by) VALUES ('hold', 'because', 'test') RETURNING id::text`;
  return row?.id ?? '';
}

async function addEmergency(): Promise<string> {
  const { id } = await addUser('viewer', null);
  const [row] = await db().$queryRaw<{ id: string }[]>`
    INSERT INTO break_glass (user_id, session_hash, at, reason, request_id)
    VALUES (${id}::bigint, '\\x00', now(), 'The provider cannot be reached', 'authz') RETURNING id::text`;
  return row?.id ?? '';
}

const days = (count: number) => new Date(Date.now() + count * 86_400_000).toISOString();

/** Every door of the settings: rules, providers, retention, emergencies, invitations. */
export const settingEntries: Record<string, Entry> = {
  'GET /api/v1/facility-rules': { ...plain('facilities:read'), csv: true },
  'GET /api/v1/facility-rules/preview': {
    can: 'facilities:read',
    cases: () =>
      ['*', '*-host', 'magpie-*', 'kestrel-*'].map((namePattern) => ({
        target: namePattern,
        ask: { search: { namePattern } },
        status: 200,
      })),
  },
  'POST /api/v1/facility-rules': forAll({
    can: 'facilities:write',
    cases: () => [changing('all', { body: rule }, 200)],
  }),
  'PUT /api/v1/facility-rules/[id]': forAll(doing('facilities:write', 204, addRule, { ...rule, name: 'elsewhere' })),
  'DELETE /api/v1/facility-rules/[id]': forAll(doing('facilities:write', 204, addRule)),
  'GET /api/v1/providers': plain('providers:read'),
  'POST /api/v1/providers': {
    can: 'providers:write',
    proven: true,
    cases: (_estate, asker) => {
      const body = () => ({ ...fields, issuer: issuer(), clientSecret: 'secret' });
      const status = covers(asker, null) && !asker.ends ? 200 : 403;
      return [
        changing('all', { body: body() }, 200),
        changing('that gives everything', { body: { ...body(), groups } }, status),
      ];
    },
  },
  'PUT /api/v1/providers/[id]': {
    can: 'providers:write',
    proven: true,
    cases: async (estate, asker) => [
      ...(await doing('providers:write', 204, addProvider, { ...fields, name: 'Elsewhere' }).cases(estate, asker)),
      changing(
        'that gives everything',
        { params: { id: await addProvider() }, body: { ...fields, groups } },
        covers(asker, null) && !asker.ends ? 204 : 403,
      ),
    ],
  },
  'DELETE /api/v1/providers/[id]': { ...doing('providers:write', 204, addProvider), proven: true },
  'POST /api/v1/providers/test': {
    ...plain('providers:write', { body: { issuer: 'https://provider.invalid' } }),
    costly: true,
  },
  'GET /api/v1/break-glass': { ...plain('break-glass:read'), csv: true },
  'PUT /api/v1/break-glass/[id]/review': {
    can: 'break-glass:review',
    cases: async (_estate, { kind }) => {
      const body = { note: 'Looked at what was done' };
      return [
        changing('all', { params: { id: await addEmergency() }, body }, kind === 'person' ? 204 : 403),
        { target: 'missing', ask: { params: { id: nowhere }, body }, status: 404 },
      ];
    },
  },
  'GET /api/v1/retention': plain('retention:read'),
  'PUT /api/v1/retention': {
    can: 'retention:write',
    proven: true,
    cases: () => [
      changing('all', { body: { days: 2192 + next() } }, 204),
      { target: 'too few', ask: { body: { days: 2191 } }, status: 422 },
    ],
  },
  'POST /api/v1/retention/holds': {
    can: 'retention:write',
    proven: true,
    cases: () => [changing('all', { body: { name: 'hold', reason: 'because' } }, 200)],
  },
  'DELETE /api/v1/retention/holds/[id]': {
    ...doing('retention:write', 204, addHold, { reason: 'because' }),
    proven: true,
  },
  'GET /api/v1/audit/verification': plain('audit:read'),
  'POST /api/v1/audit/verification': {
    can: 'audit:verify',
    cases: async () => {
      await db().$executeRaw`DELETE FROM audit_verification`;
      return [changing('all', {}, 200)];
    },
  },
  'GET /api/v1/settings/security': plain('security:read'),
  'PUT /api/v1/settings/security': {
    can: 'security:write',
    proven: true,
    cases: () => [changing('all', { body: { idleMinutes: 15 + (next() % 10) } }, 204)],
  },
  'POST /api/v1/users/invite': {
    ...giving('users:write', () => ({
      email: `invited-${next()}@example.org`,
      until: days(30),
      evidenceFrom: days(-60),
      evidenceTo: days(0),
    })),
    proven: true,
  },
};
