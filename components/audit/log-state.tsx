import { formatNumber } from '@/components/ui/format-number';
import { StateText } from '@/components/ui/state';
import { Ago, Stamp } from '@/components/ui/time';
import type { AuditLogState } from '@/lib/queries/audit-log-state';
import styles from './log-state.module.css';
import { shortHash } from './short-hash';
import { VerifyNow } from './verify-now';

/** Beyond the hour of an idle log, and some minutes more. */
const lateMs = 75 * 60_000;

type LogStateProps = {
  log: AuditLogState;
  asOf: Date;
  /** For who may have it verified, and not in the past: whether somebody has asked already. */
  verify: { underWay: boolean } | null;
};

/** How the audit log is: verified or not, the last checkpoint, when it left the house and to whom. */
export function LogState({ log, asOf, verify }: LogStateProps) {
  const { checkpoint, witnesses, verified } = log;
  const has = witnesses.filter((witness) => witness.checkpoint !== null);
  const late = checkpoint !== null && asOf.getTime() - checkpoint.at.getTime() > lateMs;
  return (
    <section className={styles.state} aria-label="State of the audit log">
      <Verified log={log} asOf={asOf} />
      <span>
        <b>{formatNumber(log.leaves)}</b> events sealed
        {log.waiting > 0 ? `, ${formatNumber(log.waiting)} waiting for their leaf` : null}
      </span>
      <span className={styles.left}>
        {checkpoint ? (
          <>
            <span>
              checkpoint <b>{formatNumber(Number(checkpoint.id))}</b>, <Ago at={checkpoint.at} asOf={asOf} words />
            </span>
            <span className="mono t3" title={checkpoint.root}>
              root {shortHash(checkpoint.root)}
            </span>
            <span>
              {log.leftAt ? (
                <>
                  left the house <Stamp at={log.leftAt} asOf={asOf} />, to{' '}
                  {has.length === 1 ? '1 place' : `${has.length} places`}
                </>
              ) : (
                'none has left the house'
              )}
            </span>
          </>
        ) : (
          'no checkpoint yet: the worker signs the first one within a minute'
        )}
      </span>
      {verify ? <VerifyNow underWay={verify.underWay} /> : null}
      {late ? (
        <span className={styles.problem}>
          No checkpoint for longer than an hour: is the worker running, and does it have its key?
        </span>
      ) : null}
      {verified?.outcome === 'failed' ? <span className={styles.problem}>{verified.after?.first}</span> : null}
      {witnesses.map(({ name, problem }) =>
        problem ? (
          <span key={name} className={styles.problem}>
            {name}: {problem}
          </span>
        ) : null,
      )}
    </section>
  );
}

function Verified({ log: { verified }, asOf }: { log: AuditLogState; asOf: Date }) {
  if (!verified) return <StateText state="unknown" label="Not verified yet" />;
  const sound = verified.outcome === 'done';
  return (
    <span>
      <StateText state={sound ? 'pass' : 'fail'} label={sound ? 'Log verified' : 'Log changed'} />{' '}
      <span className="t3">
        <Ago at={verified.at} asOf={asOf} words />
      </span>
    </span>
  );
}
