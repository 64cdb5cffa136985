import { type Permission, type Role, type TokenRole, tokenRoles } from '@/lib/access/permissions';
import { type DatedGrant, type Period, type Reach, simplest } from '@/lib/access/reach';
import { reachAt } from '@/lib/access/reach-at';
import { hashSessionId, sessionHours } from '@/lib/access/session-cookie';
import { idleMinutes } from '@/lib/access/session-life';
import { hashToken, isToken } from '@/lib/access/token';
import { db, Prisma } from '@/lib/db';
import { AppError } from '@/lib/errors';

declare const made: unique symbol;

/** Where a request came from: kept with every audit event. */
export interface RequestContext {
  /** Client address; null for jobs and operators */
  address: string | null;
  /** Ties together all that one request did */
  requestId: string;
}

/** Somebody or something that was let in. Only this folder makes one; every query and command asks for one. */
export interface Viewer extends RequestContext {
  readonly [made]: true;
  kind: 'person' | 'token' | 'job' | 'operator';
  id: string | null;
  name: string;
  role: TokenRole | 'system';
  /** What is within reach now; null is everything */
  reach: Reach;
  /** When the first part of role and reach ends, UTC; null where none does */
  until: Date | null;
  /** Evidence that may be looked at; null is all of it */
  period: Period | null;
  /** UTC time of the last proof of identity; null for what is not a person */
  authenticatedAt: Date | null;
  /** SHA-256 of the session id, in hex: names the session and opens nothing; null for what is not a person */
  session: string | null;
  /** Milliseconds of this process's clock at which it was last seen that they may be here: see requireStillIn */
  seenAt: number;
}

/** Makes a viewer. For the files of lib/access alone, which look before they call it. */
function makeViewer(fields: Omit<Viewer, typeof made | 'seenAt'>): Viewer {
  return { ...fields, seenAt: performance.now() } as Viewer;
}

/** The viewer behind a bearer token; AppError `unauthenticated` when it is unknown, expired or revoked. */
export async function viewerOfToken(secret: string, context: RequestContext): Promise<Viewer> {
  if (!isToken(secret)) throw new AppError('unauthenticated', 'This token is not valid');
  const [row] = await db().$queryRaw<{ id: string; name: string; role: TokenRole; grants: DatedGrant[] }[]>`/* kept */
    WITH live AS (
      SELECT t.id, t.name, t.role FROM token t
      WHERE t.hash = ${hashToken(secret)} AND t.revoked_at IS NULL AND t.expires_at > clock_timestamp()
    ), used AS (
      UPDATE token t SET last_used_at = clock_timestamp() FROM live
      WHERE t.id = live.id AND (t.last_used_at IS NULL OR t.last_used_at < clock_timestamp() - interval '1 second')
    )
    SELECT id::text, name, role, ${reachAt('token', Prisma.sql`live.id`, Prisma.sql`clock_timestamp()`)} AS grants FROM live`;
  if (!row) throw new AppError('unauthenticated', 'This token is unknown, expired or revoked');
  const { grants, ...token } = row;
  const reach = { reach: simplest(grants), until: earliest(grants.map(({ until }) => until)), period: null };
  return makeViewer({ kind: 'token', ...token, ...reach, authenticatedAt: null, session: null, ...context });
}

/**
 * The person behind a session id. AppError `unauthenticated` unless the session was active in the last 15 minutes, or what
 * is set instead, began in the last 12 hours, was not ended, and its user is enabled and has a role now. `background` does
 * not extend it; `at` is the database's clock unless given.
 */
export async function viewerOfSession(
  secret: string,
  context: RequestContext,
  { background = false, at = null }: { background?: boolean; at?: Date | null } = {},
): Promise<Viewer> {
  const [row] = await db().$queryRaw<PersonRow[]>`/* kept */
    WITH clock AS (SELECT coalesce(${at}::timestamptz, clock_timestamp()) AS now), live AS (
      SELECT s.id_hash, s.last_active_at, s.authenticated_at, u.id, u.name, g.role, nullif(g.valid_to, 'infinity') AS role_ends,
        u.evidence_from, u.evidence_to, clock.now
      FROM clock, session s JOIN user_account u ON u.id = s.user_id JOIN role_grant g ON g.user_id = u.id
      WHERE s.secret_hash = ${hashSessionId(secret)} AND s.ended_at IS NULL AND u.disabled_at IS NULL
        AND s.last_active_at > clock.now - make_interval(mins => ${idleMinutes})
        AND s.created_at > clock.now - make_interval(hours => ${sessionHours})
        AND g.valid_from <= clock.now AND g.valid_to > clock.now
    ), extended AS (
      UPDATE session s SET last_active_at = live.now FROM live
      WHERE s.id_hash = live.id_hash AND NOT ${background} AND s.last_active_at < live.now - interval '1 second'
    )
    SELECT encode(id_hash, 'hex') AS session, id::text, name, role, authenticated_at AS "authenticatedAt", role_ends AS "roleEnds",
      evidence_from AS "evidenceFrom", evidence_to AS "evidenceTo", ${reachAt('user', Prisma.sql`live.id`, Prisma.sql`live.now`)} AS grants
    FROM live`;
  if (!row) throw new AppError('unauthenticated', 'This session has ended: sign in again');
  const { grants, roleEnds, evidenceFrom: from, evidenceTo: to, ...person } = row;
  const until = earliest([roleEnds?.toISOString() ?? null, ...grants.map((grant) => grant.until)]);
  const period = from && to ? { from, to } : null;
  return makeViewer({ kind: 'person', ...person, reach: simplest(grants), until, period, ...context });
}

interface PersonRow extends Pick<Viewer, 'id' | 'name' | 'role' | 'authenticatedAt' | 'session'> {
  grants: DatedGrant[];
  roleEnds: Date | null;
  evidenceFrom: Date | null;
  evidenceTo: Date | null;
}

function earliest(ends: readonly (string | null)[]): Date | null {
  const times = ends.flatMap((end) => (end === null ? [] : [Date.parse(end)]));
  return times.length > 0 ? new Date(Math.min(...times)) : null;
}

/** Whoever runs a command of the CLI on the machine itself. */
export function operatorViewer(name: string, requestId: string): Viewer {
  return makeViewer({
    kind: 'operator',
    id: null,
    name,
    role: 'system',
    reach: null,
    until: null,
    period: null,
    authenticatedAt: null,
    session: null,
    address: null,
    requestId,
  });
}

/** A job of the worker. */
export function jobViewer(name: string, requestId: string): Viewer {
  return makeViewer({
    kind: 'job',
    id: null,
    name,
    role: 'system',
    reach: null,
    until: null,
    period: null,
    authenticatedAt: null,
    session: null,
    address: null,
    requestId,
  });
}

export function can(viewer: Viewer, permission: Permission): boolean {
  if (viewer.role === 'system') return true;
  const granted: readonly Permission[] = tokenRoles[viewer.role];
  return granted.includes(permission);
}

/** Throws `forbidden`, with the permission that is missing, unless the viewer has it. */
export function requirePermission(viewer: Viewer, permission: Permission): void {
  if (!can(viewer, permission))
    throw new AppError('forbidden', `This needs the permission ${permission}`, { permission });
}

export type { Role };
