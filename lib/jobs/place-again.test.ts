import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { jobViewer } from '@/lib/access/viewer';
import { addFacilityRule } from '@/lib/commands/add-facility-rule';
import { changeFacilityRule } from '@/lib/commands/change-facility-rule';
import { placeScope } from '@/lib/commands/place-scope';
import { removeFacilityRule } from '@/lib/commands/remove-facility-rule';
import { db } from '@/lib/db';
import { placeAgain } from '@/lib/jobs/place-again';
import { HostFilter } from '@/lib/queries/host-filter';
import { listFacilityRules, RuleFilter } from '@/lib/queries/list-facility-rules';
import { listHosts } from '@/lib/queries/list-hosts';
import { previewRule, RulePreviewQuery } from '@/lib/queries/preview-rule';
import { minute, testEstate } from '@/lib/queries/test-estate';
import { unplaced } from '@/lib/queries/unplaced';
import { kindOf } from '@/lib/resources/index';
import { matchesRule } from '@/lib/resources/place-rule';
import { useTestDatabase, viewerFor } from '@/lib/test-database';

useTestDatabase();

const placed = () => placeAgain(new AbortController().signal);
const settled = minute(35);

beforeAll(async () => {
  await testEstate();
});

interface State {
  table: string;
  facility: string | null;
  environment: string | null;
  validFrom: Date;
  validTo: Date | null;
}

/** Everything that was ever said of the host `web`, its volume and its group. */
const states = () => db().$queryRaw<State[]>`
  SELECT * FROM (SELECT 'snapshot ' || kind AS table, name, facility, environment, valid_from AS "validFrom", nullif(valid_to, 'infinity') AS "validTo" FROM snapshot
  UNION ALL SELECT 'host_state', s.name, t.facility, t.environment, t.valid_from, nullif(t.valid_to, 'infinity') FROM host_state t
    JOIN LATERAL (SELECT name FROM snapshot s WHERE s.resource_id = t.host_id LIMIT 1) s ON true
  UNION ALL SELECT 'finding ' || check_id, r.external_id, f.facility, f.environment, f.valid_from, nullif(f.valid_to, 'infinity') FROM finding f JOIN resource r ON r.id = f.resource_id) x
  WHERE facility IN ('Riverside', 'Riverside East') ORDER BY 1, 2, 5`;

