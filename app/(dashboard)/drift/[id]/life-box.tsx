import { inWords, portWords } from '@/components/drift/rule-words';
import { Box } from '@/components/ui/box';
import { formatDuration } from '@/components/ui/format-age';
import { SafeLink } from '@/components/ui/safe-link';
import { Stamp } from '@/components/ui/time';
import { Timeline, type TimelineEntry } from '@/components/ui/timeline';
import type { DriftDetail } from '@/lib/queries/get-drift';
import type { SecurityGroupRule } from '@/lib/resources/security-group';

/** How this drift came, grew and went, and the episodes of the same group before it. */
export function LifeBox({ drift, asOf }: { drift: DriftDetail; asOf: Date }) {
  const end = drift.closedAt ?? asOf;
  const length = formatDuration(end.getTime() - drift.openedAt.getTime());
  const entries: TimelineEntry[] = drift.states.map(({ from, count, summary, came }, i) => ({
    key: from.toISOString(),
    what: change(count, drift.states[i - 1]?.count ?? null),
    when: <Stamp at={from} asOf={asOf} />,
    more: <span title={summary}>{came.length > 0 ? inWords(came.map(ruleWords)) : summary}</span>,
  }));
  if (drift.closedAt) {
    entries.push({
      key: 'closed',
      what: 'Closed',
      when: <Stamp at={drift.closedAt} asOf={asOf} />,
      more: 'no difference is left',
    });
  }
  const earlier: TimelineEntry[] = drift.earlier.map((episode) => ({
    key: episode.id,
    what: (
      <SafeLink href={`/drift/${episode.id}`} className="link">
        Before
      </SafeLink>
    ),
    when: <Stamp at={episode.openedAt} asOf={asOf} />,
    more: <span title={episode.summary}>{episode.summary}</span>,
  }));
  return (
    <Box title="Life of this drift" aside={drift.closedAt ? `was open ${length}` : `open ${length}`}>
      <Timeline entries={[...earlier.toReversed(), ...entries]} />
    </Box>
  );
}

function ruleWords(rule: SecurityGroupRule): string {
  return `${portWords(rule)} ${rule.direction === 'egress' ? 'to' : 'from'} ${rule.peer}`;
}

function change(count: number, before: number | null): string {
  if (before === null) return 'Opened';
  if (count === before) return 'Changed';
  return count > before ? `Grew by ${count - before}` : `Shrank by ${before - count}`;
}
