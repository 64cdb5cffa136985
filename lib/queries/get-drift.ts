import { z } from 'zod';
import { readingEvidence } from '@/lib/access/reading-evidence';
import { withinReach } from '@/lib/access/transaction';
import type { Viewer } from '@/lib/access/viewer';
import type { Transaction } from '@/lib/db';
import { AppError } from '@/lib/errors';
import { coverageOf, validAt } from '@/lib/queries/as-of';
import { appliedRun } from '@/lib/queries/drift-applied';
import { driftEvidence } from '@/lib/queries/drift-evidence';
import { type DriftRow, driftKinds } from '@/lib/queries/list-drift';
import { ListFilter } from '@/lib/queries/page';
import { type CodeExcerpt, DeclaredGroup } from '@/lib/resources/declared-group';
import { DriftBody } from '@/lib/resources/drift-body';
import type { DriftLine } from '@/lib/resources/drift-comparison';
import { SecurityGroupRule } from '@/lib/resources/security-group';

export const DriftQuery = z.object({
  id: z.string().regex(/^\d{1,18}$/, 'is not the number of a drift'),
  asOf: ListFilter.shape.asOf,
});
export type DriftQuery = z.infer<typeof DriftQuery>;

/** One state of an episode: from then on it differed in so much. */
export interface DriftState {
  from: Date;
  /** Differences in all */
  count: number;
  summary: string;
  /** Rules that came to differ, or to differ otherwise, then */
  came: SecurityGroupRule[];
}

type Found = Omit<DriftRow, 'actor' | 'closedAt'> & {
  resourceId: string | null;
  scopeId: string | null;
  validFrom: Date;
  validTo: Date | null;
  body: string;
};

/**
 * One episode of drift as of a date, open or closed by then: both sides rule by rule, who is ahead and why we say so.
 * AppError `not-found` where there was none by then, or it is out of reach.
 */
export async function getDrift(viewer: Viewer, { id, asOf: moment }: DriftQuery) {
  const asOf = moment ?? null;
  const at = asOf ?? new Date();
  const viewed = { objectKind: 'drift', objectId: id, object: `drift ${id}` };
  return readingEvidence(viewer, 'drift:read', viewed, async (tx) => {
    const rows = await tx.$queryRaw<Found[]>`
      SELECT d.series::text AS id, d.kind, d.name, r.external_id AS "groupId", d.resource_id::text AS "resourceId", r.scope_id::text AS "scopeId",
        d.account, d.region, d.facility, d.environment, d.team, d.ahead, d.since, d.opened_at AS "openedAt", d.valid_from AS "validFrom",
        CASE WHEN d.valid_to <= ${at}::timestamptz THEN d.valid_to END AS "validTo", d.undeclared, d.missing, d.different,
        d.world_open AS "worldOpen", d.summary, d.body
      FROM drift d LEFT JOIN resource r ON r.id = d.resource_id
      WHERE d.series = ${id}::bigint AND d.valid_from <= ${at} AND ${withinReach(viewer, 'd')} ORDER BY d.valid_from`;
    const last = rows.at(-1);
    if (!last) throw new AppError('not-found', 'There is no such drift within your reach at that time', { id });
    const { body: text, validFrom: _, validTo: closedAt, scopeId, ...row } = last;
    const body = DriftBody.parse(JSON.parse(text));
    const about = { ...row, scopeId, body };
    // What closed it is no part of it: of a closed one the last run and scan before that are told.
    const until = closedAt ? new Date(closedAt.getTime() - 1) : at;
    return {
      ...row,
      closedAt,
      body,
      states: statesOf(rows),
      code: await codeOf(tx, body.declared.keys, last.validFrom),
      applied: await appliedRun(tx, viewer, body.declared.repository, until),
      scan: await scanOf(tx, scopeId, until),
      hosts: row.groupId ? await hostsIn(tx, viewer, row.groupId, closedAt ? until : asOf) : 0,
      earlier: await episodesBefore(tx, viewer, last),
      ...(await driftEvidence(tx, viewer, about)),
      asOf,
      ...(await coverageOf(tx, asOf, driftKinds)),
    };
  });
}
export type DriftDetail = Awaited<ReturnType<typeof getDrift>>;

