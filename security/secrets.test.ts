import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { POST as signsIn } from '@/app/api/auth/sign-in/route';
import { POST as pushed } from '@/app/api/ingest/ansible/route';
import { GET as activityCsv } from '@/app/api/v1/activity/route';
import { GET as auditCsv } from '@/app/api/v1/audit/route';
import { GET as hostsCsv } from '@/app/api/v1/hosts/route';
import { GET as runsCsv } from '@/app/api/v1/runs/route';
import { makeTotp } from '@/lib/access/totp';
import { operatorViewer, type Viewer, viewerOfSession } from '@/lib/access/viewer';
import { boxKeyId, openInWorker, publicText, sealForWorker } from '@/lib/access/worker-box';
import { addProvider } from '@/lib/commands/add-provider';
import { addSource } from '@/lib/commands/add-source';
import { askSourceTest } from '@/lib/commands/ask-source-test';
import { createToken } from '@/lib/commands/create-token';
import { createUser } from '@/lib/commands/create-user';
import { ensureSource } from '@/lib/commands/ensure-source';
import { recordActivity } from '@/lib/commands/record-activity';
import { recordScan } from '@/lib/commands/record-scan';
import { setSecondFactor } from '@/lib/commands/set-second-factor';
import { signIn } from '@/lib/commands/sign-in';
import { db } from '@/lib/db';
import { openConfig } from '@/lib/jobs/open-config';
import { prepareBox, rotateBox } from '@/lib/jobs/worker-box';
import { makeLog } from '@/lib/log';
import { volume } from '@/lib/resources/volume';
import { aws } from '@/lib/sources/aws/aws';
import { tagList } from '@/lib/sources/aws/members';
import { parseTrailEvent } from '@/lib/sources/aws/trail-event';
import type { Source } from '@/lib/sources/source';
import { useTestDatabase, viewerFor } from '@/lib/test-database';
import { reportSuite } from '@/security/report-suite';
import { leakyDelivery, leakyTrailRecord, mark, secretCanaries } from '@/security/test-secret-canaries';

// Forty secrets go in by every way there is; none is found in a table, in the write-ahead log, in a line of the log, in an
// export or in an answer. What was sealed opens in its own place alone, and its key is changed while others work.
useTestDatabase();

/** The last two are made by the application: a token and the key of a second factor. */
const canaries = secretCanaries(38);
let taken = 0;
function take(count = 1): string[] {
  taken += count;
  return canaries.slice(taken - count, taken);
}
const one = () => take()[0] ?? '';
const folder = mkdtempSync(join(tmpdir(), 'plumbline-secrets-'));
const operator = operatorViewer('test', 'req_secrets');
const rotated = 10_000;
const measured = {
  canaries: 0,
  'in tables': 0,
  'in the write-ahead log': 0,
  'in logs': 0,
  'in exports': 0,
  'in answers': 0,
  'swapped ones opened': 0,
  'rows rotated': 0,
  'errors in rotation': 0,
};
const target = { ...measured, canaries: 40, 'rows rotated': rotated };
const told: string[] = [];
const logged: string[] = [];
const log = makeLog({ write: (line) => void logged.push(line) });
let admin: Viewer;
let token: string;
let before: string;

const lsn = async () => (await db().$queryRaw<{ at: string }[]>`SELECT pg_current_wal_lsn()::text AS at`)[0]?.at ?? '';
const found = (text: string | Buffer) => canaries.filter((canary) => text.includes(canary));

beforeAll(async () => {
  process.env.PLUMBLINE_DATA_DIR = folder;
  before = await lsn();
  await prepareBox(operator);
  admin = await viewerFor('administrator');
  token = (await createToken(operator, { name: 'reader', role: 'administrator' })).secret;
});
afterAll(() => {
  delete process.env.PLUMBLINE_DATA_DIR;
  rmSync(folder, { recursive: true, force: true });
  reportSuite({
    suite: 'secrets',
    pass: JSON.stringify(measured) === JSON.stringify(target),
    measured,
    target,
    seed: null,
  });
});

async function keep(answer: Response | Promise<Response>): Promise<number> {
  const response = await answer;
  told.push(`${JSON.stringify([...response.headers])}${await response.text()}`);
  return response.status;
}

const origin = 'http://127.0.0.1:3000';
const asked = (path: string, headers: Record<string, string> = {}, body?: string | Uint8Array<ArrayBuffer>) =>
  new Request(`${origin}${path}`, {
    headers: { host: '127.0.0.1:3000', origin, 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { method: 'POST', body }),
  });

