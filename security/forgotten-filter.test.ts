import { beforeAll, describe, expect, test, vi } from 'vitest';
import type { Viewer } from '@/lib/access/viewer';
import { db, Prisma } from '@/lib/db';
import { DriftFilter } from '@/lib/queries/drift-filter';
import { encryptionCoverage } from '@/lib/queries/encryption-coverage';
import { frameData } from '@/lib/queries/frame-data';
import { getResource } from '@/lib/queries/get-resource';
import { getRun } from '@/lib/queries/get-run';
import { hostFacets } from '@/lib/queries/host-facets';
import { HostFilter } from '@/lib/queries/host-filter';
import { kindCounts } from '@/lib/queries/kind-counts';
import { ActivityFilter, listActivity } from '@/lib/queries/list-activity';
import { listDrift } from '@/lib/queries/list-drift';
import { EncryptionFilter, listEncryption } from '@/lib/queries/list-encryption';
import { HistoryFilter, listHistory } from '@/lib/queries/list-history';
import { listHosts } from '@/lib/queries/list-hosts';
import { listResources } from '@/lib/queries/list-resources';
import { listRuns } from '@/lib/queries/list-runs';
import { listSnapshots, SnapshotFilter } from '@/lib/queries/list-snapshots';
import { ResourceFilter } from '@/lib/queries/resource-filter';
import { RunFilter } from '@/lib/queries/run-filter';
import { search } from '@/lib/queries/search';
import { minute, testEstate } from '@/lib/queries/test-estate';
import { useTestDatabase, viewerFor } from '@/lib/test-database';

// Every query without its own condition: what is left is the wall of the database.
vi.mock('@/lib/access/transaction', async (original) => ({
  ...(await original<typeof import('@/lib/access/transaction')>()),
  withinReach: () => Prisma.sql`TRUE`,
}));
useTestDatabase();

const asOf = minute(25);
/** Of the other facility: its name, its host's, its volumes', its task's. */
const foreign = /Northgate|"db"|vol-[23]|No such package/;
let near: Viewer;
let far: Viewer;
let host: string;
let run: string;

beforeAll(async () => {
  await testEstate();
  near = await viewerFor('administrator', ['Riverside']);
  far = await viewerFor('administrator');
  const [found] = await db().$queryRaw<{ host: string; run: string }[]>`
    SELECT host_id::text AS host, id::text AS run FROM run WHERE facility = 'Northgate' ORDER BY id DESC LIMIT 1`;
  [host, run] = [found?.host ?? '', found?.run ?? ''];
});

const text = (answer: unknown) =>
  JSON.stringify(answer, (_key, value) => (value instanceof Map ? [...value] : value)) ?? '';

const queries: Record<string, (viewer: Viewer) => Promise<unknown>> = {
  listHosts: (viewer) => listHosts(viewer, HostFilter.parse({ asOf: asOf.toISOString() })),
  hostFacets: (viewer) => hostFacets(viewer, HostFilter.parse({ asOf: asOf.toISOString() })),
  listResources: (viewer) => listResources(viewer, ResourceFilter.parse({ asOf: asOf.toISOString() })),
  listSnapshots: (viewer) => listSnapshots(viewer, SnapshotFilter.parse({})),
  listRuns: (viewer) => listRuns(viewer, RunFilter.parse({ asOf: asOf.toISOString() })),
  listEncryption: (viewer) => listEncryption(viewer, EncryptionFilter.parse({ asOf: asOf.toISOString() })),
  search: (viewer) => search(viewer, { q: 'db', asOf }),
};

test.each(Object.entries(queries))('%s', async (_name, query) => {
  expect(text(await query(far))).toMatch(foreign);
  expect(text(await query(near))).not.toMatch(foreign);
});

describe('of environment and team', () => {
  const home = { facility: 'Riverside', environment: 'production', team: 'EHR platform' };
  test.each(Object.entries(queries))('%s', async (_name, query) => {
    // One grant that covers all three shows what the whole facility shows.
    const fine = await viewerFor('administrator', [home]);
    expect(text(await query(fine))).not.toMatch(foreign);
    expect(text(await query(fine)).replaceAll(/"(since|at|cursor|next)":"[^"]*"/g, '')).toBe(
      text(await query(near)).replaceAll(/"(since|at|cursor|next)":"[^"]*"/g, ''),
    );
    // Each part that is not its own hides it, whatever the others say.
    for (const other of [{ environment: 'test' }, { team: 'Labs' }, { facility: 'Northgate', environment: 'test' }]) {
      const away = await viewerFor('administrator', [{ ...home, ...other }, { team: 'Labs' }]);
      expect(text(await query(away))).not.toMatch(/Riverside|"web"|vol-1|Northgate|"db"|vol-[23]|No such package/);
    }
  });
});

test('counts', async () => {
  const [all, few] = [await kindCounts(far, asOf), await kindCounts(near, asOf)];
  expect([all.get('host'), few.get('host')]).toEqual([2, 1]);
  expect(text(await encryptionCoverage(near, { asOf }))).not.toBe(text(await encryptionCoverage(far, { asOf })));
  expect(text(await listActivity(near, ActivityFilter.parse({})))).not.toMatch(foreign);
  expect(text(await listDrift(near, DriftFilter.parse({})))).not.toMatch(foreign);
  expect(text(await frameData(near))).not.toBe(text(await frameData(far)));
});

test('by id: a foreign host and run are not there', async () => {
  await getResource(far, { id: host, asOf });
  await expect(getResource(near, { id: host, asOf })).rejects.toMatchObject({ code: 'not-found' });
  await getRun(far, { id: run, asOf: undefined });
  await expect(getRun(near, { id: run, asOf: undefined })).rejects.toMatchObject({ code: 'not-found' });
  await expect(listHistory(near, HistoryFilter.parse({ id: host }))).rejects.toMatchObject({ code: 'not-found' });
});
