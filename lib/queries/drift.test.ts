import { beforeAll, describe, expect, test } from 'vitest';
import type { Viewer } from '@/lib/access/viewer';
import { recordActivity } from '@/lib/commands/record-activity';
import {
  declaredGroup,
  declaredRule,
  minute,
  observedGroup,
  place,
  rule,
  testEstate,
} from '@/lib/commands/test-estate';
import { db } from '@/lib/db';
import { driftCounts } from '@/lib/queries/drift-counts';
import { driftFacets } from '@/lib/queries/drift-facets';
import { DriftFilter } from '@/lib/queries/drift-filter';
import { DriftQuery, getDrift } from '@/lib/queries/get-drift';
import { listDrift } from '@/lib/queries/list-drift';
import { rowSchemas } from '@/lib/queries/row-schemas';
import type { ActivityEvent } from '@/lib/resources/activity-event';
import { useTestDatabase, viewerFor } from '@/lib/test-database';

useTestDatabase();

const https = rule(443, '0.0.0.0/0');
const byHand = rule(8443, '0.0.0.0/0');
let officer: Viewer;
let viewer: Viewer;
let stranger: Viewer;

const opened: ActivityEvent = {
  eventId: '7c2e0000-0000-0000-0000-0000000091bf',
  at: minute(18).toISOString(),
  account: '418203995571',
  region: 'us-east-1',
  service: 'ec2',
  action: 'AuthorizeSecurityGroupIngress',
  actor: 'd.okafor',
  actorKind: 'IAMUser',
  sourceAddress: '203.0.113.9',
  userAgent: 'console.amazonaws.com',
  errorCode: null,
  readOnly: false,
  subjects: ['sg-edge'],
  request: {
    groupId: 'sg-edge',
    ipPermissions: {
      items: [{ ipProtocol: 'tcp', fromPort: 8443, toPort: 8443, ipRanges: { items: [{ cidrIp: '0.0.0.0/0' }] } }],
    },
  },
  response: {},
};

beforeAll(async () => {
  const estate = await testEstate('queries');
  officer = await viewerFor('security-officer');
  viewer = await viewerFor('viewer');
  stranger = await viewerFor('security-officer', ['Northgate']);
  const syslog = declaredRule(31, 25, rule(6514, '10.20.4.17/32'));
  const edge = [declaredRule(14, 0, https)];
  await estate.declare(minute(1), [
    declaredGroup('edge', edge),
    declaredGroup('db', [declaredRule(40, 0, rule(5432, 'edge'))]),
  ]);
  const database = observedGroup('db', [rule(5432, 'sg-edge')]);
  const outside = observedGroup('launch-wizard-1', [rule(3389, '0.0.0.0/0')], 'Northgate');
  await estate.observe(minute(10), [observedGroup('edge', [https]), database, outside]);
  await estate.observe(minute(20), [observedGroup('edge', [https, byHand]), database, outside]);
  await estate.declare(minute(26), [
    declaredGroup('edge', [...edge, syslog]),
    declaredGroup('db', [], { at: place(40, 25) }),
  ]);
  await estate.observe(minute(40), [observedGroup('edge', [https, rule(6514, '10.20.4.17/32')]), database, outside]);
  const [scope] = await db().$queryRaw<{ id: string }[]>`SELECT id::text FROM scope LIMIT 1`;
  const other = { ...opened, eventId: 'other', at: minute(19).toISOString(), actor: 'r.nakamura', request: {} };
  const refused = { ...opened, eventId: 'refused', actor: 'nobody', errorCode: 'Client.UnauthorizedOperation' };
  await recordActivity(estate.viewer, scope?.id ?? '', [opened, other, refused]);
});

const at = (count: number) => minute(count).toISOString();
const list = (by: Viewer, more: object = {}) => listDrift(by, DriftFilter.parse(more));
const seriesOf = async (name: string, more: object) =>
  (await list(officer, more)).rows.find((row) => row.name === name)?.id ?? '';

