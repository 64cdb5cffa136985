/** An audit event as its row states it. */
export interface SealedEvent {
  /** Decimal */
  id: string;
  /** UTC, RFC 3339 with milliseconds; time of the database */
  at: string;
  actorKind: string;
  actorId: string | null;
  actor: string;
  action: string;
  outcome: string;
  objectKind: string;
  objectId: string | null;
  object: string | null;
  /** The stored text, not what it parses to: evidence is bytes */
  before: string | null;
  after: string | null;
  reason: string | null;
  address: string | null;
  requestId: string;
  /** What the actor reached then; null where there is no saying, and no member in the leaf */
  reach: string | null;
}

/**
 * The bytes of a leaf: canonical JSON (RFC 8785) of the event, its index in the log and a salt of 16 random bytes in hex,
 * without which nobody can guess an erased event from its hash.
 */
export function leafPayload(event: SealedEvent, leaf: number, salt: string): string {
  const text = (value: string | null) => (value === null ? 'null' : JSON.stringify(value));
  const reach = event.reach === null ? '' : `"reach":${JSON.stringify(event.reach)},`;
  // Written out, since this runs for every event of a verification; the members stand in the order of their UTF-16 code units.
  return `{"action":${text(event.action)},"actor":${text(event.actor)},"actorId":${text(event.actorId)},"actorKind":${text(event.actorKind)},"address":${text(event.address)},"after":${text(event.after)},"at":${text(event.at)},"before":${text(event.before)},"id":${text(event.id)},"leaf":${leaf},"object":${text(event.object)},"objectId":${text(event.objectId)},"objectKind":${text(event.objectKind)},"outcome":${text(event.outcome)},${reach}"reason":${text(event.reason)},"requestId":${text(event.requestId)},"salt":${text(salt)},"v":1}`;
}

/** The salt of a payload as `leafPayload` writes it; no salt at all in any other text. */
export function saltOf(payload: string): string {
  return /"salt":"([0-9a-f]{32})","v":1\}$/.exec(payload.slice(-56))?.[1] ?? '';
}
