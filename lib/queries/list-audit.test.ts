import { beforeAll, describe, expect, test } from 'vitest';
import type { Viewer } from '@/lib/access/viewer';
import { db } from '@/lib/db';
import { auditFacets } from '@/lib/queries/audit-facets';
import { AuditFilter } from '@/lib/queries/audit-filter';
import { listAudit } from '@/lib/queries/list-audit';
import { useTestDatabase, viewerFor } from '@/lib/test-database';

useTestDatabase();

let officer: Viewer;
const list = async (filter: object) => (await listAudit(officer, AuditFilter.parse(filter))).rows;

beforeAll(async () => {
  officer = await viewerFor('security-officer');
  await db().$executeRaw`INSERT INTO user_account (email, name) VALUES ('a@example.org', 'A. Moreau')`;
  await db().$executeRaw`INSERT INTO role_grant (user_id, role, valid_from, valid_to) VALUES
    (1, 'engineer', '2026-01-01Z', '2026-11-10Z'), (1, 'administrator', '2026-11-10Z', 'infinity')`;
  await db().$executeRaw`INSERT INTO audit_event
      (at, actor_kind, actor_id, actor, action, outcome, object_kind, object_id, object, before, after, reason, address, request_id, reach)
    VALUES
      ('2026-11-01T10:00:00Z', 'person', '1', 'A. Moreau', 'token.made', 'done', 'token', '7', 'ci', NULL, '{"role":"viewer"}', NULL, '10.1.2.3', 'req_a', 'Riverside'),
      ('2026-11-12T10:00:00Z', 'person', '1', 'A. Moreau', 'role.changed', 'done', 'user', '9', 'b@example.org', '{"role":"viewer"}', '{"role":"auditor"}', 'CHG-12', '10.1.2.3', 'req_b', NULL),
      ('2026-11-12T10:00:00Z', 'person', '1', 'A. Moreau', 'sessions.ended', 'done', 'user', '9', 'b@example.org', NULL, NULL, NULL, '10.1.2.3', 'req_b', NULL),
      ('2026-11-13T10:00:00Z', 'anonymous', NULL, 'Somebody unknown', 'access.refused', 'refused', 'door', NULL, 'GET /api/v1/hosts', NULL, NULL, 'Sign in', '6.6.6.6', 'req_c', NULL),
      ('2026-11-13T11:00:00Z', 'job', NULL, 'ingest', 'scan.recorded', 'done', 'scope', '3', NULL, NULL, NULL, NULL, NULL, 'req_d', NULL)`;
});

test('answers the latest first, with what the actor was then, before and after, and why', async () => {
  const rows = await list({});
  expect(rows.map(({ action }) => action)).toEqual([
    'scan.recorded',
    'access.refused',
    'sessions.ended',
    'role.changed',
    'token.made',
  ]);
  expect(rows[3]).toMatchObject({
    actor: 'A. Moreau',
    actorRole: 'administrator',
    before: { role: 'viewer' },
    after: { role: 'auditor' },
    reason: 'CHG-12',
    requestId: 'req_b',
  });
  expect(rows[4]?.actorRole).toBe('engineer');
});

describe('the filter', () => {
  test.each([
    [{ actor: 'A. Moreau' }, 3],
    [{ action: ['role.changed', 'token.made'] }, 2],
    [{ action: '-scan.recorded' }, 4],
    [{ kind: 'user', object: '9' }, 2],
    [{ outcome: 'refused' }, 1],
    [{ request: 'req_b' }, 2],
    [{ jobs: 'hidden' }, 4],
    [{ jobs: 'hidden', action: 'scan.recorded' }, 1],
    [{ jobs: 'hidden', actor: 'ingest' }, 1],
    [{ from: '2026-11-13T00:00:00Z' }, 2],
    [{ from: '2026-11-01T00:00:00Z', to: '2026-11-12T10:00:00Z' }, 1],
    [{ q: '10.1.2.3 moreau' }, 3],
    [{ q: 'chg-12' }, 1],
    [{ q: '100%' }, 0],
    [{ q: '10.1' }, 3],
    [{ q: 'req_b' }, 2],
    [{ q: 'b@example.org moreau' }, 2],
    [{ q: '6.6.6.6 sign' }, 1],
    [{ q: 'moreau', actor: 'A. Moreau' }, 3],
    [{ address: '6.6.6.6' }, 1],
    [{ address: ['6.6.6.6', '10.1.2.3'] }, 4],
    [{ reach: 'Riverside' }, 1],
    [{ reach: '*' }, 0],
    [{ reads: 'hidden' }, 5],
    [{ q: "'; DROP TABLE audit_event; --" }, 0],
    [{ asOf: '2026-11-12T10:00:00Z' }, 3],
    [{ asOf: '2026-10-01T00:00:00Z' }, 0],
  ])('%j leaves %i', async (filter, count) => {
    expect(await list(filter)).toHaveLength(count);
  });
});

test('pages meet each event once, also those of one moment', async () => {
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await listAudit(officer, AuditFilter.parse({ limit: 1, cursor }));
    seen.push(...page.rows.map(({ id }) => id));
    cursor = page.next ?? undefined;
  } while (cursor);
  expect(seen).toEqual(['5', '4', '3', '2', '1']);
});

test.each(['x', Buffer.from('["a"]').toString('base64url'), Buffer.from('{}').toString('base64url')])(
  'the cursor %s is refused',
  async (cursor) => {
    await expect(list({ cursor })).rejects.toMatchObject({ code: 'invalid', detail: { field: 'cursor' } });
  },
);

test('facets count what the list holds, and tell since when', async () => {
  const { values, oldestAt } = await auditFacets(officer, AuditFilter.parse({ jobs: 'hidden' }));
  expect(values.actor).toEqual([
    { value: 'A. Moreau', count: 3 },
    { value: 'Somebody unknown', count: 1 },
  ]);
  expect(oldestAt).toEqual(new Date('2026-11-01T10:00:00Z'));
});

test.each(['viewer', 'engineer', 'manager', 'ingest'] as const)('%s sees nothing of it', async (role) => {
  const viewer = await viewerFor(role);
  await expect(listAudit(viewer, AuditFilter.parse({}))).rejects.toMatchObject({ code: 'forbidden' });
  await expect(auditFacets(viewer, AuditFilter.parse({}))).rejects.toMatchObject({ code: 'forbidden' });
});

test.each(['UPDATE audit_event SET actor = $$x$$', 'DELETE FROM audit_event', 'TRUNCATE audit_event'])(
  'the database refuses %s',
  async (sql) => {
    await expect(db().$executeRawUnsafe(sql)).rejects.toThrow('only appended to');
  },
);
