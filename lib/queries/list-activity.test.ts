import { beforeAll, describe, expect, test } from 'vitest';
import type { Viewer } from '@/lib/access/viewer';
import { db } from '@/lib/db';
import { activityFacets } from '@/lib/queries/activity-facets';
import { getActivityBody } from '@/lib/queries/get-activity-body';
import { ActivityFilter, listActivity } from '@/lib/queries/list-activity';
import { useTestDatabase, viewerFor } from '@/lib/test-database';

useTestDatabase();

let officer: Viewer;
const ask = (viewer: Viewer, filter: object) => listActivity(viewer, ActivityFilter.parse(filter));

beforeAll(async () => {
  officer = await viewerFor('security-officer');
  await db().$executeRaw`INSERT INTO source (name, provider) VALUES ('aws', 'aws')`;
  await db().$executeRaw`INSERT INTO scope (source_id, key, kind, account, region, created_at)
    VALUES (1, '1/us-east-1/activity', 'activity', '1', 'us-east-1', '2026-01-01Z')`;
  await db()
    .$executeRaw`INSERT INTO scan (scope_id, started_at, finished_at, outcome) VALUES (1, '2026-11-14Z', '2026-11-14Z', 'complete')`;
  await db().$executeRaw`INSERT INTO activity
      (event_id, scope_id, at, account, region, service, action, actor, actor_kind, error_code, read_only, subjects, facility, body)
    VALUES
      ('e1', 1, '2026-11-13T22:47:09Z', '1', 'us-east-1', 'ec2', 'AuthorizeSecurityGroupIngress', 'd.okafor', 'IAMUser', NULL, false, '{sg-1}', 'northgate', '{"request":{"port":22},"response":{}}'),
      ('e2', 1, '2026-11-13T22:48:00Z', '1', 'us-east-1', 'ec2', 'RevokeSecurityGroupIngress', 'd.okafor', 'IAMUser', 'UnauthorizedOperation', false, '{sg-1,sg-2}', 'northgate', '{"request":{},"response":null}'),
      ('e3', 1, '2026-11-13T23:00:00Z', '1', 'us-east-1', 's3', 'ListBuckets', 'ci', 'AssumedRole', NULL, true, '{}', NULL, '{"request":null,"response":null}'),
      ('e4', 1, '2026-11-14T08:00:00Z', '1', 'us-east-1', 's3', 'PutBucketPolicy', 'ci', 'AssumedRole', NULL, false, '{logs}', 'harbour', '{"request":null,"response":null}')`;
});

test('answers the latest first and says how old the source is', async () => {
  const answer = await ask(officer, {});
  expect(answer.rows.map(({ eventId }) => eventId)).toEqual(['e4', 'e2', 'e1']);
  expect(answer.rows[1]).toMatchObject({ outcome: 'refused', subjects: ['sg-1', 'sg-2'], actor: 'd.okafor' });
  expect(answer.coverage.scopes).toHaveLength(1);
});

describe('the filter', () => {
  test.each([
    [{ reads: 'shown' }, ['e4', 'e3', 'e2', 'e1']],
    [{ subject: 'sg-1' }, ['e2', 'e1']],
    [{ actor: 'ci' }, ['e4']],
    [{ service: 'ec2', outcome: 'done' }, ['e1']],
    [{ action: 'PutBucketPolicy' }, ['e4']],
    [{ facility: 'northgate' }, ['e2', 'e1']],
    [{ q: 'okafor sg-2' }, ['e2']],
    [{ event: 'e1' }, ['e1']],
    [{ asOf: '2026-11-13T22:47:30Z' }, ['e1']],
    [{ asOf: '2026-11-01T00:00:00Z' }, []],
  ])('%j leaves %j', async (filter, events) => {
    expect((await ask(officer, filter)).rows.map(({ eventId }) => eventId)).toEqual(events);
  });
});

test('pages meet each event once', async () => {
  const first = await ask(officer, { limit: 2 });
  const second = await ask(officer, { limit: 2, cursor: first.next ?? undefined });
  expect([...first.rows, ...second.rows].map(({ eventId }) => eventId)).toEqual(['e4', 'e2', 'e1']);
  expect(second.next).toBeNull();
});

describe('reach', () => {
  test('keeps other facilities out of list, facets and bodies', async () => {
    const northgate = await viewerFor('engineer', ['northgate']);
    const { rows } = await ask(northgate, { reads: 'shown' });
    expect(rows.map(({ eventId }) => eventId)).toEqual(['e2', 'e1']);
    const facets = await activityFacets(northgate, ActivityFilter.parse({ reads: 'shown' }));
    expect(facets.facility).toEqual([{ value: 'northgate', count: 2 }]);
    await expect(getActivityBody(northgate, rows[1]?.id ?? '')).resolves.toMatchObject({ request: { port: 22 } });
    await expect(getActivityBody(northgate, '4')).rejects.toMatchObject({ code: 'not-found' });
  });

  test('of nothing shows nothing', async () => {
    expect((await ask(await viewerFor('engineer', []), { reads: 'shown' })).rows).toEqual([]);
  });
});

test.each(['viewer', 'ingest'] as const)('%s sees nothing of it', async (role) => {
  const viewer = await viewerFor(role);
  await expect(ask(viewer, {})).rejects.toMatchObject({ code: 'forbidden' });
  await expect(getActivityBody(viewer, '1')).rejects.toMatchObject({ code: 'forbidden' });
});
