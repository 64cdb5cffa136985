import type { Permission } from '@/lib/access/permissions';
import { type Entry, list, one, plain } from './entry';

const people = 'Who reaches what is the business of those who may see users';
const log = 'The audit log is for those who keep watch over everybody, and knows no facilities';
const page = (entry: Entry): Entry => ({ ...entry, csv: false });
const inWords = (can: Permission): Entry => ({ ...plain(can), inWords: true, namesAll: people });

/** Every page; the frame around it asks for fleet:read. */
export const pageEntries: Record<string, Entry> = {
  'page /': pageOf(list('fleet:read'), ['facility']),
  'page /fleet': {
    can: 'fleet:read',
    cases: async (estate, asker) => [
      ...(await list('fleet:read').cases(estate, asker)),
      ...(await list('fleet:read', { kind: 'aws.ec2.volume' }).cases(estate, asker)),
    ],
  },
  'page /fleet/[id]': page(one('fleet:read', 'host', [{}, { tab: 'history' }, { tab: 'runs' }, { tab: 'activity' }])),
  'page /runs': page(list('runs:read', { period: '30d' })),
  'page /runs/[id]': page(one('runs:read', 'run')),
  'page /drift': page(list('drift:read')),
  'page /drift/[id]': page(one('drift:read', 'drift')),
  'page /encryption': page(list('encryption:read')),
  'page /audit': {
    can: 'fleet:read',
    namesAll: log,
    cases: (estate, asker) => [
      { target: 'all', ask: {}, status: 200 },
      ...['kestrel', 'magpie'].map((bird) => ({ target: bird, ask: { search: { q: bird } }, status: 200 })),
      ...(page(list('fleet:read', { in: 'estate' })).cases(estate, asker) as []),
    ],
  },
  'page /sources': {
    can: 'sources:read',
    cases: ({ source }) => [
      { target: 'all', ask: {}, status: 200 },
      { target: 'open', ask: { search: { open: source } }, status: 200 },
    ],
  },
  'page /settings': {
    can: 'account',
    cases: (_estate, { kind }) => [{ target: 'own', ask: {}, status: kind === 'person' ? 200 : 404 }],
  },
  'page /settings/users': inWords('users:read'),
  'page /settings/tokens': inWords('tokens:read'),
  'page /settings/break-glass': inWords('break-glass:read'),
  'page /settings/facilities': inWords('facilities:read'),
  'page /settings/retention': inWords('retention:read'),
  'page /settings/security': inWords('security:read'),
  'page /settings/sessions': inWords('security:read'),
  'page /settings/providers': inWords('providers:read'),
  'page /settings/roles': plain('fleet:read'),
  'page /signed-in': {
    can: 'anybody',
    cases: (_estate, { role }) => [{ target: 'all', ask: {}, status: role === null ? 307 : 200 }],
  },
  'page /sign-in/again': plain('account'),
  'page /invitation': plain('anybody'),
  'page /outside-period': plain('anybody'),
  'page /first': plain('anybody'),
  'page /sign-in': {
    can: 'anybody',
    cases: (_estate, { role }) => [{ target: 'all', ask: {}, status: role === null ? 200 : 307 }],
  },
};

/** A page that takes less than a list does. */
function pageOf(entry: Entry, known: readonly string[]): Entry {
  const cases: Entry['cases'] = async (estate, asker) =>
    (await entry.cases(estate, asker)).filter(({ ask }) =>
      Object.keys(ask.search ?? {}).every((key) => known.includes(key)),
    );
  return page({ ...entry, cases });
}