describe('a rule', () => {
  test('places what is there already, from now on: what was stays as it was', async () => {
    const administrator = await viewerFor('administrator');
    const near = await viewerFor('viewer', ['Riverside East']);
    const before = await states();
    expect((await listHosts(near, HostFilter.parse({}))).rows).toEqual([]);
    const { id } = await addFacilityRule(administrator, {
      name: 'East wing',
      tagKey: 'facility',
      tagPattern: 'river*',
      facility: 'Riverside East',
      environment: 'test',
    });
    expect(await placed()).toBe(true);
    expect(await placed()).toBe(false);
    const after = await states();
    // Nothing that had ended was touched; what stood ended, and goes on elsewhere from the same moment.
    const ended = before.filter(({ validTo }) => validTo !== null);
    expect(after).toEqual(expect.arrayContaining(ended));
    const stood = before.filter(({ validTo }) => validTo === null);
    const stand = after.filter(({ validTo }) => validTo === null);
    expect(stood.length).toBeGreaterThanOrEqual(5);
    expect(stand.map(({ table }) => table)).toEqual(stood.map(({ table }) => table));
    expect(new Set(stand.map(({ facility, environment }) => `${facility} ${environment}`))).toEqual(
      new Set(['Riverside East test']),
    );
    for (const was of stood) {
      const then = after.find((row) => row.table === was.table && row.validFrom.getTime() === was.validFrom.getTime());
      expect(then).toMatchObject({ facility: 'Riverside', validTo: expect.any(Date) });
      expect(stand.some((row) => row.table === was.table && row.validFrom.getTime() === then?.validTo?.getTime())).toBe(
        true,
      );
    }
    expect((await listHosts(near, HostFilter.parse({}))).rows.map(({ name }) => name)).toEqual(['web']);
    expect((await listHosts(near, HostFilter.parse({ asOf: settled.toISOString() }))).rows).toEqual([]);
    const events = await db().auditEvent.findMany({ where: { action: { in: ['resources.placed', 'hosts.placed'] } } });
    expect(events.map(({ before: was, after: now }) => [was, now])).toContainEqual([
      '{"Riverside / production / EHR platform":1}',
      '{"Riverside East / test / EHR platform":1}',
    ]);
    await removeFacilityRule(administrator, { id });
    await placed();
    const back = await listHosts(await viewerFor('viewer', ['Riverside']), HostFilter.parse({}));
    expect(back.rows.map(({ name }) => name)).toEqual(['web']);
  });

  test('goes before the tags, and the first that names a part before the others', async () => {
    const administrator = await viewerFor('administrator');
    const second = await addFacilityRule(administrator, { name: 'all', account: '*', facility: 'B', team: 'T' });
    const first = await addFacilityRule(administrator, { name: 'web', namePattern: 'we?', facility: 'A', position: 1 });
    await placed();
    const place = async () => {
      const { rows } = await listHosts(administrator, HostFilter.parse({ q: 'web' }));
      return rows.map(({ facility, environment, team }) => [facility, environment, team]);
    };
    expect(await place()).toEqual([['A', 'production', 'T']]);
    await changeFacilityRule(administrator, {
      id: first.id,
      name: 'web',
      namePattern: 'we?',
      facility: 'A',
      position: 2,
    });
    await placed();
    expect(await place()).toEqual([['B', 'production', 'T']]);
    const now = await listFacilityRules(administrator, RuleFilter.parse({}));
    expect(now.rows.map(({ id, position }) => [id, position])).toEqual([
      [second.id, 1],
      [first.id, 2],
    ]);
    for (const { id } of now.rows) await removeFacilityRule(administrator, { id });
    await placed();
    const ended = await db().$queryRaw<
      { n: number }[]
    >`SELECT count(*)::int AS n FROM facility_rule WHERE valid_to < 'infinity'`;
    expect(ended[0]?.n).toBeGreaterThanOrEqual(4);
  });

  test.each([
    ['without a condition', { facility: 'A' }],
    ['that places nothing', { account: '1' }],
    ['with half a tag', { tagKey: 'site', facility: 'A' }],
    ['with a control character', { account: '1', facility: `A${String.fromCharCode(31)}B` }],
  ])('%s is refused', async (_, fields) => {
    const administrator = await viewerFor('administrator');
    await expect(addFacilityRule(administrator, { name: 'x', ...fields })).rejects.toMatchObject({ code: 'invalid' });
  });

  test('is of those who reach everything and may write rules', async () => {
    const rule = { name: 'x', account: '1', facility: 'A' };
    const refused = { code: 'forbidden' };
    await expect(addFacilityRule(await viewerFor('manager'), rule)).rejects.toMatchObject(refused);
    await expect(addFacilityRule(await viewerFor('administrator', ['Riverside']), rule)).rejects.toMatchObject(refused);
    await expect(listFacilityRules(await viewerFor('viewer'), RuleFilter.parse({}))).rejects.toMatchObject(refused);
    expect((await listFacilityRules(await viewerFor('manager'), RuleFilter.parse({}))).rows).toEqual([]);
  });

  test('that changed nothing leaves no state and no event', async () => {
    const administrator = await viewerFor('administrator');
    const count = async () =>
      (
        await db().$queryRaw<
          { n: number }[]
        >`SELECT count(*)::int AS n FROM audit_event WHERE action = 'resources.placed'`
      )[0]?.n;
    const [before, events] = [await states(), await count()];
    const { id } = await addFacilityRule(administrator, { name: 'none', account: 'nobody', facility: 'A' });
    await placed();
    expect([await states(), await count()]).toEqual([before, events]);
    await removeFacilityRule(administrator, { id });
    await placed();
  });
});

