import { Prisma } from '@/lib/db';
import type { SealedEvent } from '@/lib/merkle/leaf-payload';

/** An `audit_event e` as one JSON array in the order that `sealedEvent` reads; the time as seconds, for `infinity` has no other form. */
export const sealedColumns = Prisma.sql`json_build_array(e.id::text, extract(epoch FROM e.at)::text, e.actor_kind, e.actor_id, e.actor,
  e.action, e.outcome, e.object_kind, e.object_id, e.object, e.before, e.after, e.reason, e.address, e.request_id, e.reach)::text`;

type Text = string | null;
type Columns = [
  string,
  string,
  string,
  Text,
  string,
  string,
  string,
  string,
  Text,
  Text,
  Text,
  Text,
  Text,
  Text,
  string,
  Text,
];

/** The event that `sealedColumns` selected. A time that is no whole millisecond, which no event has, stays as Postgres says it. */
export function sealedEvent(columns: string): SealedEvent {
  const [id, seconds, actorKind, actorId, actor, action, outcome, objectKind, ...rest] = JSON.parse(columns) as Columns;
  const [objectId, object, before, after, reason, address, requestId, reach] = rest;
  const whole = /^-?\d{1,12}\.\d{3}0*$/.test(seconds);
  const at = whole ? new Date(Math.round(Number(seconds) * 1000)).toISOString() : seconds;
  return {
    id,
    at,
    actorKind,
    actorId,
    actor,
    action,
    outcome,
    objectKind,
    objectId,
    object,
    before,
    after,
    reason,
    address,
    requestId,
    reach,
  };
}
