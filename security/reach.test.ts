import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { reachOf, setReach } from '@/lib/access/reach';
import { db, viewersDb } from '@/lib/db';
import { testEstate } from '@/lib/queries/test-estate';
import { useTestDatabase, viewerFor } from '@/lib/test-database';
import { databaseUrl, webOf } from '@/lib/test-postgres';

// The second wall, asked as the role of the web process by queries that forgot their condition.
useTestDatabase();

const byFacility = ['snapshot', 'run', 'host_state', 'finding', 'run_count'];
const reaches = {
  Riverside: Buffer.from('Riverside').toString('hex'),
  Northgate: Buffer.from('Northgate').toString('hex'),
};
let web: pg.Pool;

beforeAll(async () => {
  await testEstate();
  await db()
    .$executeRaw`INSERT INTO activity (event_id, scope_id, at, service, action, actor, actor_kind, facility, body)
    SELECT f, (SELECT min(id) FROM scope), now(), 'ec2', 'StopInstances', 'a', 'user', f, '{}' FROM unnest(ARRAY['Riverside', 'Northgate']) f`;
  await db()
    .$executeRaw`INSERT INTO drift (series, kind, name, facility, opened_at, since, valid_from, digest, ahead, summary, body)
    SELECT ascii(f), 'aws.ec2.security-group', f, f, now(), now(), now(), '\\x00', 'cloud', f, '{}' FROM unnest(ARRAY['Riverside', 'Northgate']) f`;
  await db().$executeRaw`INSERT INTO day_count (day, metric, facility, count)
    SELECT current_date, 'hosts', f, 1 FROM unnest(ARRAY['Riverside', 'Northgate', '']) f`;
  await db()
    .$executeRaw`INSERT INTO unreadable (scan_id, scope_id, reason, excerpt, at) SELECT id, scope_id, 'no JSON', 'Northgate', now() FROM scan LIMIT 1`;
  const name = new URL(process.env.DATABASE_URL ?? '').pathname.slice(1);
  web = new pg.Pool({ connectionString: webOf(databaseUrl(inject('postgresUrl'), name)), max: 4 });
});
afterAll(() => web.end());

