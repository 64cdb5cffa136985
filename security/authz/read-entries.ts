import { db } from '@/lib/db';
import { type Entry, list, may, one, plain } from './entry';

const log = 'The audit log is for those who keep watch over everybody, and knows no facilities';
const people = 'Who reaches what is the business of those who may see users';

/** Every door that answers and changes nothing. */
export const readEntries: Record<string, Entry> = {
  'GET /api/health/live': { ...plain('anybody'), csv: 'unasked' },
  'GET /api/health/ready': { ...plain('anybody'), csv: 'unasked' },
  'GET /api/metrics': { ...plain('sources:read'), csv: 'unasked' },
  'GET /api/v1/openapi.json': { ...plain('fleet:read'), csv: 'unasked' },
  'GET /api/v1/hosts': list('fleet:read'),
  'GET /api/v1/resources': list('fleet:read'),
  'GET /api/v1/snapshots': list('fleet:read'),
  'GET /api/v1/runs': list('runs:read'),
  'GET /api/v1/runs/errors': { ...list('runs:read'), csv: false },
  'GET /api/v1/drift': list('drift:read'),
  'GET /api/v1/encryption': { ...list('encryption:read'), evidence: true },
  'GET /api/v1/activity': list('activity:read', { reads: 'shown' }),
  'GET /api/v1/resources/[id]': one('fleet:read', 'resource'),
  'GET /api/v1/resources/[id]/history': { ...one('fleet:read', 'resource'), csv: true },
  'GET /api/v1/runs/[id]': one('runs:read', 'run'),
  'GET /api/v1/past': {
    can: 'fleet:read',
    cases: ({ until }) => [{ target: 'all', ask: { search: { asOf: until.toISOString() } }, status: 200 }],
  },
  'GET /api/v1/search': {
    can: 'fleet:read',
    cases: () =>
      ['kestrel', 'magpie', 'heron', 'nobody', '8443', '10.9', 'b5520e8', 'actor', '00'].map((q) => ({
        target: q,
        ask: { search: { q } },
        status: 200,
      })),
  },
  'GET /api/v1/sources': { ...plain('sources:read'), csv: true },
  'GET /api/v1/scans': { ...plain('sources:read'), csv: true },
  'GET /api/v1/sample': plain('sources:read'),
  'GET /api/v1/sources/[id]/collection': {
    can: 'sources:read',
    cases: async ({ source }) => {
      await db()
        .$executeRaw`INSERT INTO collection (source_id, asked_at, asked_by) VALUES (${source}::bigint, now(), 'test')
        ON CONFLICT DO NOTHING`;
      return [
        { target: 'own', ask: { params: { id: source } }, status: 200 },
        { target: 'missing', ask: { params: { id: '987654321' } }, status: 404 },
      ];
    },
  },
  'GET /api/v1/sources/test/[id]': {
    can: 'sources:write',
    cases: async () => {
      const [test] = await db().$queryRaw<{ id: string }[]>`
        INSERT INTO source_test (provider, config, asked_by, finished_at) VALUES ('git', '{}', 'test', now()) RETURNING id::text`;
      return [
        { target: 'own', ask: { params: { id: test?.id ?? '' } }, status: 200 },
        { target: 'missing', ask: { params: { id: '987654321' } }, status: 404 },
      ];
    },
  },
  'GET /api/v1/roles': { ...plain('account'), csv: true },
  'GET /api/v1/session': {
    can: 'account',
    cases: (_estate, { kind }) => [{ target: 'own', ask: {}, status: kind === 'person' ? 200 : 404 }],
  },
  'GET /api/v1/users': { ...plain('users:read'), csv: true, namesAll: people },
  'GET /api/v1/tokens': { ...plain('tokens:read'), csv: true, namesAll: people },
  'GET /api/v1/sessions': {
    can: 'account',
    csv: true,
    cases: (_estate, asker) => [
      { target: 'own', ask: {}, status: 200 },
      {
        target: 'other',
        ask: { search: { whose: 'all' } },
        status: may(asker, 'security:read') ? 200 : 403,
      },
    ],
  },
  'GET /api/v1/audit': { ...plain('audit:read'), csv: true, evidence: true, namesAll: log },
  'GET /api/v1/audit/checkpoints': plain('audit:read'),
  'GET /api/v1/audit/consistency': plain('audit:read', { search: { from: '1', to: '2' } }),
  'GET /api/v1/audit/part': {
    can: 'audit:read',
    cases: (_estate, { unproven }) => [
      { target: 'all', ask: { search: { from: '0', to: '1' } }, status: unproven ? 403 : 200 },
    ],
    csv: 'unasked',
    namesAll: log,
  },
  'GET /api/v1/audit/proof': { ...plain('audit:read', { search: { event: '1' } }), namesAll: log },
};
