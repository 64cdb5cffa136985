import { portWords } from '@/components/drift/rule-words';
import { Box } from '@/components/ui/box';
import { SafeLink } from '@/components/ui/safe-link';
import { StateText } from '@/components/ui/state';
import { Stamp } from '@/components/ui/time';
import type { Evidence } from '@/lib/queries/drift-evidence';
import type { DriftDetail } from '@/lib/queries/get-drift';
import styles from './evidence-box.module.css';

const trails: Record<DriftDetail['trail'], string> = {
  covers: 'the trail was read for that time',
  gaps: 'the trail has not been read since',
  none: 'no trail of this account is read',
  hidden: 'your role does not see activity',
};

/** Why we say so: for each difference the event or commit behind it, and how sure that is. */
export function EvidenceBox({ drift, asOf }: { drift: DriftDetail; asOf: Date }) {
  const byCloud = drift.body.lines.some(({ ahead }) => ahead === 'cloud');
  return (
    <Box title="Why we say so" aside={byCloud ? trails[drift.trail] : null}>
      <ul className={styles.list}>
        {drift.evidence.map((evidence) => (
          <li key={evidence.line} className={styles.row}>
            <StateText state={evidence.certainty} />
            <span className={styles.words}>
              <Words evidence={evidence} drift={drift} asOf={asOf} />
            </span>
            <span className={`t3 small mono ${styles.source}`}>{reference(evidence)}</span>
          </li>
        ))}
        <LastRun drift={drift} asOf={asOf} />
      </ul>
    </Box>
  );
}

function Words({ evidence, drift, asOf }: { evidence: Evidence; drift: DriftDetail; asOf: Date }) {
  const line = drift.body.lines[evidence.line];
  const rule = line?.observed ?? line?.declared;
  const subject = rule ? portWords(rule) : drift.name;
  if (evidence.certainty === 'none') {
    const unread = drift.trail === 'none' || drift.trail === 'gaps';
    return (
      <>
        No event names {subject}
        {line?.orEarlier
          ? ': it was there at the first look'
          : unread
            ? ', and no trail was read that could'
            : ' in the time between two scans'}
      </>
    );
  }
  if (evidence.source === 'commit') {
    return (
      <>
        {subject}: <b>{evidence.who}</b>, “{evidence.what}”,{' '}
        {evidence.at ? <Stamp at={evidence.at} asOf={asOf} /> : null}
      </>
    );
  }
  return (
    <>
      {subject}: CloudTrail <span className="mono">{evidence.what}</span> by <b>{evidence.who}</b>,{' '}
      {evidence.at ? <Stamp at={evidence.at} asOf={asOf} /> : null}
      {evidence.others > 0 ? `; ${evidence.others + 1} events fall between the same two scans` : ''}
    </>
  );
}

function reference({ source, reference: id }: Evidence) {
  if (!id) return null;
  if (source === 'commit') return id.slice(0, 7);
  const short = id.length > 12 ? `${id.slice(0, 4)}…${id.slice(-4)}` : id;
  return (
    <SafeLink
      href={`/audit?in=estate&event=${encodeURIComponent(id)}`}
      className="link"
      title={id}
    >{`event ${short}`}</SafeLink>
  );
}

function LastRun({ drift, asOf }: { drift: DriftDetail; asOf: Date }) {
  const { applied } = drift;
  if (!applied) return null;
  const older = applied.startedAt < drift.openedAt;
  return (
    <li className={styles.row}>
      <StateText state="certain" />
      <span className={styles.words}>
        The last enforcing run of this repository is {older ? 'older than the drift' : 'younger, and left it'}:{' '}
        <Stamp at={applied.startedAt} asOf={asOf} />, {applied.outcome}
      </span>
      <span className={`t3 small mono ${styles.source}`}>
        <SafeLink href={`/runs/${applied.id}`} className="link">{`run ${applied.id}`}</SafeLink>
      </span>
    </li>
  );
}
