import { expect, test } from 'vitest';
import { type Located, scalar } from '@/lib/sources/git/located';
import { readYaml } from '@/lib/sources/git/read-yaml';
import { type Resolved, resolve } from '@/lib/sources/git/resolve';

const variables = readYaml(
  'vars.yml',
  `
env: prod
port: 8443
name: "{{ env }}-web"
loop: "{{ loop }}"
office: [198.51.100.0/24, 203.0.113.7/32]
item: {name: web, rules: [{proto: tcp}], value: {desc: x}}
groups: {a: {name: one}, b: {name: two}}
`,
)[0];
const scope = (name: string) =>
  name === 'made_at_run_time' ? 'unknown' : variables?.kind === 'map' ? variables.entries.get(name) : undefined;

function plain(node: Located): unknown {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'list') return node.items.map(plain);
  return node.kind === 'map' ? Object.fromEntries([...node.entries].map(([key, value]) => [key, plain(value)])) : null;
}
const told = (result: Resolved) => (result.is === 'known' ? plain(result.node) : result.is);
const of = (text: string) => resolve(scalar(text, { file: 'task.yml', line: 1 }), scope);

test.each<[string, unknown]>([
  ['plain', 'plain'],
  ['{{ port }}', 8443],
  ['{{ name }}-edge', 'prod-web-edge'],
  ['{{ office }}', ['198.51.100.0/24', '203.0.113.7/32']],
  ['{{ office[1] }}', '203.0.113.7/32'],
  ['{{ item.name }}', 'web'],
  ["{{ item['name'] | upper }}", 'WEB'],
  ['{{ item.purge | default(true) }}', true],
  ['{{ item.rules_egress | default(omit) }}', 'omitted'],
  ["{{ item.rules if 'rules' in item else [] }}", [{ proto: 'tcp' }]],
  ["{{ item.value.rules if 'rules' in item.value else [] }}", []],
  ["{{ 'a' if env == 'prod' and not item.x is defined else 'b' }}", 'a'],
  ["{{ office + ['10.0.0.0/8'] }}", ['198.51.100.0/24', '203.0.113.7/32', '10.0.0.0/8']],
  [
    '{{ groups | dict2items }}',
    [
      { key: 'a', value: { name: 'one' } },
      { key: 'b', value: { name: 'two' } },
    ],
  ],
  ['{{ nobody_knows }}', 'undefined'],
  ['{{ nobody_knows | default(8443) }}', 8443],
  ['{{ made_at_run_time | default(8443) }}', 'unknown'],
  ['{{ made_at_run_time.vpcs[0].id }}', 'unknown'],
  ["{{ lookup('env', 'HOME') }}", 'unknown'],
  ["{{ office | map('regex_replace', 'a', 'b') | list }}", 'unknown'],
  ['{% if a %}b{% endif %}', 'unknown'],
  ['{{ loop }}', 'unknown'],
  ['{{ }}', 'unknown'],
  ['{{ a ; rm }}', 'unknown'],
])('%s', (text, expected) => {
  expect(told(of(text))).toEqual(expected);
});

test('a value knows where its variables stand', () => {
  expect(of('{{ name }}')).toMatchObject({
    via: [
      { file: 'vars.yml', line: 4 },
      { file: 'vars.yml', line: 2 },
    ],
  });
  expect(of('{{ item.value.desc }}')).toMatchObject({ via: [{ line: 7 }] });
});