test('runs, tags and activity bring fifteen', async () => {
  const { secret } = await createToken(operator, { name: 'ci', role: 'ingest' });
  const body = Uint8Array.from(gzipSync(JSON.stringify(leakyDelivery(take(10)))));
  const headers = { authorization: `Bearer ${secret}`, 'content-encoding': 'gzip', 'idempotency-key': 'k' };
  expect(await keep(pushed(asked('/api/ingest/ansible', headers, body)))).toBe(202);
  const sourceId = await ensureSource(operator, { name: 'estate', provider: 'aws', config: {} });
  const spec = {
    key: '418/us-east-1/v',
    kind: 'aws.ec2.volume',
    account: '418',
    region: 'us-east-1',
    freshnessSeconds: 60,
  } as const;
  const at = { startedAt: new Date(), finishedAt: new Date() };
  const tags = tagList.parse([{ Key: 'db_password', Value: one() }]);
  const resources = [{ externalId: 'vol-1', fields: { ...volume.example, id: 'vol-1', tags } }];
  await recordScan(operator, { sourceId, spec, collected: { outcome: 'complete', resources, unreadable: [] }, ...at });
  const [scope] = await db().$queryRaw<
    { id: string }[]
  >`SELECT id::text FROM scope WHERE source_id = ${sourceId}::bigint`;
  expect(await recordActivity(operator, scope?.id ?? '', [parseTrailEvent(leakyTrailRecord(take(4)))])).toBe(1);
});

test('people, providers and sources bring eleven', async () => {
  const [password = '', wrong, nobody, unknown] = take(4);
  await createUser(operator, { email: 'ann@example.org', role: 'viewer', password });
  const tries = [
    { email: 'ann@example.org', password: wrong },
    { email: `${nobody}@example.org`, password: unknown },
  ];
  for (const given of tries)
    expect(await keep(signsIn(asked('/api/auth/sign-in', {}, JSON.stringify(given))))).toBeGreaterThan(400);
  const browser = { address: '192.0.2.1', requestId: 'req_secrets', userAgent: 'test', broughtAlong: null };
  const soon = new Date(Date.now() + 60_000);
  const answer = await signIn(browser, { email: 'ann@example.org', password, code: null }, soon);
  if (!answer.ok) throw new Error('not signed in');
  const { secret } = makeTotp('ann@example.org');
  canaries.push(secret);
  const code = new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: soon.getTime() });
  await setSecondFactor(
    await viewerOfSession(answer.session, browser, { at: soon }),
    { current: password, secret, code },
    soon,
  );
  const provider = { name: 'Id', issuer: 'https://id.example.org', clientId: 'x', groups: [] };
  await addProvider(operator, { ...provider, clientSecret: one() });
  const role = { regions: ['us-east-1'], roleArn: 'arn:aws:iam::111122223333:role/r' };
  await addSource(admin, { name: 'cloud', provider: 'aws', config: { ...role, externalId: one() } });
  const accounts = [{ roleArn: 'arn:aws:iam::111122223334:role/r', externalId: one() }];
  await askSourceTest(admin, { provider: 'aws', config: { regions: ['us-east-1'], accounts } });
  for (const url of [`https://bot:${one()}@git.example.org/x`, `https://${one()}@git.example.org/x`])
    await expect(addSource(admin, { name: 'code', provider: 'git', config: { url } })).rejects.toThrow('credentials');
});

test('headers, addresses and bodies of requests bring seven', async () => {
  const [bearer, cookie, query, word, field, body, key] = take(7);
  const hosts = (headers: Record<string, string>, path = '') => keep(hostsCsv(asked(`/api/v1/hosts${path}`, headers)));
  expect(await hosts({ authorization: `Bearer plumbline_api_${bearer}` })).toBe(401);
  expect(await hosts({ cookie: `__Host-plumbline=${cookie}; other=${cookie}` })).toBe(401);
  expect(await hosts({}, `?token=${query}&password=${word}`)).toBe(401);
  expect(await hosts({ authorization: `Bearer ${token}` }, `?secret=${field}`)).toBe(422);
  expect(await keep(signsIn(asked('/api/auth/sign-in', {}, `{"password":"${body}`)))).toBe(400);
  expect(await keep(signsIn(asked('/api/auth/sign-in', {}, JSON.stringify({ password: [key] }))))).toBe(422);
});

test('the log is given seven', () => {
  const [a, b, c, d, e, f, g] = take(7);
  log.error(
    { err: new Error(`connect postgresql://plumbline:${a}@db/x`, { cause: new Error(`password=${b}`) }) },
    'failed',
  );
  log.warn({ request: { headers: { authorization: `Bearer ${c}1`, cookie: `s=${d}` } } }, 'refused');
  log.info({ config: { accounts: [{ clientSecret: e }] } }, `retry with --token ${f}`);
  log.info(`GET https://user:${g}@git.example.org`);
  expect(logged).toHaveLength(4);
  expect(logged.join()).toContain('git.example.org');
  measured['in logs'] = found(logged.join()).length;
  expect(found(logged.join())).toEqual([]);
});

