import { day, daysAgo, hour, midnightOf, minute, workdayAgo } from '@/lib/sources/sample/calendar';
import { type SampleGroup, sampleGroups } from '@/lib/sources/sample/group-table';
import type { PersonId } from '@/lib/sources/sample/people';

/** What one commit or one hand does to the rules of one group. */
export interface GroupEdit {
  group: string;
  add: string[];
  remove: string[];
}

export interface CodeCommit {
  at: number;
  author: PersonId;
  subject: string;
  edits: GroupEdit[];
  /** When the run that followed brought it to the cloud; null: no run did yet */
  appliedAt: number | null;
}

/** A group that the code declares and that nobody has made yet. */
export const promisedGroup: SampleGroup = {
  name: 'rx-robot-gw',
  site: 'northgate',
  facility: 'Northgate',
  team: 'Pharmacy',
  description: 'Gateway of the dispensing robots',
  file: 'roles/network/tasks/pharmacy.yml',
  rules: ['tcp 8444 10.12.8.0/24 dispensing robots', 'tcp 22 @lab-gw-ssh jump hosts'],
  egress: null,
};

type Row = [
  daysAgo: number,
  clock: string,
  PersonId,
  subject: string,
  applied: boolean,
  ...edits: [group: string, ...rules: string[]][],
];

// A rule after + is added, one after - is removed.
// biome-ignore format: a table reads by its lines
const rows: Row[] = [
  [84, '10:12', 'lindqvist', 'Let the viewers reach the archive', true, ['pacs-arch', '+tcp 11112 @ris-view viewers']],
  [77, '15:40', 'nakamura', 'Close plain HTTP to the result viewer', true, ['lab-app', '-tcp 80 10.40.0.0/16 old result viewer']],
  [69, '09:25', 'okafor', 'Scrape the application servers from Lakeshore', true, ['ehr-app', '+tcp 9100 10.30.40.0/24 node exporter']],
  [58, '14:05', 'castellanos', 'Take HL7 from the laboratory over TLS', true, ['ehr-int', '-tcp 2575 10.40.0.0/16 HL7 from the laboratory', '+tcp 2576 10.40.0.0/16 HL7 over TLS']],
  [50, '11:30', 'nakamura', 'Narrow remote desktop to the jump hosts', true, ['bill-app', '-tcp 3389 10.20.0.0/16 remote desktop', '+tcp 3389 @jump jump hosts']],
  [43, '16:20', 'moreau', 'Admit the auditors’ read-only console', true, ['build', '+tcp 8443 10.20.9.0/24 audit console']],
  [36, '13:15', 'nakamura', 'Drop telnet to the old analysers', true, ['lab-gw', '-tcp 23 10.12.40.0/24 old analysers']],
  [31, '10:50', 'lindqvist', 'Take the reading rooms from the environment', true, ['pacs-view', '+tcp 8443 $READING_ROOMS=10.12.20.0/24 reading rooms']],
  [27, '09:05', 'okafor', 'Serve TLS in staging as in production', true, ['stg-ehr-app', '+tcp 8443 10.60.0.0/16 staging network']],
  [20, '15:55', 'castellanos', 'Collect syslog over TLS at Lakeshore', true, ['lks-log', '+tcp 6514 10.30.0.0/16 syslog over TLS']],
  [8, '14:30', 'lindqvist', 'Watch the viewers', true, ['ris-view', '+tcp 9100 10.30.40.0/24 node exporter']],
  [2, '16:31', 'castellanos', 'Send audit syslog to the collector', false, ['log-collector', '+tcp 6515 10.20.4.0/24 audit syslog']],
  [1, '11:08', 'nakamura', 'Prepare the gateway of the dispensing robots', false, [promisedGroup.name]],
];

const stages: [daysAgo: number, PersonId, subject: string, adds: (rule: string) => boolean][] = [
  [640, 'lindqvist', 'Declare the security groups', (rule) => !isOperations(rule)],
  [412, 'castellanos', 'Reach hosts by the jump hosts only', (rule) => /^tcp (22|3389) /.test(rule)],
  [171, 'nakamura', 'Scrape the node exporters', (rule) => rule.startsWith('tcp 9100 ')],
];

function isOperations(rule: string): boolean {
  return /^tcp (22|3389|9100) /.test(rule);
}

/** Every commit of the repository of security groups up to the end, oldest first. */
export function codeCommits(end: number): CodeCommit[] {
  const before = stages.map(([days, author, subject, adds]): CodeCommit => {
    const at = daysAgo(end, days, '10:20');
    const edits = sampleGroups
      .filter((group) => group.file)
      .map((group) => ({ group: group.name, add: group.rules.filter(adds), remove: [] }));
    return { at, author, subject, edits, appliedAt: at + day };
  });
  const within = rows.map(([days, clock, author, subject, applied, ...edits]): CodeCommit => {
    const at = workdayAgo(end, days, clock);
    return {
      at,
      author,
      subject,
      edits: edits.map(([group, ...signed]) => ({
        group,
        add: group === promisedGroup.name ? promisedGroup.rules : signed.filter(isAdded).map(unsigned),
        remove: signed.filter((rule) => !isAdded(rule)).map(unsigned),
      })),
      appliedAt: applied ? midnightOf(at) + day + 2 * hour + 10 * minute : null,
    };
  });
  return [...before, ...within].filter((commit) => commit.at <= end).sort((a, b) => a.at - b.at);
}

function isAdded(rule: string): boolean {
  return rule.startsWith('+');
}

function unsigned(rule: string): string {
  return rule.slice(1);
}

/** The rules after an edit: what is removed goes, what is added stands last. */
export function edited(rules: readonly string[], edit: GroupEdit): string[] {
  return [...rules.filter((rule) => !edit.remove.includes(rule)), ...edit.add];
}
