import { z } from 'zod';
import { reading } from '@/lib/access/transaction';
import type { Viewer } from '@/lib/access/viewer';
import type { Transaction } from '@/lib/db';
import { cutPage, decodeCursor, type ListAnswer, ListFilter } from '@/lib/queries/page';
import { lastSlot } from '@/lib/queries/slot';

export const SourceFilter = ListFilter.omit({ q: true }).extend({
  provider: z.enum(['aws', 'ansible', 'git', 'sample']).optional(),
});
export type SourceFilter = z.output<typeof SourceFilter>;

export interface Refusal {
  /** `ec2:DescribeVolumes` */
  action: string;
  scopes: number;
  regions: string[];
  /** UTC time of the first refusal since the last complete scan */
  since: Date;
}

/** `waiting` has never been collected, `pushed` is sent to us; the others are the worst of its scopes. */
export type SourceState = 'ok' | 'refused' | 'failed' | 'partial' | 'stale' | 'waiting';

interface Found {
  id: string;
  name: string;
  provider: 'aws' | 'ansible' | 'git' | 'sample';
  sample: boolean;
  intervalSeconds: number;
  createdAt: Date;
  scopes: number;
  completeScopes: number;
  staleScopes: number;
  worst: 'refused' | 'failed' | 'partial' | null;
  /** UTC; every scope was complete at that time or later */
  lastCompleteAt: Date | null;
  lastScanAt: Date | null;
  /** Rows of the last scans that could not be parsed */
  unreadable: number;
}

export interface OpenCollection {
  id: string;
  askedBy: string;
  startedAt: Date | null;
  scopesDone: number;
  scopesTotal: number;
  doing: string | null;
}

export interface SourceRow extends Found {
  state: SourceState;
  refusals: Refusal[];
  /** UTC; null for what is pushed, only asked for, or looked at in the past */
  nextAt: Date | null;
  /** Seconds by which the last complete scan is later than its interval allows */
  lagSeconds: number;
  /** The collection under way now */
  collecting: OpenCollection | null;
}

/** The sources that there were, by name, with what each last collected. Sees no facility, so that reach does not matter. */
export async function listSources(viewer: Viewer, filter: SourceFilter): Promise<ListAnswer<SourceRow>> {
  const now = new Date();
  const at = filter.asOf ?? now;
  const [after] = filter.cursor === undefined ? [''] : decodeCursor(filter.cursor, ['text']);
  return reading(viewer, 'sources:read', async (tx) => {
    const found = await tx.$queryRaw<Found[]>`
      SELECT o.id::text, o.name, o.provider, o.sample, o.interval_seconds AS "intervalSeconds", o.created_at AS "createdAt",
        count(c.id)::int AS scopes,
        (count(*) FILTER (WHERE last.outcome = 'complete' AND NOT old.stale))::int AS "completeScopes",
        (count(*) FILTER (WHERE c.id IS NOT NULL AND old.stale))::int AS "staleScopes",
        (array_agg(last.outcome ORDER BY array_position(ARRAY['refused', 'failed', 'partial'], last.outcome))
          FILTER (WHERE last.outcome <> 'complete'))[1] AS worst,
        CASE WHEN count(c.id) = count(whole.finished_at) THEN min(whole.finished_at) END AS "lastCompleteAt",
        max(last.finished_at) AS "lastScanAt", coalesce(sum(last.unreadable), 0)::int AS unreadable
      FROM source o
      LEFT JOIN scope c ON c.source_id = o.id AND c.created_at <= ${at}::timestamptz AND c.freshness_seconds > 0
        AND (c.removed_at IS NULL OR c.removed_at > ${at}::timestamptz) AND c.kind <> 'cm.node'
      LEFT JOIN LATERAL (SELECT outcome, finished_at, unreadable FROM scan
        WHERE scope_id = c.id AND finished_at <= ${at}::timestamptz ORDER BY finished_at DESC LIMIT 1) last ON true
      LEFT JOIN LATERAL (SELECT finished_at FROM scan WHERE scope_id = c.id AND outcome = 'complete'
        AND finished_at <= ${at}::timestamptz ORDER BY finished_at DESC LIMIT 1) whole ON true
      LEFT JOIN LATERAL (SELECT coalesce(whole.finished_at < ${at}::timestamptz - make_interval(secs => c.freshness_seconds), true) AS stale) old ON true
      WHERE o.provider <> 'join' AND o.created_at <= ${at}::timestamptz AND (o.removed_at IS NULL OR o.removed_at > ${at}::timestamptz)
        AND (${filter.provider ?? null}::text IS NULL OR o.provider = ${filter.provider ?? null}) AND o.name > ${after}
      GROUP BY o.id ORDER BY o.name LIMIT ${filter.limit + 1}`;
    const ids = found.map(({ id }) => id);
    const refusals = await refusalsOf(tx, ids, at);
    const open = filter.asOf ? [] : await openCollectionsOf(tx, ids);
    const rows = found.map((row): SourceRow => {
      const interval = row.intervalSeconds;
      const slot = interval > 0 && !filter.asOf ? lastSlot(row.name, interval, now) : null;
      const age = row.lastCompleteAt ? (at.getTime() - row.lastCompleteAt.getTime()) / 1000 : 0;
      return {
        ...row,
        state: stateOf(row),
        refusals: refusals.filter(({ source }) => source === row.id).map(({ source: _source, ...refusal }) => refusal),
        nextAt: slot ? new Date(slot.getTime() + interval * 1000) : null,
        lagSeconds: interval > 0 ? Math.max(0, Math.round(age - interval)) : 0,
        collecting: open.find(({ source }) => source === row.id) ?? null,
      };
    });
    const page = cutPage(rows, filter.limit, (row) => [row.name]);
    const complete = rows.length > 0 && rows.every(({ state }) => state === 'ok');
    return { ...page, asOf: filter.asOf ?? null, observedAt: oldest(rows), coverage: { complete, scopes: [] } };
  });
}

