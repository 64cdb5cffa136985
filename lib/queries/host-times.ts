import type { Transaction } from '@/lib/db';
import type { AsOf } from '@/lib/queries/as-of';
import { cutFold } from '@/lib/queries/cut-fold';

/** The times of a host; each null where there is none. */
export interface HostTimes {
  /** Last run that started by the as-of date */
  ranAt: Date | null;
  /** Last complete scan that saw it in the cloud */
  seenAt: Date | null;
  /** When it went, if it is gone today */
  goneAt: Date | null;
}

interface Read {
  id: string;
  startedAt: Date | null;
  lastStartedAt: Date | null;
  finishedAt: Date | null;
  /** Read only where the as-of date cuts the fold */
  deltas: Uint8Array | null;
  seenAt: Date | null;
  goneAt: Date | null;
}

/** The times of the hosts of one page, by id: a few look-ups each, so never for a whole fleet. */
export async function hostTimes(tx: Transaction, ids: readonly string[], asOf: AsOf): Promise<Map<string, HostTimes>> {
  const at = asOf ?? new Date();
  const rows = await tx.$queryRaw<Read[]>`
    SELECT h.id::text, r.started_at AS "startedAt", r.last_started_at AS "lastStartedAt", r.finished_at AS "finishedAt",
      CASE WHEN r.last_started_at > ${at}::timestamptz THEN r.deltas END AS deltas, w.seen AS "seenAt",
      nullif((SELECT max(valid_to) FROM snapshot WHERE resource_id = h.id), 'infinity') AS "goneAt"
    FROM unnest(${[...ids]}::bigint[]) AS h (id)
    LEFT JOIN LATERAL (SELECT started_at, last_started_at, finished_at, deltas FROM run WHERE host_id = h.id AND started_at <= ${at}
      ORDER BY started_at DESC LIMIT 1) r ON true
    LEFT JOIN LATERAL (SELECT max(n.finished_at) AS seen FROM host_link l
      JOIN resource i ON i.id = l.resource_id AND i.kind = 'aws.ec2.instance'
      CROSS JOIN LATERAL (SELECT finished_at FROM scan WHERE scope_id = i.scope_id AND outcome = 'complete' AND finished_at <= ${at}
        ORDER BY finished_at DESC LIMIT 1) n
      WHERE l.host_id = h.id AND l.valid_from <= ${at} AND l.valid_to > ${at}) w ON true`;
  return new Map(rows.map((row) => [row.id, { ranAt: ranAt(row, at), seenAt: row.seenAt, goneAt: row.goneAt }]));
}

function ranAt({ startedAt, lastStartedAt, finishedAt, deltas }: Read, at: Date): Date | null {
  if (!startedAt || !lastStartedAt || !finishedAt) return null;
  return cutFold({ startedAt, lastStartedAt, finishedAt, runs: 0, deltas }, at).startedAt;
}
