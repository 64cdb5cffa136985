import { formatNumber } from '@/components/ui/format-number';
import { KeyValues } from '@/components/ui/key-values';
import { SafeLink } from '@/components/ui/safe-link';
import { StateText } from '@/components/ui/state';
import { Stamp } from '@/components/ui/time';
import type { AuditProof } from '@/lib/queries/audit-proof';
import styles from './event-proof.module.css';
import { hexOf } from './short-hash';

/** What was recomputed to prove an event, step by step; null while no checkpoint holds it. */
export function EventProof({ proof }: { proof: AuditProof | null }) {
  if (!proof)
    return (
      <div className={styles.proof}>
        <StateText state="pending" label="No checkpoint holds this event yet: one does within a minute" />
      </div>
    );
  const { checks, sealed } = proof;
  const holds = Object.values(checks).every(Boolean);
  const step = (ok: boolean, yes: string, no: string) => (
    <StateText state={ok ? 'pass' : 'fail'} label={ok ? yes : no} />
  );
  return (
    <section className={styles.proof} aria-label="Proof">
      <StateText
        state={holds ? 'pass' : 'fail'}
        label={holds ? 'This event is in the log as it was sealed' : 'This event is not what was sealed'}
      />
      <KeyValues
        wide
        items={[
          ['Leaf', formatNumber(proof.leafIndex)],
          ['Leaf hash', <code key="hash">{hexOf(proof.leafHash)}</code>],
          ['Event and leaf', step(checks.row, 'say the same', 'differ: the event was changed')],
          ['Hash', step(checks.leaf, 'is that of the sealed bytes', 'is not that of the sealed bytes')],
          [
            'Proof of inclusion',
            <details key="proof">
              <summary>
                {step(
                  checks.root,
                  `${proof.proof.length} hashes lead to the root`,
                  `${proof.proof.length} hashes lead to another root`,
                )}
              </summary>
              <ol className={`${styles.hashes} mono`}>
                {proof.proof.map((hash) => (
                  <li key={hash}>{hexOf(hash)}</li>
                ))}
              </ol>
            </details>,
          ],
          [
            'Checkpoint',
            <span key="checkpoint">
              {formatNumber(Number(sealed.id))}, <Stamp at={sealed.at} form="second" />, {formatNumber(sealed.size)}{' '}
              events
              {sealed.leftAt ? (
                <>
                  , left the house <Stamp at={sealed.leftAt} form="second" />
                </>
              ) : (
                ', still in the house'
              )}
            </span>,
          ],
          ['Root', <code key="root">{hexOf(sealed.root)}</code>],
          [
            'Signature',
            step(
              checks.signature,
              `of key ${proof.publicKey?.split('+')[1] ?? ''}`,
              'is of no key of this log, or is of another root',
            ),
          ],
          [
            'Check it elsewhere',
            <span key="elsewhere">
              <SafeLink
                href={`/api/v1/audit/proof?event=${proof.event}`}
                className="link"
                download={`proof-${proof.event}.json`}
              >
                Take the proof away
              </SafeLink>
              , then <code>node verify.mjs proof --key KEY proof-{proof.event}.json</code>
            </span>,
          ],
        ]}
      />
    </section>
  );
}