/** The states that differ from the one before; a line that moved in its file is none. */
function statesOf(rows: readonly Found[]): DriftState[] {
  let before = new Set<string>();
  return rows.flatMap(({ validFrom, summary, body }, i) => {
    const lines = DriftBody.parse(JSON.parse(body)).lines.filter(({ ahead }) => ahead !== null);
    const differing = new Map(lines.map((line) => [differenceOf(line), line]));
    const came = [...differing].flatMap(([key, { observed, declared }]) =>
      before.has(key) ? [] : (observed ?? declared ?? []),
    );
    const same = i > 0 && came.length === 0 && differing.size === before.size;
    before = new Set(differing.keys());
    return same ? [] : [{ from: validFrom, count: lines.length, summary, came }];
  });
}

function differenceOf({ kind, declared, observed }: DriftLine): string {
  const [code, cloud] = [declared, observed].map((rule) => rule && SecurityGroupRule.parse(rule));
  return JSON.stringify([kind, code, cloud]);
}

/** The lines of code as they were when the drift took its last form. */
async function codeOf(tx: Transaction, keys: readonly string[], at: Date): Promise<CodeExcerpt[]> {
  const rows = await tx.$queryRaw<{ body: string }[]>`
    SELECT DISTINCT ON (d.scope_id, d.key) d.body FROM declaration d
    WHERE d.kind = ${driftKinds[0]} AND d.key = ANY(${[...keys]}::text[]) AND d.valid_from <= ${at}
    ORDER BY d.scope_id, d.key, d.valid_from DESC`;
  return rows.flatMap(({ body }) => DeclaredGroup.parse(JSON.parse(body)).code ?? []);
}

interface LastScan {
  id: string;
  finishedAt: Date;
  outcome: string;
  source: string;
}

/** The last scan of the group's scope, whatever its outcome: what is observed is as old as the last complete one. */
async function scanOf(tx: Transaction, scopeId: string | null, at: Date): Promise<LastScan | null> {
  const [scan] = await tx.$queryRaw<LastScan[]>`
    SELECT n.id::text, n.finished_at AS "finishedAt", n.outcome, o.name AS source
    FROM scan n JOIN scope c ON c.id = n.scope_id JOIN source o ON o.id = c.source_id
    WHERE n.scope_id = ${scopeId}::bigint AND n.finished_at <= ${at} ORDER BY n.finished_at DESC LIMIT 1`;
  return scan ?? null;
}

async function hostsIn(tx: Transaction, viewer: Viewer, groupId: string, asOf: Date | null): Promise<number> {
  const [row] = await tx.$queryRaw<{ hosts: number }[]>`
    SELECT count(*)::int AS hosts FROM snapshot s WHERE s.kind = 'host' AND s.links @> ARRAY[${groupId}]
      AND ${validAt(asOf, 's')} AND ${withinReach(viewer, 's')}`;
  return row?.hosts ?? 0;
}

/** Episodes of the same group that ended before this one began, the latest first. */
async function episodesBefore(tx: Transaction, viewer: Viewer, { resourceId, openedAt }: Found) {
  return tx.$queryRaw<{ id: string; openedAt: Date; closedAt: Date; summary: string }[]>`
    SELECT DISTINCT ON (opened_at) series::text AS id, opened_at AS "openedAt", valid_to AS "closedAt", summary FROM drift d
    WHERE resource_id = ${resourceId}::bigint AND opened_at < ${openedAt} AND valid_to <= ${openedAt} AND ${withinReach(viewer, 'd')}
    ORDER BY opened_at DESC, valid_from DESC LIMIT 5`;
}
