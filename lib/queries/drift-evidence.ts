import { withinReach } from '@/lib/access/transaction';
import { can, type Viewer } from '@/lib/access/viewer';
import { Prisma, type Transaction } from '@/lib/db';
import { groupActions, slack } from '@/lib/queries/list-drift';
import { namesRule } from '@/lib/queries/match-trail';
import type { DriftBody } from '@/lib/resources/drift-body';
import type { DriftLine } from '@/lib/resources/drift-comparison';

/** Why we say who is behind one difference, and how sure that is. */
export interface Evidence {
  /** Index of the line of the comparison that it is for */
  line: number;
  /** certain: the event names the very rule; likely: it touches the group at that time; none: nothing was found */
  certainty: 'certain' | 'likely' | 'none';
  source: 'commit' | 'activity';
  /** API action, or first line of the commit message; null where nothing was found */
  what: string | null;
  who: string | null;
  /** UTC */
  at: Date | null;
  /** Event id or revision */
  reference: string | null;
  /** How many other events touch the group in the same window */
  others: number;
}

/** Whether a trail speaks of the time: `none`: no trail is read; `hidden`: the viewer may not see activity. */
export type Trail = 'covers' | 'gaps' | 'none' | 'hidden';

interface TrailEvent {
  eventId: string;
  at: Date;
  action: string;
  actor: string;
  body: string;
}

interface Subject {
  groupId: string | null;
  scopeId: string | null;
  account: string | null;
  body: DriftBody;
}

/** Commits for what the code did, trail events for what the cloud did: for each difference the best that there is. */
export async function driftEvidence(
  tx: Transaction,
  viewer: Viewer,
  subject: Subject,
): Promise<{ evidence: Evidence[]; trail: Trail }> {
  const differing = subject.body.lines.flatMap((line, index) => (line.ahead && line.since ? [{ line, index }] : []));
  const byCode = differing
    .filter(({ line }) => line.ahead === 'code')
    .map((it) => ofCommit(it.line, it.index, subject));
  const byCloud = differing.filter(({ line }) => line.ahead === 'cloud');
  const times = byCloud.flatMap(({ line }) => (line.since ? [new Date(line.since)] : []));
  if (!can(viewer, 'activity:read')) return { evidence: byCode, trail: 'hidden' };
  const trail = await trailAt(tx, subject.account, times);
  const eventsOf = windows(tx, viewer, subject);
  const found: Evidence[] = [];
  for (const { line, index } of byCloud) found.push(await ofTrail(line, index, eventsOf));
  return { evidence: [...found, ...byCode].sort((a, b) => a.line - b.line), trail };
}

function ofCommit(line: DriftLine, index: number, { body }: Subject): Evidence {
  // What the code no longer has stands nowhere: the last commit of the file is the one that removed it, if the time is.
  const place = line.declared?.at ?? body.declared.at;
  const certain = line.since !== null && Date.parse(place.committedAt) === Date.parse(line.since);
  return {
    line: index,
    certainty: certain ? 'certain' : 'likely',
    source: 'commit',
    what: place.subject,
    who: place.author,
    at: new Date(place.committedAt),
    reference: place.revision,
    others: 0,
  };
}

async function ofTrail(line: DriftLine, index: number, eventsOf: EventsOf): Promise<Evidence> {
  const none: Evidence = {
    line: index,
    certainty: 'none',
    source: 'activity',
    what: null,
    who: null,
    at: null,
    reference: null,
    others: 0,
  };
  const events = await eventsOf(line);
  const named = events.find(
    (event) =>
      (line.observed && opens(event.action, line.observed) && namesRule(JSON.parse(event.body), line.observed)) ||
      (line.declared && closes(event.action, line.declared) && namesRule(JSON.parse(event.body), line.declared)),
  );
  const best = named ?? (line.orEarlier ? undefined : events[0]);
  if (!best) return none;
  return {
    ...none,
    certainty: named ? 'certain' : 'likely',
    what: best.action,
    who: best.actor,
    at: best.at,
    reference: best.eventId,
    others: named ? 0 : events.length - 1,
  };
}

type EventsOf = (line: DriftLine) => Promise<readonly TrailEvent[]>;

/** Events that touch the group between two scans; lines that came with the same scan share them. */
function windows(tx: Transaction, viewer: Viewer, { groupId, scopeId }: Subject): EventsOf {
  const known = new Map<string, readonly TrailEvent[]>();
  return async ({ since, orEarlier }) => {
    if (!groupId || !since) return [];
    const key = `${since} ${orEarlier}`;
    const before = known.get(key);
    if (before) return before;
    // What was there at the first look may be much older: then only an event that names the very rule is one.
    const from = orEarlier ? null : await scanBefore(tx, scopeId, new Date(since));
    const events = await tx.$queryRaw<TrailEvent[]>`
      SELECT a.event_id AS "eventId", a.at, a.action, a.actor, a.body FROM activity a
      WHERE ${withinReach(viewer, 'a')} AND a.subjects @> ARRAY[${groupId}] AND a.error_code IS NULL AND NOT a.read_only AND ${groupActions}
        AND a.at <= ${since}::timestamptz + ${slack} AND ${from ? Prisma.sql`a.at > ${from}::timestamptz` : Prisma.sql`TRUE`}
      ORDER BY a.at DESC LIMIT 200`;
    known.set(key, events);
    return events;
  };
}

type Direction = { direction: 'ingress' | 'egress' };

function opens(action: string, rule: Direction): boolean {
  return action.startsWith('Modify') || (action.startsWith('Authorize') && isFor(action, rule));
}

function closes(action: string, rule: Direction): boolean {
  return action.startsWith('Modify') || (action.startsWith('Revoke') && isFor(action, rule));
}

function isFor(action: string, { direction }: Direction): boolean {
  return action.endsWith('Egress') === (direction === 'egress');
}

/** When the scope was last read completely before; without such a scan, a day before. */
async function scanBefore(tx: Transaction, scopeId: string | null, at: Date): Promise<Date> {
  const [scan] = await tx.$queryRaw<{ at: Date }[]>`
    SELECT finished_at AS at FROM scan WHERE scope_id = ${scopeId}::bigint AND outcome = 'complete' AND finished_at < ${at}
    ORDER BY finished_at DESC LIMIT 1`;
  return scan?.at ?? new Date(at.getTime() - 86_400_000);
}

/** Whether a trail of the account was read completely after each of these times. */
async function trailAt(tx: Transaction, account: string | null, times: readonly Date[]): Promise<Trail> {
  const last = times.length > 0 ? new Date(Math.max(...times.map(Number))) : new Date(0);
  const [row] = await tx.$queryRaw<{ scopes: number; covering: number }[]>`
    SELECT count(*)::int AS scopes, count(*) FILTER (WHERE EXISTS (SELECT FROM scan n
      WHERE n.scope_id = c.id AND n.outcome = 'complete' AND n.finished_at >= ${last}))::int AS covering
    FROM scope c WHERE c.kind = 'activity' AND (c.account IS NULL OR c.account = ${account})`;
  if (!row || row.scopes === 0) return 'none';
  return row.covering > 0 ? 'covers' : 'gaps';
}
