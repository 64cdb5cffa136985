import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { declared, testRepository, words } from '@/lib/sources/git/test-repository';

const shared = ['../shared/data', '../../shared/data'].find((folder) => existsSync(folder));

describe('variables', () => {
  test('come from inventories, roles and loops; what a run makes stays unresolved', async () => {
    const repository = testRepository();
    repository.commit({
      'site.yml': '- hosts: localhost\n  roles:\n    - {role: net, tier: web}\n',
      'group_vars/all.yml': 'env: prod\noffice:\n  - 198.51.100.0/24\n  - 203.0.113.7/32\n',
      'roles/net/defaults/main.yml': 'env: test\ngroups_of:\n  - {name: a, port: 80}\n  - {name: b, port: 81}\n',
      'roles/net/tasks/main.yml': `- command: whoami
  register: me
- ec2_group:
    name: "{{ env }}-{{ tier }}-{{ item.name }}"
    rules:
      - {ports: "{{ item.port }}", cidr_ip: "{{ office }}"}
      - {ports: 22, cidr_ip: "{{ me.stdout }}/32"}
  loop: "{{ groups_of }}"
`,
    });
    const groups = await declared(repository, { region: 'eu-west-1', account: '418203995571' });
    expect(groups.map(({ name }) => name)).toEqual(['prod-web-a', 'prod-web-b']);
    expect(words(groups[1])).toEqual(['ingress tcp 81-81 198.51.100.0/24 :3', 'ingress tcp 81-81 203.0.113.7/32 :4']);
    expect(groups[1]).toMatchObject({
      account: '418203995571',
      region: 'eu-west-1',
      at: { file: 'roles/net/defaults/main.yml', line: 4 },
    });
    expect(groups[1]?.unresolved).toMatchObject([
      {
        what: 'rules',
        expression: '{{ me.stdout }}/32',
        known: { direction: 'ingress', protocol: 'tcp', fromPort: 22, toPort: 22, peerKind: 'ipv4' },
      },
    ]);
  });

  test('of a play are not lost on the files that it includes', async () => {
    const repository = testRepository();
    repository.commit({
      'site.yml': '- hosts: localhost\n  vars: {env: prod}\n  roles: [net]\n',
      'roles/net/tasks/main.yml': '- include_tasks: group.yml\n  loop: [a, b]\n',
      'roles/net/tasks/group.yml': '- ec2_group: {name: "{{ env }}-{{ item }}"}\n',
      'roles/other/tasks/main.yml': '- include_tasks: "{{ which }}.yml"\n',
      'roles/other/tasks/lone.yml': '- ec2_group: {name: lone}\n',
    });
    expect((await declared(repository)).map(({ name }) => name)).toEqual(['prod-a', 'prod-b', 'lone']);
  });

  test('that a task registers name the group that it makes', async () => {
    const repository = testRepository();
    repository.commit({
      'group_vars/all.yml': 'env: prod\n',
      'site.yml': `- hosts: localhost
  tasks:
    - ec2_group: {name: "{{ env }}-web"}
      register: web
    - ec2_group: {name: "{{ item }}"}
      loop: [a, b]
      register: many
    - ec2_group:
        name: app
        rules:
          - {ports: 8080, group_id: "{{ web.group_id }}"}
          - {ports: 8081, group_id: "{{ many.results[0].group_id }}"}
`,
    });
    const app = (await declared(repository)).find(({ name }) => name === 'app');
    expect(words(app)).toEqual(['ingress tcp 8080-8080 prod-web :11']);
    expect(app?.unresolved).toMatchObject([
      { expression: '{{ many.results[0].group_id }}', known: { fromPort: 8081 } },
    ]);
  });

  test('that two inventories tell differently are not guessed', async () => {
    const repository = testRepository();
    repository.commit({
      'site.yml':
        '- hosts: all\n  tasks:\n    - ec2_group: {name: web, rules: [{ports: 443, cidr_ip: "{{ office }}"}]}\n',
      'inventories/prod/group_vars/all.yml': 'office: 198.51.100.0/24\n',
      'inventories/stage/group_vars/all.yml': 'office: 203.0.113.0/24\n',
    });
    expect((await declared(repository))[0]).toMatchObject({ rules: [], unresolved: [{ expression: '{{ office }}' }] });
  });
});

test.each<[string, string, string[]]>([
  [
    'local_action',
    'local_action:\n    module: ec2_group\n    name: web\n    rules: [{proto: udp, ports: 53, cidr_ip: 10.0.0.0/8}]',
    ['ingress udp 53-53 10.0.0.0/8 :4'],
  ],
  ['a line of pairs', 'ec2_group: name=web state=present description="a b"', []],
  [
    'a block',
    'block:\n    - ec2_group: {name: web, rules: [{proto: all, group_name: web}]}',
    ['ingress -1 null-null web :2'],
  ],
  [
    'a rescue',
    'block: []\n  rescue:\n    - community.aws.ec2_group: {name: web, rules: [{ports: 1, group_id: [sg-1, 1/sg-2/x]}]}',
    ['ingress tcp 1-1 sg-1 :3', 'ingress tcp 1-1 1/sg-2/x :3'],
  ],
  [
    'ICMP',
    'ec2_group: {name: web, rules: [{proto: icmp, from_port: 8, to_port: -1, cidr_ip: 10.0.0.0/8}]}',
    ['ingress icmp 8--1 10.0.0.0/8 :1'],
  ],
  [
    'a number as protocol',
    'ec2_group: {name: web, rules: [{proto: 47, ip_prefix: pl-1}, {proto: 6, from_port: "22", to_port: "22", cidr_ip: 10.0.0.0/8}]}',
    ['ingress 47 null-null pl-1 :1', 'ingress tcp 22-22 10.0.0.0/8 :1'],
  ],
  [
    'egress by its other name',
    'ec2_group: {name: web, egress_rules: [{proto: -1, cidr_ip: 0.0.0.0/0}]}',
    ['egress -1 null-null 0.0.0.0/0 :1'],
  ],
])('%s declares a group', async (_, task, rules) => {
  const repository = testRepository();
  repository.commit({ 'tasks.yml': `- ${task}\n` });
  const [group] = await declared(repository);
  expect(group).toMatchObject({ name: 'web', unresolved: [] });
  expect(words(group)).toEqual(rules);
});

test.skipIf(!shared)('published playbooks: each group that can be told, with its rules', async () => {
  const repository = testRepository(`${shared}/sg-as-code-ansible`);
  repository.commit({});
  const groups = await declared(repository);
  const counts = (owner: string) => groups.filter(({ at }) => at.file.startsWith(owner)).length;
  const owners = ['alxxthegeek', 'apache', 'cloudera-labs', 'geerlingguy', 'openshift', 'redhat-cop'];
  expect(owners.map(counts)).toEqual([5, 3, 1, 3, 20, 1]);
  const named = (name: string) => groups.find((group) => group.name === name);
  expect(words(named('a4d_lamp_db'))).toEqual([
    'ingress tcp 3306-3306 0.0.0.0/0 :49',
    'ingress tcp 22-22 0.0.0.0/0 :53',
  ]);
  expect(named('a4d_lamp_db')?.egressDeclared).toBe(true);
  expect(words(named('threetier-vpc-ssh'))).toEqual(['ingress tcp 22-22 220.239.243.0/16 :52']);
  expect(named('my-test-sg')).toMatchObject({ region: 'us-east-2', rules: { length: 3 } });
  expect(groups.filter(({ nameResolved }) => !nameResolved).map(({ name }) => name)).toEqual([
    '{{ env }}-{{ name }}',
    '{{ item.security_group_name }}',
  ]);
});