test('no table holds one, and neither does the write-ahead log', async () => {
  canaries.push(token);
  expect(canaries).toHaveLength(40);
  measured.canaries = canaries.length;
  const tables = await db().$queryRaw<{ name: string }[]>`
    SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname IN ('public', 'pgboss')`;
  expect(tables.length).toBeGreaterThan(30);
  for (const { name } of tables) {
    const [row] = await db().$queryRawUnsafe<{ text: string | null }[]>(
      `SELECT string_agg(t::text, ' ') AS text FROM ${name} t`,
    );
    const text = row?.text ?? '';
    const hexadecimal = canaries.filter((canary) => text.includes(Buffer.from(canary).toString('hex')));
    measured['in tables'] += found(text).length + hexadecimal.length;
    expect([...found(text), ...hexadecimal], name).toEqual([]);
  }
  for (const needle of [mark, ...canaries.slice(38)]) {
    const [log] = await db().$queryRaw<{ files: number; hits: number }[]>`
      SELECT count(*)::int AS files, count(*) FILTER (WHERE position(${Buffer.from(needle)}::bytea IN pg_read_binary_file('pg_wal/' || f.name)) > 0)::int AS hits
      FROM (SELECT DISTINCT pg_walfile_name(at) AS name FROM generate_series(0, 200) n,
        LATERAL (SELECT ${before}::pg_lsn + n * 16777216::numeric AS at) l WHERE at <= pg_current_wal_lsn()) f`;
    expect(log?.files).toBeGreaterThan(0);
    measured['in the write-ahead log'] += log?.hits ?? 0;
  }
  expect(measured['in the write-ahead log']).toBe(0);
});

test('no export and no answer holds one', async () => {
  const headers = { authorization: `Bearer ${token}` };
  let exported = '';
  for (const [get, path] of [
    [hostsCsv, 'hosts'],
    [auditCsv, 'audit'],
    [activityCsv, 'activity'],
    [runsCsv, 'runs'],
  ] as const) {
    const response = await get(asked(`/api/v1/${path}?format=csv`, headers));
    expect(response.status, path).toBe(200);
    exported += await response.text();
  }
  expect(exported).toContain('web-1');
  measured['in exports'] = found(exported).length;
  measured['in answers'] = found(told.join()).length;
  expect([...found(exported), ...found(told.join())]).toEqual([]);
});

test('a sealed secret opens in its own place alone', () => {
  const { privateKey } = generateKeyPairSync('x25519');
  const half = publicText(privateKey);
  const keys = (id: string): KeyObject | null => (id === boxKeyId(half) ? privateKey : null);
  const place = { table: 'source', row: '7', member: 'externalId' } as const;
  const sealed = sealForWorker('word', half, place);
  expect(openInWorker(sealed, keys, place)).toBe('word');
  const elsewhere = [
    { ...place, row: '8' },
    { ...place, member: 'accounts.0.externalId' },
    { ...place, table: 'source_test' as const },
  ];
  for (const other of elsewhere) expect(() => openInWorker(sealed, keys, other)).toThrow('was changed');
  for (const part of [2, 3, 4]) {
    const parts = sealForWorker('other', half, place).split('.');
    const mixed = sealed
      .split('.')
      .map((own, i) => (i === part ? (parts[i] ?? '') : own))
      .join('.');
    expect(() => openInWorker(mixed, keys, place)).toThrow('was changed');
  }
});

test('the key of ten thousand secrets is changed while others read and write them', async () => {
  const config = (i: string) =>
    `{"regions":["us-east-1"],"roleArn":"arn:aws:iam::111122223333:role/r","externalId":"word-${i}"}`;
  await db().$executeRawUnsafe(`INSERT INTO source (name, provider, config, interval_seconds)
    SELECT 'r' || i, 'aws', '${config("' || i || '")}', 0 FROM generate_series(1, ${rotated}) i`);
  await prepareBox(operator);
  const known = { secrets: aws.secrets } as Source<unknown>;
  let done = false;
  let tries = 0;
  const others = (async () => {
    while (!done) {
      tries += 1;
      const name = `r${1 + ((tries * 7919) % rotated)}`;
      const [row] = await db().$queryRaw<
        { id: string; config: string }[]
      >`SELECT id::text, config FROM source WHERE name = ${name}`;
      const opened = openConfig(known, row?.config ?? '', { table: 'source', row: row?.id ?? '' }) as {
        externalId: string;
      };
      if (opened.externalId !== `word-${name.slice(1)}`) throw new Error(`${name} opened as another`);
      if (tries % 20 === 0)
        await addSource(admin, { name: `n${tries}`, provider: 'aws', config: JSON.parse(config(`n${tries}`)) });
    }
  })().catch((error: unknown) => {
    measured['errors in rotation'] += 1;
    throw error;
  });
  const { key, sealed } = await rotateBox(operator);
  done = true;
  await others;
  expect(tries).toBeGreaterThan(10);
  const [left] = await db().$queryRaw<{ new: number; clear: number }[]>`
    SELECT count(*) FILTER (WHERE config LIKE ${`%"b1.${key}.%`})::int AS new, count(*) FILTER (WHERE config LIKE '%word-%')::int AS clear
    FROM source WHERE name ~ '^r[0-9]+$'`;
  expect(left).toEqual({ new: rotated, clear: 0 });
  expect(sealed).toBeGreaterThanOrEqual(rotated);
  measured['rows rotated'] = left?.new ?? 0;
});
