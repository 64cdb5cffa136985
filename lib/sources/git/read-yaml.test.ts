import { expect, test } from 'vitest';
import { itemsOf, member, textOf } from '@/lib/sources/git/located';
import { readYaml } from '@/lib/sources/git/read-yaml';

const read = (text: string) => readYaml('a.yml', text)[0];

test('each value knows its line', () => {
  const rules = member(read('name: web\nrules:\n  - proto: tcp\n    ports:\n      - 80\n      - 443\n'), 'rules');
  const ports = member(itemsOf(rules)[0], 'ports');
  expect(itemsOf(ports).map(({ line }) => line)).toEqual([5, 6]);
});

test('anchors, merges and YAML 1.1 read as Ansible reads them', () => {
  const node = read('base: &b {proto: tcp, purge: yes}\nrule: {<<: *b, proto: udp}\nmode: 0644\n');
  expect(textOf(member(member(node, 'rule'), 'proto'))).toBe('udp');
  expect(textOf(member(member(node, 'rule'), 'purge'))).toBe('true');
  expect(textOf(member(node, 'mode'))).toBe('420');
});

test('the last of two equal keys counts', () => {
  expect(textOf(member(read('a: 1\na: 2\n'), 'a'))).toBe('2');
});

test('what is encrypted stays unknown, what is marked unsafe is text', () => {
  const node = read('key: !vault |\n  $ANSIBLE_VAULT;1.1\ntext: !unsafe "{{ x }}"\nother: !Ref thing\n');
  expect(member(node, 'key')).toMatchObject({ kind: 'opaque', expression: '!vault' });
  expect(textOf(member(node, 'text'))).toBe('{{ x }}');
  expect(member(node, 'other')?.kind).toBe('opaque');
});

const bomb = [
  'a: &a [x,x,x,x,x,x,x,x,x,x]',
  ...'bcdefgh'.split('').map((k, i) => `${k}: &${k} [${Array(10).fill(`*${'abcdefg'[i]}`).join(',')}]`),
].join('\n');

test.each([
  ['an open bracket', '- hosts: [\n', 2],
  ['a tab', 'a:\n\tb: 1\n', 2],
  ['an anchor that is not there', 'a: *b\n', 1],
  ['a bomb of aliases', bomb, 7],
  ['a depth of brackets', '['.repeat(20_000), 1],
  ['a depth of dashes', '- '.repeat(20_000), 1],
])('%s is no readable YAML', (_, text, line) => {
  expect(() => read(text)).toThrow(expect.objectContaining({ name: 'YamlProblem', line }));
});