/** What a statement says under a reach, in a transaction of its own on a pooled connection. */
async function under<T extends object>(reach: string | null, sql: string): Promise<T[]> {
  const client = await web.connect();
  try {
    await client.query('BEGIN');
    if (reach !== null) await client.query(`SET LOCAL plumbline.reach = '${reach}'`);
    const { rows } = await client.query<T>(sql);
    await client.query('COMMIT');
    return rows;
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
}
const facilitiesIn = async (table: string, reach: string | null) => {
  const rows = await under<{ facility: string | null }>(reach, `SELECT DISTINCT facility FROM ${table} ORDER BY 1`);
  return rows.map(({ facility }) => facility);
};
const countIn = async (table: string, reach: string | null) =>
  (await under<{ n: number }>(reach, `SELECT count(*)::int AS n FROM ${table}`))[0]?.n ?? -1;

describe('row-level security', () => {
  test('every table that knows a facility has it, enabled and forced', async () => {
    const rows = await db().$queryRaw<{ name: string; walled: boolean }[]>`
      SELECT c.relname AS name, c.relrowsecurity AND c.relforcerowsecurity AS walled
      FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'facility' AND NOT a.attisdropped
      WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace AND NOT c.relispartition
        -- What says where things belong and who reaches them is not of a facility itself.
        AND c.relname NOT IN ('facility_rule', 'reach_grant') ORDER BY 1`;
    expect(rows.length).toBeGreaterThanOrEqual(8);
    expect(rows.filter(({ walled }) => !walled)).toEqual([]);
  });

  const tables = [...byFacility, 'drift', 'activity', 'day_count'];
  const parents = ['resource', 'host_link', 'host_interval', 'run_event', 'unreadable'];
  test.each([...tables, ...parents])('%s shows nothing where no reach was set, or none', async (table) => {
    expect(await countIn(table, null)).toBe(0);
    expect(await countIn(table, '')).toBe(0);
    expect(await countIn(table, '*')).toBeGreaterThan(0);
  });

  test.each(tables)('%s shows what is within reach and no other facility', async (table) => {
    expect(await facilitiesIn(table, reaches.Riverside)).toEqual(['Riverside']);
    expect(await facilitiesIn(table, `${reaches.Northgate},${reaches.Riverside}`)).toEqual(['Northgate', 'Riverside']);
    expect(await facilitiesIn(table, Buffer.from("x' OR ''='").toString('hex'))).toEqual([]);
  });

  test('a facility that is called * reaches itself alone', async () =>
    expect(
      await countIn('snapshot', reachOf({ role: 'viewer', reach: [{ facility: '*', environment: null, team: null }] })),
    ).toBe(0));

  test('what a task did is seen with its run, excerpts by those who reach everything', async () => {
    expect(await countIn('run_event', reaches.Northgate)).toBe(1);
    expect(await countIn('run_event', reaches.Riverside)).toBe(0);
    expect(await countIn('unreadable', reaches.Northgate)).toBe(0);
  });

  test('a row outside the reach is neither written nor changed', async () => {
    const change = "WITH changed AS (UPDATE drift SET summary = 'x' RETURNING facility) SELECT facility FROM changed";
    expect(await under(reaches.Riverside, change)).toEqual([{ facility: 'Riverside' }]);
    const insert =
      "INSERT INTO day_count (day, metric, facility, count) VALUES ('2020-01-01', 'hosts', 'Northgate', 1)";
    await expect(under(reaches.Riverside, insert)).rejects.toThrow('row-level security');
  });

  test('200 requests in turn on one pool: none sees what another may, nor anything where its reach was forgotten', async () => {
    const turns = Array.from(
      { length: 200 },
      (_, turn) => (['Riverside', 'Northgate', null] as const)[turn % 3] ?? null,
    );
    const seen = await Promise.all(turns.map((name) => facilitiesIn('snapshot', name && reaches[name])));
    expect(seen.filter((found, turn) => found.join() !== (turns[turn] ?? ''))).toEqual([]);
  });

  test('a transaction that fails leaves no reach behind', async () => {
    await expect(under('*', 'SELECT 1/0')).rejects.toThrow('division');
    expect((await Promise.all([1, 2, 3, 4].map(() => countIn('snapshot', null)))).every((n) => n === 0)).toBe(true);
  });

  test.each(["*' OR true", 'Riverside', '52,*', '5', "'; RESET ROLE; --", '52,,'])('%s is no reach', async (text) => {
    await expect(viewersDb().$transaction((tx) => setReach(tx, text))).rejects.toThrow('no reach');
  });

  test('reach is the hex of each name; jobs and pushes reach everything', async () => {
    expect(reachOf(await viewerFor('engineer', ['Riverside', 'Hôpital, nord']))).toBe(
      '5269766572736964652c48c3b4706974616c2c206e6f7264'.replace('2c48', ',48'),
    );
    expect(reachOf(await viewerFor('engineer'))).toBe('*');
    expect(reachOf(await viewerFor('engineer', []))).toBe('');
    expect(reachOf(await viewerFor('ingest', ['Riverside']))).toBe('*');
  });
});

describe('the role of the web process', () => {
  test.each([
    ['UPDATE audit_event SET actor = actor', 'permission denied'],
    ['DELETE FROM audit_event', 'permission denied'],
    ['TRUNCATE audit_event', 'permission denied'],
    ['INSERT INTO audit_leaf (leaf_index) VALUES (0)', 'permission denied'],
    ["INSERT INTO audit_checkpoint VALUES (1, now(), 0, '', null, '')", 'permission denied'],
    ['DELETE FROM audit_pending', 'permission denied'],
    ['ALTER TABLE audit_event DISABLE TRIGGER ALL', 'must be owner'],
    ['ALTER TABLE snapshot DISABLE ROW LEVEL SECURITY', 'must be owner'],
    ['ALTER TABLE snapshot NO FORCE ROW LEVEL SECURITY', 'must be owner'],
    ['DROP POLICY reach ON snapshot', 'must be owner'],
    ['CREATE POLICY mine ON snapshot USING (true)', 'must be owner'],
    ['TRUNCATE snapshot', 'permission denied'],
    ['CREATE TABLE mine (id int)', 'permission denied'],
    ['SELECT * FROM _prisma_migrations', 'permission denied'],
    ['SELECT * FROM run_event_default', 'permission denied'],
    ["COPY source TO PROGRAM 'cat'", 'permission denied'],
    ["COPY source TO '/tmp/source'", 'permission denied'],
    ["SELECT pg_read_file('postgresql.conf')", 'permission denied'],
    ['SET ROLE plumbline', 'permission denied'],
    ['SET ROLE plumbline_worker', 'permission denied'],
    ['SET SESSION AUTHORIZATION plumbline', 'permission denied'],
    ['SET session_replication_role = replica', 'permission denied'],
    ['CREATE ROLE mine SUPERUSER', 'permission denied'],
    ['ALTER ROLE plumbline_web BYPASSRLS', 'permission denied'],
  ])('may not: %s', async (sql, message) => {
    await expect(under('*', sql)).rejects.toThrow(message);
  });

  test('shows nothing without a reach where row security is switched off, but an error', async () => {
    const client = await web.connect();
    try {
      await client.query('SET row_security = off');
      await expect(client.query('SELECT FROM snapshot')).rejects.toThrow('row-level security');
    } finally {
      client.release(true);
    }
  });

  test('owns nothing', async () => {
    const rows = await db()
      .$queryRaw`SELECT relname FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner WHERE r.rolname = 'plumbline_web'`;
    expect(rows).toEqual([]);
  });
});
