import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type Grant, reachOf, setReach, simplest } from '@/lib/access/reach';
import { reading, withinReach } from '@/lib/access/transaction';
import { db, Prisma } from '@/lib/db';
import { useTestDatabase, viewerFor } from '@/lib/test-database';
import { databaseUrl, webOf } from '@/lib/test-postgres';
import { reportSuite } from '@/security/report-suite';

// Facility, environment and team together: what the policies show is what one grant covers, in every table that has them.
useTestDatabase();

const names = {
  facility: ['Riverside', 'Northgate', "L'Hôpital; nord"],
  environment: ['production', 'test'],
  team: ['EHR', 'Labs'],
};
const places: Grant[] = [null, ...names.facility].flatMap((facility) =>
  [null, ...names.environment].flatMap((environment) =>
    [null, ...names.team].map((team) => ({ facility, environment, team })),
  ),
);
const tables = ['snapshot', 'host_state', 'drift', 'finding', 'run', 'activity', 'run_count'] as const;
let web: pg.Pool;
let compared = 0;

beforeAll(async () => {
  await db().$executeRaw`INSERT INTO source (name, provider) VALUES ('s', 'aws')`;
  await db()
    .$executeRaw`INSERT INTO scope (source_id, key, kind, created_at) SELECT id, 'k', 'host', now() FROM source`;
  const rows = JSON.stringify(places.map((place, n) => ({ ...place, n: n + 1 })));
  const given = Prisma.sql`jsonb_to_recordset(${rows}::jsonb) AS p (n int, facility text, environment text, team text)`;
  await db().$executeRaw`INSERT INTO resource (id, scope_id, kind, external_id, first_seen_at) OVERRIDING SYSTEM VALUE
    SELECT n, 1, 'host', 'h' || n, now() FROM ${given}`;
  await db()
    .$executeRaw`INSERT INTO snapshot (resource_id, valid_from, scope_id, kind, digest, name, body, facility, environment, team)
    SELECT n, '2026-03-01', 1, 'host', '\\x00', 'h', '{}', facility, environment, team FROM ${given}`;
  await db().$executeRaw`INSERT INTO host_state (host_id, valid_from, condition, tool, facility, environment, team)
    SELECT n, '2026-03-01', 'unchanged', 'ansible', facility, environment, team FROM ${given}`;
  await db()
    .$executeRaw`INSERT INTO finding (resource_id, check_id, check_version, valid_from, outcome, reason, kind, scope_id, facility, environment, team)
    SELECT n, 'c', 1, '2026-03-01', 'fail', '', 'host', 1, facility, environment, team FROM ${given}`;
  await db()
    .$executeRaw`INSERT INTO drift (series, kind, name, opened_at, since, valid_from, digest, ahead, summary, body, facility, environment, team)
    SELECT n, 'k', 'n', now(), now(), '2026-03-01', '\\x00', 'cloud', '', '{}', facility, environment, team FROM ${given}`;
  await db()
    .$executeRaw`INSERT INTO run (host_id, source_id, tool, mode, outcome, started_at, last_started_at, finished_at, received_at, host_name, facility, environment, team)
    SELECT n, 1, 'ansible', 'enforce', 'unchanged', '2026-03-01', '2026-03-01', '2026-03-01', '2026-03-01', 'h', facility, environment, team FROM ${given}`;
  await db()
    .$executeRaw`INSERT INTO activity (event_id, scope_id, at, service, action, actor, actor_kind, body, facility, environment, team)
    SELECT 'e' || n, 1, '2026-03-01', 'ec2', 'a', 'a', 'user', '{}', facility, environment, team FROM ${given}`;
  await db()
    .$executeRaw`INSERT INTO run_count (source_id, hour, outcome, tool, mode, facility, environment, team, count)
    SELECT 1, '2026-03-01', 'unchanged', 'ansible', 'enforce', coalesce(facility, ''), coalesce(environment, ''), coalesce(team, ''), 1 FROM ${given}`;
  const name = new URL(process.env.DATABASE_URL ?? '').pathname.slice(1);
  web = new pg.Pool({ connectionString: webOf(databaseUrl(inject('postgresUrl'), name)), max: 2 });
});
afterAll(() => web.end());

const key = (place: Grant) => [place.facility, place.environment, place.team].map((part) => part ?? '-').join('|');

/** What a table shows under a reach, and a period where one is given. */
async function shown(table: string, reach: string, period?: string): Promise<string[]> {
  const client = await web.connect();
  try {
    await client.query(
      `BEGIN; SET LOCAL plumbline.reach = '${reach}'; ${period ? `SET LOCAL plumbline.period = '${period}'` : ''}`,
    );
    const { rows } = await client.query<Grant>(
      `SELECT nullif(facility, '') AS facility, nullif(environment, '') AS environment, nullif(team, '') AS team FROM ${table}`,
    );
    return rows.map(key).sort();
  } finally {
    await client.query('ROLLBACK');
    client.release();
  }
}

/** The rule, said once more and plainly. */
function expected(grants: readonly Grant[]): string[] {
  const part = (held: string | null, own: string | null) => held === null || held === own;
  return places
    .filter((place) =>
      grants.some(
        (grant) =>
          part(grant.facility, place.facility) &&
          part(grant.environment, place.environment) &&
          part(grant.team, place.team),
      ),
    )
    .map(key)
    .sort();
}

