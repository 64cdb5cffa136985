import { type CodeCommit, edited, promisedGroup } from '@/lib/sources/sample/code-commits';
import { sites } from '@/lib/sources/sample/facilities';
import { ruleWords } from '@/lib/sources/sample/group-rules';
import { type SampleGroup, sampleGroups } from '@/lib/sources/sample/group-table';

const variables: Record<string, string> = {
  vpc_riverside: sites.riverside.vpcId,
  vpc_lakeshore: sites.lakeshore.vpcId,
  vpc_northgate: sites.northgate.vpcId,
  vpc_staging_east: sites.stagingEast.vpcId,
  vpc_staging_west: sites.stagingWest.vpcId,
  administrators_riverside: '10.20.8.0/24',
  administrators_lakeshore: '10.30.8.0/24',
  clinic_network: '10.20.0.0/16',
} as Record<string, string>;

/** The files of the repository after the first `count` commits, by path. */
export function repositoryFiles(commits: readonly CodeCommit[], count: number): Map<string, string> {
  const edits = commits.slice(0, count).flatMap((commit) => commit.edits);
  const groups = [...sampleGroups, promisedGroup];
  const files = new Map<string, string>([
    ['README.md', '# ehr-network\n\nSecurity groups of Meridian Health. Applied by ansible-ci at 02:10 UTC.\n'],
    [
      'group_vars/all.yml',
      `---\n${Object.entries(variables)
        .map(([name, value]) => `${name}: ${value}\n`)
        .join('')}`,
    ],
    [
      'network.yml',
      '---\n- name: Security groups\n  hosts: localhost\n  connection: local\n  gather_facts: false\n  roles:\n    - network\n',
    ],
  ]);
  const paths = new Set(groups.flatMap(({ file }) => file ?? []));
  for (const path of paths) {
    const tasks = groups
      .filter((group) => group.file === path)
      .map((group) => ({ group, edits: edits.filter((edit) => edit.group === group.name) }))
      .filter((it) => it.edits.length > 0)
      .map((it) => taskOf(it.group, it.edits.reduce(edited, [] as string[])));
    files.set(path, `---\n${tasks.join('\n')}`);
  }
  const includes = [...paths]
    .map((path) => path.split('/').at(-1))
    .map((file) => `- name: ${file?.replace('.yml', '')}\n  ansible.builtin.import_tasks: ${file}\n`);
  files.set('roles/network/tasks/main.yml', `---\n${includes.join('\n')}`);
  return files;
}

function taskOf(group: SampleGroup, rules: readonly string[]): string {
  const site = sites[group.site];
  const lines = [
    `- name: ${group.description}`,
    '  amazon.aws.ec2_security_group:',
    `    name: ${group.name}`,
    `    description: ${group.description}`,
    `    vpc_id: "{{ ${nameOf(site.vpcId ?? '')} }}"`,
    `    region: ${site.region}`,
    rules.length > 0 ? '    rules:' : '    rules: []',
    ...rules.flatMap(ruleLines),
    ...(group.egress ? ['    rules_egress:', ...group.egress.flatMap(ruleLines)] : []),
  ];
  return `${lines.join('\n')}\n`;
}

function ruleLines(rule: string): string[] {
  const { protocol, ports, peer, description } = ruleWords(rule);
  const portLines =
    ports === 'all'
      ? ['        from_port: -1', '        to_port: -1']
      : [`        ports: [${ports.includes('-') ? `"${ports}"` : ports}]`];
  return [
    `      - proto: ${protocol}`,
    ...portLines,
    `        ${peerLine(peer)}`,
    ...(description ? [`        rule_desc: ${description}`] : []),
  ];
}

function peerLine(peer: string): string {
  if (peer.startsWith('@')) return `group_name: ${peer.slice(1)}`;
  const environment = /^\$(\w+)=/.exec(peer)?.[1];
  if (environment) return `cidr_ip: "{{ lookup('ansible.builtin.env', '${environment}') }}"`;
  if (peer.includes(':')) return `cidr_ipv6: "${peer}"`;
  const name = nameOf(peer);
  return `cidr_ip: ${name ? `"{{ ${name} }}"` : peer}`;
}

function nameOf(value: string): string | undefined {
  return Object.keys(variables).find((name) => variables[name] === value);
}
