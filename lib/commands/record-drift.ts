import { createHash } from 'node:crypto';
import { writeAuditEvent } from '@/lib/access/audit-event';
import { reachingAll } from '@/lib/access/transaction';
import { requirePermission, type Viewer } from '@/lib/access/viewer';
import { compareMatches, type FoundDrift } from '@/lib/commands/compare-matches';
import {
  affectedNames,
  loadDeclarations,
  loadGroupScopes,
  loadObservations,
  loadOpenDrift,
  type OpenDrift,
} from '@/lib/commands/load-drift-sides';
import { isSettled, matchSides } from '@/lib/commands/match-drift-sides';
import type { Transaction } from '@/lib/db';
import { canonicalJson } from '@/lib/resources/canonical-json';
import type { Compare } from '@/lib/resources/drift-sides';
import { securityGroup } from '@/lib/resources/security-group';

export interface DriftInput {
  /** UTC: drift is open or closed from then */
  at: Date;
  /** How two sides are compared: `compareGroup` of lib/drift */
  compare: Compare;
  /** Resource ids of security groups that came, changed or went; an empty list after a scan that changed nothing */
  groupIds?: readonly string[];
  /** Keys of declarations that came, changed or went */
  declarationKeys?: readonly string[];
}

export interface DriftChange {
  opened: number;
  changed: number;
  closed: number;
}

type Row = FoundDrift & { digest: string; series: string | null; openedAt: Date };

/**
 * Compares what changed on either side and records the difference: a new one opens an episode (a series), another one
 * continues it, none closes it. Nothing is closed on the word of a scope that could not be read, and a group outside the
 * code is no drift. With neither groups nor declarations given, everything is compared.
 */
export async function recordDrift(viewer: Viewer, input: DriftInput): Promise<DriftChange> {
  requirePermission(viewer, 'ingest');
  const { at } = input;
  return reachingAll(async (tx) => {
    // Scans of cloud and code end independently; each must see what the other has written.
    await tx.$queryRaw`SELECT pg_advisory_xact_lock(72707373)::text`;
    const names = await affectedNames(tx, input.groupIds, input.declarationKeys);
    if (names.length === 0) return { opened: 0, changed: 0, closed: 0 };
    const declarations = await loadDeclarations(tx, names);
    const observations = await loadObservations(tx, names);
    const scopes = await loadGroupScopes(tx, at);
    const open = await loadOpenDrift(tx, names);
    const matches = matchSides(declarations, observations, scopes);
    const found = await compareMatches(tx, { matches, declarations, observations, compare: input.compare });
    const wanted = new Map(found.map((drift) => [identity(drift), drift]));

    const justSeen = new Set(input.groupIds);
    const settled = new Set(scopes.filter((scope) => scope.settled).map(({ id }) => id));
    const mayClose = ({ resourceId, declarationKey }: OpenDrift): boolean => {
      if (resourceId !== null) {
        const now = observations.find(({ id, to }) => id === resourceId && to === null);
        return !now || justSeen.has(resourceId) || settled.has(now.scopeId);
      }
      const declared = declarations.find(({ key, to }) => key === declarationKey && to === null);
      const there = declared && matches.some((match) => match.observed && match.declared.includes(declared));
      return !declared || there === true || isSettled(declared, scopes);
    };
    const closed = open.filter((drift) => !wanted.has(identity(drift)) && mayClose(drift));
    const held = new Map(open.map((drift) => [identity(drift), drift]));
    const rows: Row[] = [...wanted].flatMap(([key, drift]) => {
      const before = held.get(key);
      const digest = createHash('sha256').update(canonicalJson(drift)).digest('hex');
      if (before?.digest === digest) return [];
      return [{ ...drift, digest, series: before?.series ?? null, openedAt: before?.openedAt ?? at }];
    });
    const continued = rows.filter(({ series }) => series !== null);
    const change = { opened: rows.length - continued.length, changed: continued.length, closed: closed.length };
    if (change.opened + change.changed + change.closed === 0) return change;
    await close(tx, at, [...closed.map(({ series }) => series), ...continued.flatMap(({ series }) => series ?? [])]);
    await insert(tx, at, rows);
    await writeAuditEvent(tx, viewer, {
      action: 'drift.recorded',
      objectKind: 'kind',
      objectId: securityGroup.id,
      object: securityGroup.title,
      after: { ...change },
    });
    return change;
  });
}

/** One episode is of one resource, or of one declaration that is not in the cloud. */
function identity(drift: Pick<OpenDrift, 'resourceId' | 'declarationKey'>): string {
  return drift.resourceId === null ? `declaration ${drift.declarationKey}` : `resource ${drift.resourceId}`;
}

/** Ends the current rows of these series; one that began at the same moment was never valid. */
async function close(tx: Transaction, at: Date, series: readonly string[]): Promise<void> {
  const ids = [...series];
  await tx.$executeRaw`DELETE FROM drift WHERE series = ANY(${ids}::bigint[]) AND valid_to = 'infinity' AND valid_from >= ${at}::timestamptz`;
  await tx.$executeRaw`UPDATE drift SET valid_to = ${at}::timestamptz WHERE series = ANY(${ids}::bigint[]) AND valid_to = 'infinity'`;
}

async function insert(tx: Transaction, at: Date, rows: readonly Row[]): Promise<void> {
  const values = rows.map(({ body, ...row }) => ({ ...row, body: canonicalJson(body) }));
  // The first row of an episode gives it its number.
  await tx.$executeRaw`
    INSERT INTO drift (id, series, resource_id, declaration_key, kind, name, account, region, facility, environment, team, opened_at, since,
      valid_from, digest, ahead, undeclared, missing, different, world_open, summary, body)
    OVERRIDING SYSTEM VALUE
    SELECT n.id, coalesce(n.series, n.id), "resourceId", "declarationKey", ${securityGroup.id}, name, account, region, facility, environment,
      team, "openedAt", since, ${at}::timestamptz, decode(digest, 'hex'), ahead, undeclared, missing, different, "worldOpen", summary, body
    FROM (SELECT nextval(pg_get_serial_sequence('drift', 'id')) AS id, v.* FROM jsonb_to_recordset(${JSON.stringify(values)}::jsonb) AS v
      (series bigint, "resourceId" bigint, "declarationKey" text, name text, account text, region text, facility text, environment text,
        team text, "openedAt" timestamptz, since timestamptz, digest text, ahead text, undeclared int, missing int, different int,
        "worldOpen" boolean, summary text, body text)) n`;
}
