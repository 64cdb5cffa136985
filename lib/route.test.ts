import { beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { makeToken } from '@/lib/access/token';
import { can, type Viewer } from '@/lib/access/viewer';
import { db } from '@/lib/db';
import { AppError } from '@/lib/errors';
import { ListFilter } from '@/lib/queries/page';
import { route } from '@/lib/route';
import { useTestDatabase } from '@/lib/test-database';

useTestDatabase();

const tokens: Record<string, string> = {};

beforeAll(async () => {
  for (const role of ['viewer', 'engineer', 'ingest'] as const) {
    const { secret, hash, hint } = makeToken('api');
    await db().$executeRaw`INSERT INTO token (name, hash, hint, role, created_by, expires_at)
      VALUES (${role}, ${hash}, ${hint}, ${role}, 'test', now() + interval '1 day')`;
    tokens[role] = secret;
  }
});

const Filter = ListFilter.extend({ kind: z.string().optional() });

async function listLetters(_viewer: Viewer, filter: z.output<typeof Filter>) {
  const all = ['a', 'b', '=c'].filter((letter) => filter.kind === undefined || letter === filter.kind);
  const from = Number(filter.cursor ?? 0);
  return {
    rows: all.slice(from, from + 2).map((letter) => ({ letter, at: filter.asOf ?? null })),
    next: from + 2 < all.length ? String(from + 2) : null,
    asOf: filter.asOf ?? null,
    observedAt: null,
    coverage: { complete: true, scopes: [] },
  };
}

const GET = route({ can: 'fleet:read', query: Filter, csv: { name: 'letters' }, answer: listLetters });

function ask(handler: typeof GET, query = '', init: RequestInit & { as?: string } = {}) {
  const headers = new Headers(init.headers);
  if (init.as) headers.set('authorization', `Bearer ${tokens[init.as]}`);
  headers.set('x-forwarded-for', '192.0.2.7');
  return handler(new Request(`http://127.0.0.1:3000/api/v1/letters${query}`, { ...init, headers }));
}

test('a list comes in the envelope of the API and is never stored', async () => {
  const response = await ask(GET, '?asOf=2026-11-01T00:00:00Z', { as: 'viewer' });
  expect(response.status).toBe(200);
  expect(response.headers.get('cache-control')).toBe('no-store');
  expect(response.headers.get('x-request-id')).toMatch(/^req_[\w-]{12}$/);
  expect(await response.json()).toEqual({
    data: [
      { letter: 'a', at: '2026-11-01T00:00:00.000Z' },
      { letter: 'b', at: '2026-11-01T00:00:00.000Z' },
    ],
    page: { next: '2' },
    asOf: '2026-11-01T00:00:00.000Z',
    observedAt: null,
    coverage: { complete: true, scopes: [] },
  });
});

describe('a refusal is a problem document and says which field', () => {
  test.each([
    ['?asOf=yesterday', 'asOf'],
    ['?limit=501', 'limit'],
    ['?knd=x', 'knd'],
    ['?kind=a&kind=b', 'kind'],
    ['?format=xlsx', 'format'],
  ])('%s', async (query, field) => {
    const response = await ask(GET, query, { as: 'viewer' });
    expect(response.status).toBe(422);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(await response.json()).toMatchObject({ type: 'urn:plumbline:problem:invalid', status: 422, field });
  });
});

test('nobody gets nothing, and the refusal is on record', async () => {
  const response = await ask(GET, '', { headers: { RSC: '1' } });
  expect(response.status).toBe(401);
  expect(response.headers.get('www-authenticate')).toContain('Bearer');
  expect(await response.text()).not.toContain('letter":');
  const events = await db().auditEvent.findMany({ where: { action: 'access.refused', actorKind: 'anonymous' } });
  expect(events[0]).toMatchObject({ outcome: 'refused', object: 'GET /api/v1/letters', address: '192.0.2.7' });
});

test('a viewer without the permission is refused before anything is parsed', async () => {
  const response = await ask(GET, '?asOf=nonsense', { as: 'ingest' });
  expect(response.status).toBe(403);
  expect(await response.json()).toMatchObject({ permission: 'fleet:read' });
});

test('an unforeseen error tells nothing but the request id', async () => {
  const failing = route({
    can: 'fleet:read',
    answer: async () => {
      throw new Error('SELECT secret FROM user_account');
    },
  });
  const response = await ask(failing, '', { as: 'viewer' });
  expect(response.status).toBe(500);
  const text = await response.text();
  expect(text).not.toMatch(/SELECT|secret|stack/);
  expect(text).toContain(response.headers.get('x-request-id') ?? 'missing');
});

describe('a write', () => {
  const POST = route({
    can: 'account',
    body: z.object({ name: z.string().min(1) }),
    answer: async (viewer, { name }) => ({ name, may: can(viewer, 'account') }),
  });
  const body = JSON.stringify({ name: 'x' });
  const type = { 'content-type': 'application/json' };

  test('with a token needs no origin', async () => {
    const response = await ask(POST, '', { method: 'POST', as: 'viewer', body, headers: type });
    expect(await response.json()).toEqual({ data: { name: 'x', may: true } });
  });
  test.each([
    ['no JSON', '{', type, 400],
    ['another content type', body, { 'content-type': 'text/plain' }, 400],
    ['a field too many', JSON.stringify({ name: 'x', role: 'administrator' }), type, 422],
    ['too large', JSON.stringify({ name: 'x'.repeat(300_000) }), type, 413],
  ])('with %s is refused', async (_case, given, headers, status) => {
    expect((await ask(POST, '', { method: 'POST', as: 'viewer', body: given, headers })).status).toBe(status);
  });
});

describe('?format=csv', () => {
  test('streams every page, as of one moment, without formulas, and leaves two audit events', async () => {
    const response = await ask(GET, '?format=csv&limit=1&asOf=2026-11-01T00:00:00Z', { as: 'engineer' });
    expect(response.headers.get('content-disposition')).toBe(
      'attachment; filename="plumbline-letters-2026-11-01T00-00-00Z.csv"',
    );
    expect(response.headers.get('cache-control')).toBe('no-store');
    const at = '2026-11-01T00:00:00.000Z';
    expect(await response.text()).toBe(`letter,at\r\na,${at}\r\nb,${at}\r\n"'=c",${at}\r\n`);
    const events = await db().auditEvent.findMany({ where: { objectId: 'letters' }, orderBy: { id: 'asc' } });
    expect(events.map(({ action }) => action)).toEqual(['export.begun', 'export.made']);
    expect(events[0]?.after).toContain('2026-11-01T00:00:00.000Z');
    expect(events[1]?.after).toBe('{"rows":3}');
    expect(events[0]?.requestId).toBe(events[1]?.requestId);
  });

  test('needs the permission to export', async () => {
    expect((await ask(GET, '?format=csv', { as: 'viewer' })).status).toBe(403);
  });

  test('sends no byte when its audit event cannot be written', async () => {
    await db().$executeRaw`ALTER TABLE audit_event RENAME TO audit_event_away`;
    try {
      const response = await ask(GET, '?format=csv', { as: 'engineer' });
      expect(response.status).toBe(503);
      expect(response.headers.get('retry-after')).toBe('10');
      expect(await response.text()).not.toContain('letter,at');
    } finally {
      await db().$executeRaw`ALTER TABLE audit_event_away RENAME TO audit_event`;
    }
  });

  test('that is broken off says so in the log', async () => {
    const slow = route({
      can: 'fleet:read',
      query: Filter,
      csv: { name: 'slow' },
      answer: async (viewer, filter) => {
        if (filter.cursor) throw new AppError('unavailable', 'gone');
        return listLetters(viewer, filter);
      },
    });
    const response = await ask(slow, '?format=csv', { as: 'engineer' });
    await expect(response.text()).rejects.toThrow();
    const last = await db().auditEvent.findFirst({ where: { objectId: 'slow' }, orderBy: { id: 'desc' } });
    expect(last).toMatchObject({ action: 'export.broken-off', outcome: 'failed', after: '{"rows":2}' });
  });
});
