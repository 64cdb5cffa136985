import { z } from 'zod';
import { reading, withinReach } from '@/lib/access/transaction';
import type { Viewer } from '@/lib/access/viewer';
import { Prisma } from '@/lib/db';
import { AppError } from '@/lib/errors';
import { cutFold } from '@/lib/queries/cut-fold';
import { ListFilter } from '@/lib/queries/page';
import { startsOf } from '@/lib/resources/delta-times';
import type { RunOutcome } from '@/lib/resources/run-outcome';
import type { RunEvent } from '@/lib/resources/run-report';

export const RunQuery = z.object({ id: z.string().regex(/^\d{1,18}$/), asOf: ListFilter.shape.asOf });
export type RunQuery = z.infer<typeof RunQuery>;

interface StoredRun {
  id: string;
  host: string;
  hostId: string;
  source: string;
  tool: string;
  mode: 'enforce' | 'check';
  outcome: RunOutcome;
  firstStartedAt: Date;
  lastStartedAt: Date;
  finishedAt: Date;
  receivedAt: Date;
  runs: number;
  deltas: Uint8Array;
  ok: number;
  changed: number;
  failed: number;
  skipped: number;
  ignored: number;
  rescued: number;
  revision: string | null;
  repository: string | null;
  playbook: string | null;
  controller: string | null;
  actor: string | null;
  tags: string | null;
  error: string | null;
  errorDigest: string | null;
  facility: string | null;
  environment: string | null;
  team: string | null;
}

interface Neighbour {
  id: string;
  outcome: RunOutcome;
  mode: 'enforce' | 'check';
  startedAt: Date;
  revision: string | null;
  runs: number;
}

/**
 * One run row with its events, the rows of the same host before and after it, and every start that it stands for, as of a
 * date. AppError `not-found` where there is none by then or none within reach.
 */
export async function getRun(viewer: Viewer, query: RunQuery) {
  const asOf = query.asOf ?? null;
  const reach = withinReach(viewer, 'r');
  const by = asOf ? Prisma.sql`r.started_at <= ${asOf}` : Prisma.sql`TRUE`;
  return reading(viewer, 'runs:read', async (tx) => {
    const [stored] = await tx.$queryRaw<StoredRun[]>`
      SELECT r.id::text, r.host_name AS host, r.host_id::text AS "hostId", o.name AS source, r.tool, r.mode, r.outcome,
        r.started_at AS "firstStartedAt", r.last_started_at AS "lastStartedAt", r.finished_at AS "finishedAt", r.received_at AS "receivedAt",
        r.runs, r.deltas, r.ok, r.changed, r.failed, r.skipped, r.ignored, r.rescued, r.revision, r.repository, r.playbook, r.controller,
        r.actor, r.tags, r.error, encode(r.error_digest, 'hex') AS "errorDigest", r.facility, r.environment, r.team
      FROM run r JOIN source o ON o.id = r.source_id WHERE r.id = ${query.id}::bigint AND ${by} AND ${reach}`;
    if (!stored) throw new AppError('not-found', 'There is no such run', { id: query.id });
    const { deltas, lastStartedAt, finishedAt, runs, ...run } = stored;
    const { firstStartedAt, hostId } = run;
    const events = await tx.$queryRaw<(RunEvent & { seq: number })[]>`
      SELECT seq, task, action, item, status, path, message, before, after FROM run_event
      WHERE run_id = ${query.id}::bigint AND run_started_at = ${firstStartedAt} ORDER BY seq`;
    const columns = Prisma.sql`r.id::text, r.outcome, r.mode, r.started_at AS "startedAt", r.revision, r.runs`;
    const [previous] = await tx.$queryRaw<Neighbour[]>`
      SELECT ${columns} FROM run r WHERE r.host_id = ${hostId}::bigint AND (r.started_at, r.id) < (${firstStartedAt}, ${query.id}::bigint)
        AND ${reach} ORDER BY r.started_at DESC, r.id DESC LIMIT 1`;
    const [next] = await tx.$queryRaw<Neighbour[]>`
      SELECT ${columns} FROM run r WHERE r.host_id = ${hostId}::bigint AND (r.started_at, r.id) > (${firstStartedAt}, ${query.id}::bigint)
        AND ${by} AND ${reach} ORDER BY r.started_at, r.id LIMIT 1`;
    const starts = startsOf(firstStartedAt, deltas).filter((start) => asOf === null || start <= asOf);
    return {
      ...run,
      ...cutFold({ startedAt: firstStartedAt, lastStartedAt, finishedAt, runs, deltas }, asOf),
      /** Every start that the row stands for, the first one first */
      starts,
      events,
      previous: previous ?? null,
      next: next ?? null,
    };
  });
}

export type RunDetail = Awaited<ReturnType<typeof getRun>>;