test('a worker that ended half-way leaves nothing behind that the next one does not find', async () => {
  const administrator = await viewerFor('administrator');
  const rule = { name: 'half', tagKey: 'facility', tagPattern: 'riverside', facility: 'Half' };
  const { id } = await addFacilityRule(administrator, rule);
  const [scope] = await db().$queryRaw<{ id: string; key: string }[]>`
    SELECT c.id::text, c.key FROM scope c JOIN resource r ON r.scope_id = c.id WHERE r.kind = 'aws.ec2.volume' LIMIT 1`;
  const job = jobViewer('place again', 'half');
  const { moved } = await placeScope(job, { id: scope?.id ?? '', key: scope?.key ?? '', kind: 'aws.ec2.volume' }, '0');
  expect(moved).toHaveLength(1);
  const places = async () =>
    (
      await db().$queryRaw<{ facility: string }[]>`
      SELECT facility FROM finding WHERE resource_id = ${moved[0]}::bigint AND valid_to = 'infinity'`
    ).map(({ facility }) => facility);
  expect(await places()).toEqual(['Riverside']);
  await placed();
  expect(await places()).toEqual(['Half']);
  await removeFacilityRule(administrator, { id });
  await placed();
});

test('a preview says what the rule itself says', async () => {
  const viewer = await viewerFor('administrator');
  const now = await db().$queryRaw<
    { id: string; kind: string; body: string; account: string | null; region: string | null }[]
  >`
    SELECT resource_id::text AS id, kind, body, account, region FROM snapshot WHERE valid_to = 'infinity'`;
  const pattern = (...words: string[]) => fc.constantFrom(undefined, '*', ...words);
  const conditions = fc.record({
    account: pattern('418', '4*', '99'),
    region: pattern('us-?ast-1', 'EU*'),
    namePattern: pattern('web', 'w*', '*b', 'vol_1'),
    tag: fc.constantFrom(undefined, ['Facility', 'river*'], ['TEAM', '*platform'], ['team', '%'], ['nothing', '*']),
    inventoryGroup: pattern('ehr*', 'no-such'),
  });
  for (const { tag, ...given } of fc.sample(conditions, { numRuns: 80, seed: 20261120 })) {
    const rule = RulePreviewQuery.parse({ ...given, ...(tag ? { tagKey: tag[0], tagPattern: tag[1] } : {}) });
    const told = (await previewRule(viewer, rule)).counts.reduce((sum, { count }) => sum + count, 0);
    const asked = Object.values(rule).some((value) => value !== null);
    const matching = now.filter(({ kind, body, account, region }) => {
      const fields = JSON.parse(body) as { groups?: string[] };
      const { name, tags } = kindOf(kind as 'host').columns(fields as never);
      return matchesRule(rule, { name, tags, account, region, groups: fields.groups ?? [] });
    });
    expect([rule, told]).toEqual([rule, asked ? matching.length : 0]);
  }
});

test('what no rule and no tag places is counted, and previews obey reach', async () => {
  const far = await viewerFor('administrator');
  await db().$executeRaw`UPDATE snapshot SET facility = NULL WHERE kind = 'host' AND valid_to = 'infinity'`;
  const all = await unplaced(far, null);
  expect(all.kinds[0]).toEqual({ kind: 'host', total: 2, unplaced: 2 });
  expect(all.rows.map(({ name }) => name)).toEqual(['db', 'web']);
  const near = await viewerFor('administrator', ['Northgate']);
  expect((await unplaced(near, null)).rows).toEqual([]);
  const everything = RulePreviewQuery.parse({ namePattern: '*' });
  expect((await previewRule(near, everything)).rows.every(({ facility }) => facility === 'Northgate')).toBe(true);
});
