import { type FieldChange, FieldDiff } from '@/components/ui/before-after';
import { KeyValues } from '@/components/ui/key-values';
import { SafeLink } from '@/components/ui/safe-link';
import type { AuditProof } from '@/lib/queries/audit-proof';
import type { AuditRow } from '@/lib/queries/list-audit';
import { actionWords } from './action-words';
import styles from './audit-detail.module.css';
import { EventProof } from './event-proof';

type AuditDetailProps = {
  event: AuditRow;
  /** All that the same request did, this event among it, the latest first. */
  request: readonly AuditRow[];
  /** Where the proof of this event is shown, and the proof once it is asked for; null while no checkpoint holds the event. */
  verifyHref: string;
  proof?: AuditProof | null;
};

/** One event: before and after, why, from where, and what else the same request did. */
export function AuditDetail({ event, request, verifyHref, proof }: AuditDetailProps) {
  const changes = changesOf(event);
  const others = request.filter(({ id }) => id !== event.id);
  const ofRequest = `/audit?jobs=shown&request=${encodeURIComponent(event.requestId)}`;
  const ofObject = `/audit?jobs=shown&kind=${event.objectKind}&object=${encodeURIComponent(event.objectId ?? '')}`;
  return (
    <div className={styles.detail}>
      {changes.length > 0 ? (
        <FieldDiff changes={changes} heading={`${event.objectKind} ${event.objectId ?? ''}`} />
      ) : (
        <p className="t3">Nothing was changed by it.</p>
      )}
      <KeyValues
        items={[
          [
            'Request',
            <span key="request">
              <SafeLink href={ofRequest} className="link mono">
                {event.requestId}
              </SafeLink>{' '}
              <span className="t3">{request.length === 1 ? '1 event' : `${request.length} events`}</span>
            </span>,
          ],
          ['Also did', others.length === 0 ? null : others.map(({ action }) => actionWords(action)).join(', ')],
          ['Reason', event.reason],
          ['Action', <code key="action">{event.action}</code>],
          [
            'Object',
            event.objectId === null ? null : (
              <SafeLink key="object" href={ofObject} className="link">
                All of this {event.objectKind}
              </SafeLink>
            ),
          ],
          ['From', <code key="from">{event.address ?? 'this machine'}</code>],
          ['Reach', event.reach === '*' ? 'everything' : event.reach],
          [
            'Proof',
            proof === undefined ? (
              <SafeLink key="verify" href={verifyHref} className="link">
                Verify
              </SafeLink>
            ) : null,
          ],
        ]}
      />
      {proof === undefined ? null : <EventProof proof={proof} />}
    </div>
  );
}

/** Fields that differ, and those that only one side has. */
function changesOf({ before, after }: AuditRow): FieldChange[] {
  const names = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})]);
  const changes = [...names].map((field) => ({
    field,
    before: textOf(before?.[field]),
    after: textOf(after?.[field]),
  }));
  return changes.filter((change) => change.before !== change.after);
}

function textOf(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
