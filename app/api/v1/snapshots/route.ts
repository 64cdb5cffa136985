import { listSnapshots, SnapshotFilter } from '@/lib/queries/list-snapshots';
import { route } from '@/lib/route';

export const GET = route({
  can: 'fleet:read',
  query: SnapshotFilter,
  csv: { name: 'snapshots' },
  answer: listSnapshots,
});