function stateOf(row: Found): SourceState {
  if (row.lastScanAt === null) return 'waiting';
  return row.worst ?? (row.staleScopes > 0 ? 'stale' : 'ok');
}

function oldest(rows: SourceRow[]): Date | null {
  const times = rows.flatMap(({ lastCompleteAt }) => lastCompleteAt?.getTime() ?? []);
  return times.length > 0 ? new Date(Math.min(...times)) : null;
}

async function refusalsOf(tx: Transaction, sources: string[], at: Date) {
  return tx.$queryRaw<(Refusal & { source: string })[]>`
    SELECT c.source_id::text AS source, last.refused_action AS action, count(*)::int AS scopes,
      array_remove(array_agg(DISTINCT c.region), NULL) AS regions, min(coalesce(first.at, last.finished_at)) AS since
    FROM scope c
    JOIN LATERAL (SELECT outcome, refused_action, finished_at FROM scan WHERE scope_id = c.id
      AND finished_at <= ${at}::timestamptz ORDER BY finished_at DESC LIMIT 1) last ON last.outcome = 'refused'
    LEFT JOIN LATERAL (SELECT min(finished_at) AS at FROM scan s WHERE s.scope_id = c.id AND s.outcome = 'refused'
      AND s.finished_at > coalesce((SELECT max(finished_at) FROM scan WHERE scope_id = c.id AND outcome = 'complete'
        AND finished_at <= ${at}::timestamptz), '-infinity')) first ON true
    WHERE c.source_id = ANY(${sources}::bigint[]) AND c.created_at <= ${at}::timestamptz
    GROUP BY c.source_id, last.refused_action ORDER BY last.refused_action`;
}

async function openCollectionsOf(tx: Transaction, sources: string[]) {
  return tx.$queryRaw<(OpenCollection & { source: string })[]>`
    SELECT source_id::text AS source, id::text, asked_by AS "askedBy", started_at AS "startedAt",
      scopes_done AS "scopesDone", scopes_total AS "scopesTotal", doing
    FROM collection WHERE finished_at IS NULL AND source_id = ANY(${sources}::bigint[])`;
}
