import { roleNames } from '@/lib/access/permissions';
import { reading, withinReach } from '@/lib/access/transaction';
import type { Viewer } from '@/lib/access/viewer';

/** What the frame around every page says, as of now: the layout does not know the address. */
export async function frameData(viewer: Viewer) {
  return reading(viewer, 'fleet:read', async (tx) => {
    const now = new Date();
    const [row] = await tx.$queryRaw<
      {
        fleet: number;
        drift: number;
        encryption: number;
        sample: boolean;
        events: number;
        checkpoint: number | null;
        checkpointAt: Date | null;
        sources: number;
      }[]
    >`
      SELECT (SELECT count(*)::int FROM snapshot s WHERE s.kind = 'host' AND s.valid_to = 'infinity' AND ${withinReach(viewer, 's')}) AS fleet,
        (SELECT count(*)::int FROM drift d WHERE d.valid_to = 'infinity' AND ${withinReach(viewer, 'd')}) AS drift,
        (SELECT count(*)::int FROM finding f WHERE f.valid_to = 'infinity' AND f.outcome = 'fail' AND ${withinReach(viewer, 'f')}) AS encryption,
        EXISTS (SELECT FROM source WHERE sample AND removed_at IS NULL) AS sample,
        coalesce(pg_sequence_last_value('audit_event_number'), 0)::float8 AS events,
        (SELECT id::int FROM audit_checkpoint ORDER BY id DESC LIMIT 1) AS checkpoint,
        (SELECT at FROM audit_checkpoint ORDER BY id DESC LIMIT 1) AS "checkpointAt",
        (SELECT count(*)::int FROM source WHERE provider <> 'join' AND removed_at IS NULL) AS sources`;
    const ill = await tx.$queryRaw<{ state: 'refused' | 'failed' | 'stale' }[]>`
      SELECT DISTINCT ON (o.id) CASE WHEN last.outcome = 'refused' THEN 'refused' WHEN last.outcome IN ('failed', 'partial') THEN 'failed' ELSE 'stale' END AS state
      FROM source o JOIN scope c ON c.source_id = o.id AND c.removed_at IS NULL
      LEFT JOIN LATERAL (SELECT outcome, finished_at FROM scan WHERE scope_id = c.id ORDER BY finished_at DESC LIMIT 1) last ON true
      WHERE o.removed_at IS NULL AND o.provider <> 'join' AND c.freshness_seconds > 0 AND c.kind NOT IN ('run', 'cm.node')
        AND (last.outcome IS DISTINCT FROM 'complete' OR last.finished_at < ${now}::timestamptz - make_interval(secs => c.freshness_seconds))
      ORDER BY o.id, last.outcome = 'refused' DESC`;
    const total = row?.sources ?? 0;
    const worst =
      (['refused', 'failed', 'stale'] as const).find((state) => ill.some((source) => source.state === state)) ?? 'ok';
    return {
      organisation: process.env.PLUMBLINE_ORGANISATION ?? 'Plumbline',
      viewer: {
        name: viewer.name,
        role: viewer.role === 'system' ? 'System' : roleNames[viewer.role],
        initials: initialsOf(viewer.name),
      },
      counts: { fleet: row?.fleet ?? null, drift: row?.drift ?? null, encryption: row?.encryption ?? null },
      sources: { healthy: total - ill.length, total, worst: worst as 'ok' | 'stale' | 'failed' | 'refused' },
      sample: row?.sample ?? false,
      asOf: null,
      now: now.toISOString(),
      auditFoot: auditFoot(row?.events ?? 0, row?.checkpoint ?? null, row?.checkpointAt ?? null),
    };
  });
}

/** How far the audit log reaches, and the last checkpoint that was signed of it. */
function auditFoot(events: number, checkpoint: number | null, at: Date | null): string {
  const grouped = (value: number) => value.toLocaleString('en').replaceAll(',', '\u202F');
  const signed =
    checkpoint && at
      ? `checkpoint ${grouped(checkpoint)} at ${at.toISOString().slice(11, 16)} UTC`
      : 'no checkpoint yet';
  return `Audit log: ${grouped(events)} events, ${signed}`;
}

function initialsOf(name: string): string {
  const words = name.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  return `${words[0]?.[0] ?? '?'}${words.length > 1 ? (words.at(-1)?.[0] ?? '') : ''}`.toUpperCase();
}
