import { Textarea } from '@mantine/core';
import { SendForm } from '@/components/settings/send-form';
import { KeyValues } from '@/components/ui/key-values';
import { SafeLink } from '@/components/ui/safe-link';
import { Stamp } from '@/components/ui/time';
import type { BreakGlassRow } from '@/lib/queries/list-break-glass';
import styles from '../settings.module.css';

/** Who may review it: `own` is what the viewer did themselves. */
type Props = { used: BreakGlassRow; review: 'may' | 'own' | 'no' };

/** Why it was done, what was done, and the review. */
export function BreakGlassDetail({ used, review }: Props) {
  const done = `/audit?jobs=shown&actor=${encodeURIComponent(used.name)}&from=${used.at.toISOString()}&to=${used.until.toISOString()}`;
  return (
    <div className={styles.change}>
      <KeyValues
        items={[
          ['Reason', used.reason],
          ['Signed in', <Stamp key="at" at={used.at} />],
          ['Session until', <Stamp key="until" at={used.until} />],
          ['Address', used.address ?? 'this machine'],
          ...(used.reviewedAt
            ? ([
                ['Reviewed by', used.reviewedBy ?? 'unknown'],
                ['Reviewed', <Stamp key="reviewed" at={used.reviewedAt} />],
                ['Note', used.note ?? ''],
              ] as const)
            : []),
        ]}
      />
      <div className="row wrap">
        <SafeLink href={done} className="link">
          What was done in that session: {used.events} audit events
        </SafeLink>
        <SafeLink href={`/audit?jobs=shown&request=${encodeURIComponent(used.requestId)}`} className="link">
          The sign-in itself
        </SafeLink>
      </div>
      {used.state === 'reviewed' ? null : review === 'may' ? (
        <SendForm
          method="PUT"
          action={`/api/v1/break-glass/${used.id}/review`}
          submit="Approve"
          done="Reviewed."
          confirm={`You approve what ${used.name} did in that session. Go on?`}
        >
          <Textarea
            name="note"
            label="Note"
            description="What was looked at, and what came of it"
            minLength={10}
            maxLength={2000}
            rows={3}
            required
          />
        </SendForm>
      ) : (
        <p className="t3">
          {review === 'own'
            ? 'Another person than the one who signed in reviews it.'
            : 'It waits for an administrator or a security officer.'}
        </p>
      )}
    </div>
  );
}
