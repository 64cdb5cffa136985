import { reading } from '@/lib/access/transaction';
import type { Viewer } from '@/lib/access/viewer';

export interface Metric {
  name: string;
  help: string;
  values: { labels: Readonly<Record<string, string>>; value: number }[];
}

/** What a monitoring system watches of Plumbline itself, by source; no fact of the estate. */
export async function metrics(viewer: Viewer): Promise<Metric[]> {
  return reading(viewer, 'sources:read', async (tx) => {
    const scans = await tx.$queryRaw<{ source: string; outcome: string; scopes: number; age: number | null }[]>`
      SELECT o.name AS source, coalesce(last.outcome, 'never') AS outcome, count(*)::int AS scopes,
        max(extract(epoch FROM clock_timestamp() - whole.finished_at))::float8 AS age
      FROM source o JOIN scope c ON c.source_id = o.id AND c.removed_at IS NULL AND c.freshness_seconds > 0
      LEFT JOIN LATERAL (SELECT outcome FROM scan WHERE scope_id = c.id ORDER BY finished_at DESC LIMIT 1) last ON true
      LEFT JOIN LATERAL (SELECT finished_at FROM scan WHERE scope_id = c.id AND outcome = 'complete'
        ORDER BY finished_at DESC LIMIT 1) whole ON true
      WHERE o.removed_at IS NULL AND o.provider <> 'join' GROUP BY 1, 2 ORDER BY 1, 2`;
    const [row] = await tx.$queryRaw<{ waiting: number; running: number; events: number; bytes: number }[]>`
      SELECT count(*) FILTER (WHERE started_at IS NULL)::int AS waiting, count(*) FILTER (WHERE started_at IS NOT NULL)::int AS running,
        coalesce(pg_sequence_last_value('audit_event_number'), 0)::float8 AS events, pg_database_size(current_database())::float8 AS bytes
      FROM collection WHERE finished_at IS NULL`;
    const one = (value = 0) => [{ labels: {}, value }];
    return [
      {
        name: 'plumbline_scopes',
        help: 'Scopes of a source by the outcome of their last scan',
        values: scans.map(({ source, outcome, scopes }) => ({ labels: { source, outcome }, value: scopes })),
      },
      {
        name: 'plumbline_complete_scan_age_seconds',
        help: 'Age of the oldest last complete scan of a source',
        values: ages(scans),
      },
      {
        name: 'plumbline_collections_waiting',
        help: 'Collections that no worker has taken',
        values: one(row?.waiting),
      },
      { name: 'plumbline_collections_running', help: 'Collections under way', values: one(row?.running) },
      { name: 'plumbline_audit_events', help: 'Number of the last audit event', values: one(row?.events) },
      { name: 'plumbline_database_bytes', help: 'Size of the database', values: one(row?.bytes) },
    ];
  });
}

function ages(scans: readonly { source: string; age: number | null }[]): Metric['values'] {
  const oldest = new Map<string, number>();
  for (const { source, age } of scans) if (age !== null) oldest.set(source, Math.max(age, oldest.get(source) ?? 0));
  return [...oldest].map(([source, value]) => ({ labels: { source }, value: Math.round(value) }));
}
