import { reading } from '@/lib/access/transaction';
import type { Viewer } from '@/lib/access/viewer';
import type { Transaction } from '@/lib/db';
import { leastKeptDays } from '@/lib/merkle/erasure';

/** Days of six years, below which nothing is deleted. */
export const sixYears = leastKeptDays;

export interface HoldRow {
  id: string;
  name: string;
  /** Why it was placed */
  reason: string;
  /** What it matches; null for any */
  actor: string | null;
  action: string | null;
  kind: string | null;
  object: string | null;
  from: Date | null;
  to: Date | null;
  placedBy: string;
  placedAt: Date;
  liftedBy: string | null;
  liftedAt: Date | null;
}

/** A month of the audit log that is kept as a whole and goes as a whole. */
export interface MonthRow {
  /** `2020-11` */
  month: string;
  /** Events, as the statistics of the database have it */
  events: number;
  /** When its youngest event is as old as the log is kept, UTC */
  goesAt: Date;
  /** Names of the holds that keep it longer */
  holds: string[];
}

/** How long audit events are kept, what holds some of them longer, and which months go next. */
export async function retention(viewer: Viewer) {
  return reading(viewer, 'retention:read', async (tx) => {
    const [setting] = await tx.$queryRaw<{ days: number; changedAt: Date | null }[]>`
      SELECT audit_retention_days() AS days, (SELECT changed_at FROM setting WHERE key = 'audit.retention-days') AS "changedAt"`;
    const holds = await tx.$queryRaw<HoldRow[]>`
      SELECT id::text, name, reason, actor, action, object_kind AS kind, object_id AS object, from_at AS from, to_at AS to,
        placed_by AS "placedBy", placed_at AS "placedAt", lifted_by AS "liftedBy", lifted_at AS "liftedAt"
      FROM audit_hold ORDER BY lifted_at IS NOT NULL, placed_at DESC LIMIT 100`;
    const days = setting?.days ?? leastKeptDays;
    return { days, least: leastKeptDays, changedAt: setting?.changedAt ?? null, holds, next: await monthsOf(tx, days) };
  });
}

/** The oldest months that are there; each with the holds that match one of its events. */
async function monthsOf(tx: Transaction, days: number): Promise<MonthRow[]> {
  return tx.$queryRaw<MonthRow[]>`
    WITH months AS (
      SELECT c.relname, c.reltuples, to_date(right(c.relname, 7), 'YYYY_MM') AS month FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
      WHERE i.inhparent = 'audit_event'::regclass AND c.relname ~ '^audit_event_\\d{4}_\\d{2}$' ORDER BY c.relname LIMIT 3)
    SELECT to_char(m.month, 'YYYY-MM') AS month, greatest(m.reltuples, 0)::float8 AS events,
      (m.month + interval '1 month') AT TIME ZONE 'UTC' + make_interval(days => ${days}) AS "goesAt",
      ARRAY(SELECT h.name FROM audit_hold h WHERE h.lifted_at IS NULL AND EXISTS (
        SELECT FROM audit_event e WHERE e.at >= m.month::timestamp AT TIME ZONE 'UTC' AND e.at < (m.month + interval '1 month') AT TIME ZONE 'UTC'
          AND (h.actor IS NULL OR e.actor = h.actor) AND (h.action IS NULL OR e.action = h.action)
          AND (h.object_kind IS NULL OR e.object_kind = h.object_kind) AND (h.object_id IS NULL OR e.object_id = h.object_id)
          AND (h.from_at IS NULL OR e.at >= h.from_at) AND (h.to_at IS NULL OR e.at < h.to_at)) ORDER BY h.name) AS holds
    FROM months m ORDER BY m.month`;
}

export type RetentionState = Awaited<ReturnType<typeof retention>>;
