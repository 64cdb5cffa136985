import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { GET as live } from '@/app/api/health/live/route';
import { GET as ready } from '@/app/api/health/ready/route';
import { GET as audit } from '@/app/api/v1/audit/route';
import { GET as hosts } from '@/app/api/v1/hosts/route';
import { sessionCookieName } from '@/lib/access/session-cookie';
import { makeToken as newToken } from '@/lib/access/token';
import { jobViewer } from '@/lib/access/viewer';
import { createUser } from '@/lib/commands/create-user';
import { placeHold as hold } from '@/lib/commands/place-hold';
import { db } from '@/lib/db';
import { seal } from '@/lib/jobs/seal';
import { SigningKeys } from '@/lib/jobs/signing-keys';
import { useTestDatabase } from '@/lib/test-database';
import { personFor } from '@/lib/test-person';
import { webOf } from '@/lib/test-postgres';
import { reportSuite } from './report-suite';
import { canary, type Door, type Operation, operations, secretPassword } from './test-operations';

// No audit, no service: whatever would leave an event is refused while the log cannot be written, and nothing has happened.
useTestDatabase();

/** As the promise has it, in milliseconds */
const longest = { answer: 2000, recovery: 10_000 };
const origin = 'http://127.0.0.1:3000';
const folder = mkdtempSync(join(tmpdir(), 'plumbline-auditfail-'));
const measured = { operations: 0, wentOn: 0, leaked: 0, changed: 0, slowestMs: 0, recoveryMs: 0, healthDown: 0 };
let owner: pg.Client;
let cookie = '';
let ingestToken = '';
const ids = { user: '', token: '', source: '', hold: '', event: '' };

async function ask({
  door,
  method = 'GET',
  path = '',
  id,
  body,
  as,
}: Operation): Promise<{ status: number; text: string; headers: Headers; ms: number }> {
  const headers = new Headers({ origin, host: '127.0.0.1:3000', 'content-type': 'application/json' });
  if (as === 'push') {
    headers.set('authorization', `Bearer ${ingestToken}`);
    headers.set('idempotency-key', `key-${Math.random()}`);
  } else if (as !== 'nobody') headers.set('cookie', `${sessionCookieName()}=${cookie}`);
  const request = new Request(`${origin}/x${path}`, {
    method,
    headers,
    ...(body ? { body: JSON.stringify(body()) } : {}),
  });
  const began = performance.now();
  const response = await door(request, { params: Promise.resolve(id ? { id: ids[id] } : {}) });
  const text = await response.text();
  return { status: response.status, text, headers: response.headers, ms: performance.now() - began };
}

let digests = '';

/** One digest of every table, as the owner sees them; when somebody was last seen aside, and the counting of tries, which stands for itself. */
async function state(): Promise<string> {
  if (digests === '') {
    const { rows } = await owner.query<{ name: string }>(
      `SELECT c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'public'
       WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relname <> 'audit_event' AND c.relname NOT LIKE 'sign_in%' ORDER BY 1`,
    );
    const ofTable = ({
      name,
    }: {
      name: string;
    }) => `SELECT '${name} ' || coalesce(md5(string_agg(x, '' ORDER BY x)), '') AS digest FROM (
      SELECT (to_jsonb(t) - 'last_active_at' - 'last_used_at')::text AS x FROM "${name}" t) rows`;
    digests = `SELECT string_agg(digest, chr(10)) AS digests FROM (${rows.map(ofTable).join(' UNION ALL ')}) d`;
  }
  const { rows } = await owner.query<{ digests: string }>(digests);
  return rows[0]?.digests ?? '';
}

const viewing: Operation = { name: 'view the log', door: audit };

const faults: [name: string, begin: string[], end: string[]][] = [
  [
    'INSERT on the log is revoked',
    ['REVOKE INSERT ON audit_event FROM plumbline_web'],
    ['GRANT INSERT ON audit_event TO plumbline_web'],
  ],
  [
    // No small volume can be made here: the log says what Postgres says when one is full.
    'the tablespace of the log is full',
    [
      `CREATE FUNCTION is_full() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
         RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100'; END $$`,
      'CREATE TRIGGER full_volume BEFORE INSERT ON audit_event FOR EACH ROW EXECUTE FUNCTION is_full()',
    ],
    ['DROP TRIGGER full_volume ON audit_event', 'DROP FUNCTION is_full()'],
  ],
  ['the log is locked', ['BEGIN', 'LOCK TABLE audit_event IN ACCESS EXCLUSIVE MODE'], ['COMMIT']],
];

