import { beforeAll, expect, test } from 'vitest';
import type { z } from 'zod';
import type { Viewer } from '@/lib/access/viewer';
import { HostFilter } from '@/lib/queries/host-filter';
import { EncryptionFilter, listEncryption } from '@/lib/queries/list-encryption';
import { HistoryFilter, listHistory } from '@/lib/queries/list-history';
import { listHosts } from '@/lib/queries/list-hosts';
import { listResources } from '@/lib/queries/list-resources';
import { listRuns } from '@/lib/queries/list-runs';
import { listSnapshots, SnapshotFilter } from '@/lib/queries/list-snapshots';
import { ResourceFilter } from '@/lib/queries/resource-filter';
import { rowSchemas } from '@/lib/queries/row-schemas';
import { RunFilter } from '@/lib/queries/run-filter';
import { minute, testEstate } from '@/lib/queries/test-estate';
import { useTestDatabase, viewerFor } from '@/lib/test-database';

useTestDatabase();
let viewer: Viewer;
beforeAll(async () => {
  await testEstate();
  viewer = await viewerFor('administrator');
});

const asOf = minute(35).toISOString();
const lists: [keyof typeof rowSchemas, () => Promise<{ rows: unknown[] }>][] = [
  ['Host', () => listHosts(viewer, HostFilter.parse({ asOf }))],
  ['Resource', () => listResources(viewer, ResourceFilter.parse({ asOf }))],
  ['Snapshot', () => listSnapshots(viewer, SnapshotFilter.parse({ asOf }))],
  ['Encryption', () => listEncryption(viewer, EncryptionFilter.parse({ asOf }))],
  ['Run', () => listRuns(viewer, RunFilter.parse({ asOf, period: 'all' }))],
  [
    'HistoryState',
    async () => {
      const { rows } = await listResources(viewer, ResourceFilter.parse({ asOf, kind: 'aws.ec2.security-group' }));
      return listHistory(viewer, HistoryFilter.parse({ asOf, id: rows[0]?.id }));
    },
  ],
];

test.each(lists)('rows of %s are as the OpenAPI document says', async (name, list) => {
  const { rows } = await list();
  expect(rows.length).toBeGreaterThan(0);
  const schema: z.ZodType = rowSchemas[name];
  for (const row of rows) expect(schema.safeParse(JSON.parse(JSON.stringify(row))).error?.issues).toBeUndefined();
});
