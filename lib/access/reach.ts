import type { Viewer } from '@/lib/access/viewer';
import type { Transaction } from '@/lib/db';
import { AppError } from '@/lib/errors';

/** What a reach is made of: each part null for any. A resource is within it where every part that is named is its own. */
export interface Grant {
  facility: string | null;
  environment: string | null;
  team: string | null;
}

/** A grant with its dates, RFC 3339 in UTC; `until` is the moment at which it ends, null where it does not. */
export interface DatedGrant extends Grant {
  from: string;
  until: string | null;
}

/** What somebody reaches: any of these grants. Null is everything, none is nothing. */
export type Reach = readonly Grant[] | null;

/** From and to, both included, of the evidence that somebody may look at. */
export interface Period {
  from: Date;
  to: Date;
}

/** Everything: for what records the estate, which knows no facilities. */
export const everything = '*';

const name = '(?:[0-9a-f]{2})';
const grantShape = `(?:${name}+|${name}*;${name}*;${name}*)`;
const reachShape = new RegExp(`^(?:\\*|${grantShape}(?:,${grantShape})*)?$`);

/** A reach without what its other grants cover; null where one of them is everything. */
export function simplest(grants: readonly Grant[]): Reach {
  if (grants.some(isEverything)) return null;
  return grants.filter(
    (grant, i) => !grants.some((other, k) => k !== i && covers(other, grant) && (k < i || !covers(grant, other))),
  );
}

/** The grants of those who reach facilities and nothing finer. */
export function facilitiesOnly(reach: readonly Grant[]): string[] | null {
  const facilities = reach.map(({ facility, environment, team }) => ((environment ?? team) ? null : facility));
  return facilities.some((it) => it === null) ? null : facilities.flatMap((it) => it ?? []);
}

/** A grant in words: a facility, or facility / environment / team where it is finer. */
export function grantWords({ facility, environment, team }: Grant): string {
  const named = environment === null && team === null ? [facility] : [facility, environment, team];
  return named.map((part) => part ?? 'any').join(' / ');
}

function isEverything({ facility, environment, team }: Grant): boolean {
  return facility === null && environment === null && team === null;
}

function covers(wide: Grant, narrow: Grant): boolean {
  const part = (held: string | null, wanted: string | null) => held === null || held === wanted;
  return (
    part(wide.facility, narrow.facility) && part(wide.environment, narrow.environment) && part(wide.team, narrow.team)
  );
}

/**
 * A viewer's reach as the policies of the database read it: `*`, nothing, or grants separated by commas, each the hex of
 * a facility's UTF-8 or three of these, separated by semicolons. Jobs, operators and pushes record and reach everything.
 */
export function reachOf(viewer: Pick<Viewer, 'role' | 'reach'>): string {
  if (viewer.reach === null || viewer.role === 'system' || viewer.role === 'ingest') return everything;
  const hex = (text: string | null) => Buffer.from(text ?? '', 'utf8').toString('hex');
  return viewer.reach
    .filter((grant) => !Object.values(grant).includes(''))
    .map(({ facility, environment, team }) =>
      environment === null && team === null ? hex(facility) : [facility, environment, team].map(hex).join(';'),
    )
    .filter((grant) => grant !== '')
    .join(',');
}

/**
 * Gives the transaction its reach, and the period of evidence that it may look at, until it ends; `repeatable-read` lets
 * all its statements see one moment. One round trip, before any other statement. SET takes no parameters, so the text is
 * checked to be nothing but hex, commas and semicolons, or a star.
 */
export async function setReach(
  tx: Transaction,
  reach: string,
  period: Period | null = null,
  isolation: 'read-committed' | 'repeatable-read' = 'read-committed',
): Promise<void> {
  if (!reachShape.test(reach)) throw new Error('This is no reach');
  const set = [`SET LOCAL plumbline.reach = '${reach}'`];
  if (isolation === 'repeatable-read') set.unshift('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ');
  if (period !== null) {
    const [from, to] = [period.from.getTime(), period.to.getTime()];
    if (!Number.isSafeInteger(from) || !Number.isSafeInteger(to)) throw new Error('This is no period');
    set.push(`SET LOCAL plumbline.period = '${from},${to}'`);
  }
  await tx.$executeRawUnsafe(set.join('; '));
}

/**
 * Throws `forbidden` unless the viewer reaches all of this, for as long: nobody gives what they do not have, nor changes
 * whom they do not see whole. `null` is everything, without end.
 */
export function requireReach(
  viewer: Viewer,
  wanted: readonly (Grant & { until?: Date | string | null })[] | null,
): void {
  const asked = wanted ?? [{ facility: null, environment: null, team: null }];
  const held = viewer.reach ?? [{ facility: null, environment: null, team: null }];
  if (asked.some((grant) => !held.some((other) => covers(other, grant)) || !lasts(viewer, grant.until ?? null)))
    throw new AppError('forbidden', 'This goes beyond your own reach', { reach: 'exceeded' });
}

/** Throws `forbidden` unless the viewer reaches everything: for what touches the resources of everybody. */
export function requireEverything(viewer: Viewer): void {
  if (viewer.reach !== null) throw new AppError('forbidden', 'This goes beyond your own reach', { reach: 'exceeded' });
}

/** Throws `forbidden` where what is given would outlast what the viewer has. */
export function requireLasting(viewer: Viewer, until: Date | null): void {
  if (!lasts(viewer, until))
    throw new AppError('forbidden', `Your own access ends ${viewer.until?.toISOString()}`, { reach: 'exceeded' });
}

function lasts(viewer: Viewer, until: Date | string | null): boolean {
  return viewer.until === null || (until !== null && new Date(until) <= viewer.until);
}