beforeAll(async () => {
  const url = process.env.DATABASE_URL ?? '';
  owner = new pg.Client({ connectionString: url });
  await owner.connect();
  const admin = await personFor('administrator');
  cookie = admin.session;
  const { viewer } = admin;
  const operator = jobViewer('test', 'test');
  await createUser(operator, { email: 'other@example.org', role: 'viewer', password: secretPassword });
  ids.user = (
    await createUser(operator, { email: `subject-${canary}@example.org`, role: 'viewer', password: secretPassword })
  ).id;
  ids.hold = (await hold(viewer, { name: `Case ${canary}`, reason: 'Court order' })).id;
  const [source] = await db().$queryRaw<{ id: string }[]>`INSERT INTO source (name, provider, config, interval_seconds)
    VALUES ('estate', 'aws', '{"regions":["us-east-1"]}', 0) RETURNING id::text`;
  ids.source = source?.id ?? '';
  const old = newToken('api');
  const [token] = await db().$queryRaw<
    { id: string }[]
  >`INSERT INTO token (name, hash, hint, role, created_by, expires_at)
    VALUES (${`token ${canary}`}, ${old.hash}, ${old.hint}, 'viewer', 'test', now() + interval '1 day') RETURNING id::text`;
  ids.token = token?.id ?? '';
  const push = newToken('ingest');
  ingestToken = push.secret;
  await db().$executeRaw`INSERT INTO token (name, hash, hint, role, created_by, expires_at)
    VALUES ('push', ${push.hash}, ${push.hint}, 'ingest', 'test', now() + interval '1 day')`;
  const keys = new SigningKeys(folder);
  for (let i = 0; i < 2; i += 1) await seal(keys, 'test', { at: new Date(), every: { busyMs: 0, idleMs: 0 } });
  await db().$disconnect();
  process.env.DATABASE_URL = webOf(url);
  Reflect.deleteProperty(globalThis, 'plumblineDb');
});
afterAll(async () => {
  await owner.end();
  rmSync(folder, { recursive: true, force: true });
  reportSuite({
    suite: 'auditfail',
    pass:
      measured.operations >= 40 &&
      measured.wentOn + measured.leaked + measured.changed + measured.healthDown === 0 &&
      measured.slowestMs <= longest.answer &&
      measured.recoveryMs <= longest.recovery,
    measured,
    target: {
      operations: 40,
      wentOn: 0,
      leaked: 0,
      changed: 0,
      slowestMs: longest.answer,
      recoveryMs: longest.recovery,
      healthDown: 0,
    },
    seed: null,
  });
});

describe.each(faults)('while %s', (_name, begin, end) => {
  let before = '';
  beforeAll(async () => {
    before = await state();
    for (const sql of begin) await owner.query(sql);
  });
  afterAll(async () => {
    for (const sql of end) await owner.query(sql);
    expect(await state()).toBe(before);
    const began = performance.now();
    const { status } = await ask(viewing);
    expect(status).toBe(200);
    measured.recoveryMs = Math.max(measured.recoveryMs, Math.round(performance.now() - began));
  });

  test.each(operations.map((operation) => [operation.name, operation] as const))(
    '%s: 503, and nothing has happened',
    async (_it, operation) => {
      const { status, text, headers, ms } = await ask(operation);
      measured.operations += 1;
      if (!operation.hashes) measured.slowestMs = Math.max(measured.slowestMs, Math.round(ms));
      if (status !== 503) measured.wentOn += 1;
      if (text.includes(canary) || text.includes('evidence.viewed')) measured.leaked += 1;
      // Under the lock a look at the log itself would hang; there the state is compared at the end.
      if (begin[0] !== 'BEGIN' && (await state()) !== before) measured.changed += 1;
      expect({ status, retry: headers.get('retry-after') !== null, cookie: headers.get('set-cookie') }, text).toEqual({
        status: 503,
        retry: true,
        cookie: null,
      });
      expect(text).not.toContain(canary);
      expect(measured.changed).toBe(0);
      if (!operation.hashes) expect(ms).toBeLessThanOrEqual(longest.answer);
    },
  );

  test('health stays up, and so does what leaves no event', async () => {
    for (const health of [live, ready]) if ((await health()).status !== 200) measured.healthDown += 1;
    expect(measured.healthDown).toBe(0);
    expect((await ask({ name: 'hosts', door: hosts as Door })).status).toBe(200);
  });
});

test('once the log can be written all of it works, without a restart', async () => {
  const statuses: [string, number, string][] = [];
  for (const operation of operations) {
    const { status, text } = await ask(operation);
    statuses.push([operation.name, status, status < 400 ? '' : text]);
  }
  expect(statuses.filter(([, status]) => status >= 400)).toEqual([]);
});
