import { inWords, portWords } from '@/components/drift/rule-words';
import { formatAge } from '@/components/ui/format-age';
import { Note, StateNote } from '@/components/ui/note';
import { Ago, Stamp } from '@/components/ui/time';
import type { DriftDetail } from '@/lib/queries/get-drift';
import type { DriftLine } from '@/lib/resources/drift-comparison';

/** The page in one sentence: who is ahead, since, through whom, and what the next enforcing run would do. */
export function Sentence({ drift, asOf }: { drift: DriftDetail; asOf: Date }) {
  const cloud = drift.body.lines.filter(({ ahead }) => ahead === 'cloud');
  const code = drift.body.lines.filter(({ ahead }) => ahead === 'code');
  const [first, second] = cloud.length > 0 ? ([cloud, code] as const) : ([code, cloud] as const);
  const leads = drift.ahead === 'code' || cloud.length === 0 ? 'code-ahead' : 'cloud-ahead';
  const since = new Date(sinceOf(first) ?? drift.since);
  const who = inWords(drift.evidence.flatMap(({ source, who }) => (source === 'activity' && who ? [who] : [])));
  return (
    <>
      {drift.closedAt ? (
        <Note>
          Closed since <Stamp at={drift.closedAt} form="full" asOf={asOf} />: what stands below is how it was last.
        </Note>
      ) : null}
      <StateNote state={leads} {...(drift.closedAt ? { label: wasAhead[leads] } : {})}>
        {first.length > 0 ? <>on {rules(first)} </> : null}
        since <Stamp at={since} form="full" asOf={asOf} />
        {drift.closedAt || formatAge(since, asOf) === null ? null : (
          <>
            , <Ago at={since} asOf={asOf} />
          </>
        )}
        {first.some(({ orEarlier }) => orEarlier) ? ' or longer: it was so at the first look' : ''}
        {leads === 'cloud-ahead' && who ? (
          <>
            , through <b>{who}</b>
          </>
        ) : null}
        {second.length > 0 ? (
          <>
            ; code ahead on {rules(second)} since <Stamp at={sinceOf(second) ?? drift.since} form="date" asOf={asOf} />
          </>
        ) : null}
        . {drift.closedAt ? '' : nextRun(drift)}
      </StateNote>
    </>
  );
}

const wasAhead = { 'cloud-ahead': 'Cloud was ahead', 'code-ahead': 'Code was ahead' };

function rules(lines: readonly DriftLine[]): string {
  return lines.length === 1 ? '1 rule' : `${lines.length} rules`;
}

function sinceOf(lines: readonly DriftLine[]): string | null {
  return lines.flatMap(({ since }) => since ?? []).sort()[0] ?? null;
}

/** What enforcing the code would change: it takes away what it does not name, and brings what is missing. */
function nextRun({ body }: DriftDetail): string {
  if (body.presence === 'code-only') return 'The next enforcing run would make the group.';
  if (body.presence === 'absent') return 'The next enforcing run would remove the group.';
  const ports = (kind: DriftLine['kind'], side: 'observed' | 'declared') =>
    inWords(body.lines.flatMap((line) => (line.kind === kind && line[side] ? [portWords(line[side])] : [])));
  const parts = [
    ['close', ports('undeclared', 'observed')],
    ['change who reaches', ports('different', 'declared')],
    ['open', ports('missing', 'declared')],
  ].filter(([, words]) => words);
  return `The next enforcing run would ${inWords(parts.map((part) => part.join(' ')))}.`;
}
