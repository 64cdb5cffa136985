import { reading, withinReach } from '@/lib/access/transaction';
import type { Viewer } from '@/lib/access/viewer';
import { validAt } from '@/lib/queries/as-of';

export interface OpenItem {
  state: 'fail' | 'unknown' | 'cloud-ahead' | 'code-ahead';
  /** Check or group that it is about */
  title: string;
  what: string;
  since: Date;
  href: string;
}

/** Failed and unknown findings and open drift of a resource and of what is related to it, as of a date. */
export async function openOn(viewer: Viewer, resourceIds: readonly string[], asOf: Date | null): Promise<OpenItem[]> {
  const ids = [...resourceIds];
  return reading(
    viewer,
    'fleet:read',
    async (tx) => tx.$queryRaw<OpenItem[]>`
    SELECT f.outcome AS state, f.check_id AS title, s.name || ': ' || f.reason AS what, f.valid_from AS since, '/fleet/' || f.resource_id AS href
    FROM finding f JOIN snapshot s ON s.resource_id = f.resource_id AND ${validAt(asOf, 's')}
    WHERE f.resource_id = ANY(${ids}::bigint[]) AND f.outcome IN ('fail', 'unknown') AND ${validAt(asOf, 'f')} AND ${withinReach(viewer, 'f')}
    UNION ALL SELECT CASE d.ahead WHEN 'code' THEN 'code-ahead' ELSE 'cloud-ahead' END, d.name, d.summary, d.opened_at, '/drift/' || d.series
    FROM drift d WHERE d.resource_id = ANY(${ids}::bigint[]) AND ${validAt(asOf, 'd')} AND ${withinReach(viewer, 'd')}
    ORDER BY since`,
  );
}