describe('the list', () => {
  test('has what is open now, what lets the world in first', async () => {
    expect((await list(officer)).rows).toMatchObject([
      { name: 'db', groupId: 'sg-db', ahead: 'code', summary: 'Port 5432 from sg-edge, undeclared', closedAt: null },
    ]);
    const { rows } = await list(officer, { asOf: at(30) });
    expect(rows.map(({ name, ahead }) => [name, ahead])).toEqual([
      ['edge', 'both'],
      ['db', 'code'],
    ]);
  });

  test('is as of an earlier date: before and after it opened', async () => {
    expect((await list(officer, { asOf: at(19) })).rows).toEqual([]);
    expect((await list(officer, { asOf: at(21) })).rows).toMatchObject([
      { name: 'edge', ahead: 'cloud', worldOpen: true, since: minute(20), facility: 'Riverside', actor: 'd.okafor' },
    ]);
  });

  test('has nothing for a viewer without reach, and no names for one who may not see activity', async () => {
    expect((await list(stranger, { asOf: at(30) })).rows).toEqual([]);
    expect((await list(viewer, { asOf: at(21) })).rows).toMatchObject([{ name: 'edge', actor: null }]);
  });

  test('is as the OpenAPI document says', async () => {
    const { rows } = await list(officer, { asOf: at(30) });
    for (const row of rows) expect(rowSchemas.Drift.safeParse(JSON.parse(JSON.stringify(row))).error).toBeUndefined();
  });

  test('pages without repeating and filters by what is said', async () => {
    const first = await list(officer, { asOf: at(30), limit: 1 });
    const second = await list(officer, { asOf: at(30), limit: 1, cursor: first.next });
    expect([...first.rows, ...second.rows].map(({ name }) => name)).toEqual(['edge', 'db']);
    expect(second.next).toBeNull();
    const names = async (filter: object) =>
      (await list(officer, { asOf: at(30), ...filter })).rows.map(({ name }) => name);
    expect(await names({ ahead: 'both' })).toEqual(['edge']);
    expect(await names({ q: '8443 EDGE' })).toEqual(['edge']);
    expect(await names({ q: '100%' })).toEqual([]);
    expect(await names({ open: 'world' })).toEqual(['edge']);
    expect(await names({ facility: 'Northgate' })).toEqual([]);
  });
});

describe('the counts', () => {
  const counts = (by: Viewer, more: object = {}) => driftCounts(by, DriftFilter.parse(more));

  test('say of how many groups they speak, and how many no code speaks of', async () => {
    expect(await counts(officer)).toMatchObject({
      open: 1,
      code: 1,
      groups: 3,
      compared: 2,
      outside: 1,
      declarations: 2,
      codeOnly: 0,
    });
  });

  test('are as of an earlier date', async () => {
    expect(await counts(officer, { asOf: at(30) })).toMatchObject({
      open: 2,
      both: 1,
      code: 1,
      cloud: 0,
      worldOpen: 1,
    });
    expect(await counts(officer, { asOf: at(5) })).toMatchObject({ open: 0, groups: 0, declarations: 2 });
  });

  test('are of what is within reach', async () => {
    expect(await counts(stranger, { asOf: at(30) })).toMatchObject({ open: 0, groups: 1, compared: 0, outside: 1 });
    expect((await driftFacets(stranger, DriftFilter.parse({ asOf: at(30) }))).facility).toEqual([]);
    expect((await driftFacets(officer, DriftFilter.parse({ asOf: at(30) }))).facility).toEqual([
      { value: 'Riverside', count: 2 },
    ]);
  });
});

describe('one drift', () => {
  const get = async (by: Viewer, asOf?: string) =>
    getDrift(by, DriftQuery.parse({ id: await seriesOf('edge', { asOf: at(30) }), ...(asOf ? { asOf } : {}) }));

  test('shows both sides, its life, and the event that names the very rule', async () => {
    const drift = await get(officer, at(30));
    expect(drift.body.lines.map(({ kind, ahead }) => [kind, ahead])).toEqual([
      ['undeclared', 'cloud'],
      ['missing', 'code'],
      ['equal', null],
    ]);
    expect(drift.evidence).toMatchObject([
      {
        certainty: 'certain',
        what: 'AuthorizeSecurityGroupIngress',
        who: 'd.okafor',
        at: minute(18),
        reference: opened.eventId,
      },
      { certainty: 'certain', source: 'commit', who: 'M. Castellanos' },
    ]);
    expect(drift.trail).toBe('none');
    expect(drift.states.map(({ from, count }) => [from, count])).toEqual([
      [minute(20), 1],
      [minute(26), 2],
    ]);
    expect(drift).toMatchObject({
      closedAt: null,
      groupId: 'sg-edge',
      scan: { finishedAt: minute(20), outcome: 'complete' },
    });
    expect(drift.code[0]?.lines).toContain('  ports: 443');
  });

  test('is as of an earlier date, and still there when it is closed', async () => {
    expect((await get(officer, at(21))).body.lines).toHaveLength(2);
    expect(await get(officer)).toMatchObject({
      closedAt: minute(40),
      ahead: 'both',
      scan: { finishedAt: minute(20) },
    });
    await expect(get(officer, at(19))).rejects.toThrow('no such drift');
  });

  test('is not there without reach, and names nobody to one who may not see activity', async () => {
    await expect(get(stranger, at(30))).rejects.toThrow('no such drift');
    const seen = await get(viewer, at(30));
    expect(seen.trail).toBe('hidden');
    expect(JSON.stringify(seen)).not.toContain('okafor');
  });
});