const grant = fc.record({
  facility: fc.constantFrom(null, ...names.facility, 'Elsewhere'),
  environment: fc.constantFrom(null, ...names.environment),
  team: fc.constantFrom(null, ...names.team),
});

describe('a reach of grants', () => {
  test.each(tables)('%s shows what one grant covers whole, and nothing else', async (table) => {
    await fc.assert(
      fc.asyncProperty(fc.array(grant, { maxLength: 4 }), async (grants) => {
        compared += 1;
        const reach = reachOf({ role: 'viewer', reach: simplest(grants) });
        expect(await shown(table, reach)).toEqual(expected(grants));
      }),
      { numRuns: 60, seed: 20261120 },
    );
  });

  test('the condition of a query says the same as the wall', async () => {
    for (const grants of fc.sample(fc.array(grant, { maxLength: 4 }), { numRuns: 60, seed: 7 })) {
      const viewer = await viewerFor('viewer', grants);
      // As the owner, with everything within reach: what is left is the condition alone.
      const rows = await db().$transaction(async (tx) => {
        await setReach(tx, '*');
        return tx.$queryRaw<
          Grant[]
        >`SELECT s.facility, s.environment, s.team FROM snapshot s WHERE ${withinReach(viewer, 's')}`;
      });
      expect(rows.map(key).sort()).toEqual(expected(grants));
      const walled = await reading(
        viewer,
        'fleet:read',
        (tx) => tx.$queryRaw<Grant[]>`SELECT facility, environment, team FROM snapshot`,
      );
      expect(walled.map(key).sort()).toEqual(expected(grants));
    }
  });

  test('taking a grant away never adds a row', async () => {
    for (const grants of fc.sample(fc.array(grant, { minLength: 1, maxLength: 4 }), { numRuns: 40, seed: 11 })) {
      const all = new Set(await shown('drift', reachOf({ role: 'viewer', reach: simplest(grants) })));
      const fewer = await shown('drift', reachOf({ role: 'viewer', reach: simplest(grants.slice(1)) }));
      expect(fewer.filter((row) => !all.has(row))).toEqual([]);
    }
  });

  test('counts of a day know no environment: only who reaches the whole facility sees them', async () => {
    await db()
      .$executeRaw`INSERT INTO day_count (day, metric, facility, count) VALUES ('2026-03-01', 'hosts', 'Riverside', 1), ('2026-03-01', 'hosts', '', 1)`;
    const count = async (...grants: Grant[]) => {
      const client = await web.connect();
      try {
        await client.query(
          `BEGIN; SET LOCAL plumbline.reach = '${reachOf({ role: 'viewer', reach: simplest(grants) })}'`,
        );
        return (await client.query('SELECT FROM day_count')).rowCount;
      } finally {
        await client.query('ROLLBACK');
        client.release();
      }
    };
    const any = { facility: null, environment: null, team: null };
    expect(await count({ ...any, facility: 'Riverside', environment: 'production' })).toBe(0);
    expect(await count({ ...any, environment: 'production' })).toBe(0);
    expect(await count({ ...any, facility: 'Riverside' })).toBe(1);
    expect(await count(any)).toBe(2);
  });

  test('a name that imitates two parts reaches nothing', async () => {
    const forged = { facility: `Riverside${String.fromCharCode(31)}production`, environment: null, team: 'EHR' };
    expect(await shown('drift', reachOf({ role: 'viewer', reach: [forged] }))).toEqual([]);
    await db()
      .$executeRaw`UPDATE drift SET facility = 'Riverside' || chr(31) || 'production', environment = NULL, team = NULL WHERE series = 1`;
    const near = { facility: 'Riverside', environment: 'production', team: null };
    expect(await shown('drift', reachOf({ role: 'viewer', reach: [near] }))).toEqual(expected([near]));
    await db().$executeRaw`UPDATE drift SET facility = NULL WHERE series = 1`;
  });
});

describe('a period of evidence', () => {
  const ms = (day: string) => Date.parse(`${day}T00:00:00Z`);
  test.each(tables)('%s shows what held in it, also to those who reach everything', async (table) => {
    const before = `${ms('2026-01-01')},${ms('2026-02-01')}`;
    const during = `${ms('2026-02-01')},${ms('2026-04-01')}`;
    const riverside = reachOf({ role: 'viewer', reach: [{ facility: 'Riverside', environment: null, team: null }] });
    expect(await shown(table, '*', before)).toEqual([]);
    expect(await shown(table, riverside, before)).toEqual([]);
    expect(await shown(table, '*', during)).toHaveLength(places.length);
    expect(await shown(table, riverside, during)).toHaveLength(9);
  });

  test('without a first moment is none', async () => {
    const period = { from: new Date(Number.NaN), to: new Date(0) };
    await expect(db().$transaction((tx) => setReach(tx, '*', period))).rejects.toThrow('no period');
  });
});

test('report', () => {
  reportSuite({
    suite: 'reach-of-three',
    pass: compared >= 420,
    measured: { compared },
    target: { compared: 420 },
    seed: 20261120,
  });
  expect(compared).toBeGreaterThanOrEqual(420);
});
