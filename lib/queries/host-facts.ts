import { reading, withinReach } from '@/lib/access/transaction';
import type { Viewer } from '@/lib/access/viewer';
import { validAt } from '@/lib/queries/as-of';
import type { ResourceQuery } from '@/lib/queries/get-resource';
import { hostTimes } from '@/lib/queries/host-times';

export interface HostFacts {
  /** Condition that its last run left it in; null: never managed */
  condition: string | null;
  tool: string | null;
  ranAt: Date | null;
  /** Expected seconds between two runs, as of today */
  intervalSeconds: number | null;
  /** When a fact that a tool sent last changed */
  factsAt: Date | null;
}

/** What configuration management last said of a host by a date. */
export async function hostFacts(viewer: Viewer, query: ResourceQuery): Promise<HostFacts> {
  const asOf = query.asOf ?? null;
  const at = asOf ?? new Date();
  return reading(viewer, 'fleet:read', async (tx) => {
    const [row] = await tx.$queryRaw<Omit<HostFacts, 'ranAt'>[]>`
      SELECT t.condition, t.tool, i.interval_seconds AS "intervalSeconds",
        (SELECT max(n.valid_from) FROM host_link l JOIN snapshot n ON n.resource_id = l.resource_id AND n.kind = 'cm.node' AND n.valid_from <= ${at}
          WHERE l.host_id = h.id AND ${validAt(asOf, 'l')}) AS "factsAt"
      FROM resource h LEFT JOIN host_state t ON t.host_id = h.id AND ${validAt(asOf, 't')}
      LEFT JOIN host_interval i ON i.host_id = h.id
      WHERE h.id = ${query.id}::bigint AND EXISTS (SELECT FROM snapshot s WHERE s.resource_id = h.id AND ${withinReach(viewer, 's')})`;
    const ranAt = row ? ((await hostTimes(tx, [query.id], asOf)).get(query.id)?.ranAt ?? null) : null;
    return row ? { ...row, ranAt } : { condition: null, tool: null, ranAt: null, intervalSeconds: null, factsAt: null };
  });
}
