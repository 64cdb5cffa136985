import { daysAgo, hour, minute } from '@/lib/sources/sample/calendar';
import { codeCommits, type GroupEdit, promisedGroup } from '@/lib/sources/sample/code-commits';
import { incidentsBefore } from '@/lib/sources/sample/incidents';
import type { PersonId } from '@/lib/sources/sample/people';

/** A change of a group in the cloud. */
export interface GroupChange extends GroupEdit {
  at: number;
  /** Null: the run that applies the code */
  by: PersonId | null;
  /** Whether CloudTrail tells of it */
  explained: boolean;
  /** Whether it was made on the console; else on the command line */
  console: boolean;
}

/** Everything that happened to the rules in the cloud from `start` on, oldest first. */
export function groupChanges(start: number, end: number): GroupChange[] {
  const applied = codeCommits(end).flatMap(({ appliedAt, edits }) =>
    appliedAt !== null && appliedAt > start && appliedAt <= end
      ? edits
          .filter((edit) => edit.group !== promisedGroup.name)
          .map((edit) => ({ ...edit, at: appliedAt, by: null, explained: true, console: false }))
      : [],
  );
  const made = byHand(end).filter(({ at }) => at > start && at <= end);
  return [...applied, ...made].sort((a, b) => a.at - b.at);
}

function byHand(end: number): GroupChange[] {
  const { portOpened, portClosed, portOpenedAgain } = incidentsBefore(end);
  const debug = 'tcp 8443 0.0.0.0/0 debug';
  const vendor = 'tcp 22 198.51.100.0/24 vendor';
  const desktop = 'tcp 3389 10.12.0.0/16';
  const preview = 'tcp 8080 0.0.0.0/0 preview';
  const query = 'tcp 5432 10.20.0.0/16 one query';
  const home = 'tcp 22 203.0.113.54/32';
  return [
    hand(portOpened, 'okafor', 'ehr-app-edge', [debug], []),
    hand(portClosed, 'okafor', 'ehr-app-edge', [], [debug]),
    hand(portOpenedAgain, 'okafor', 'ehr-app-edge', [debug], []),
    hand(daysAgo(end, 57, '20:31'), 'okafor', 'lks-jump', [home], []),
    { ...hand(daysAgo(end, 56, '02:10'), 'okafor', 'lks-jump', [], [home]), by: null, console: false },
    { ...hand(daysAgo(end, 48, '07:42'), 'nakamura', 'bill-app', [desktop], []), explained: false },
    hand(daysAgo(end, 33, '13:15'), 'lindqvist', 'pacs-db', [query], [], false),
    hand(daysAgo(end, 33, '15:40'), 'lindqvist', 'pacs-db', [], [query], false),
    hand(daysAgo(end, 21, '11:05'), 'nakamura', 'lab-gw-ssh', [vendor], []),
    hand(daysAgo(end, 12, '17:20'), 'okafor', 'stg-ehr-app', [preview], []),
    hand(daysAgo(end, 9, '10:02'), 'okafor', 'stg-ehr-app', [], [preview]),
    hand(
      end - 74 * hour - 40 * minute,
      'nakamura',
      'jump',
      ['tcp 22 10.20.0.0/16 administrators'],
      ['tcp 22 10.20.8.0/24 administrators'],
    ),
  ];
}

function hand(at: number, by: PersonId, group: string, add: string[], remove: string[], onConsole = true): GroupChange {
  return { at, by, group, add, remove, explained: true, console: onConsole };
}
