import { expect, test } from 'vitest';
import { compareGroup } from '@/lib/drift/compare-group';
import type { CodePlace } from '@/lib/resources/declared-group';
import type { DeclaredSide, Histories } from '@/lib/resources/drift-sides';
import type { SecurityGroupRule } from '@/lib/resources/security-group';

type Rule = SecurityGroupRule;

const march: CodePlace = {
  file: 'edge.yml',
  line: 14,
  revision: 'b5520e8',
  author: 'M. Castellanos',
  committedAt: '2026-03-01T10:00:00Z',
  subject: 'Open the edge',
};
const april: CodePlace = { ...march, committedAt: '2026-04-01T10:00:00Z' };
const day = (text: string) => new Date(`2026-${text}T00:00:00Z`);
const where = {
  account: '418203995571',
  groupIds: new Map([
    ['edge', 'sg-1'],
    ['app', 'sg-2'],
  ]),
};

function rule(ports: number | [number, number] | null, peer: string, more: Partial<Rule> = {}): Rule {
  const [fromPort, toPort] = typeof ports === 'number' ? [ports, ports] : (ports ?? [null, null]);
  const peerKind = peer.includes(':') ? 'ipv6' : peer.includes('.') ? 'ipv4' : 'group';
  return { direction: 'ingress', protocol: 'tcp', fromPort, toPort, peerKind, peer, description: null, ...more };
}

function side(rules: Rule[], more: Partial<DeclaredSide> = {}, at = march): DeclaredSide {
  return {
    state: 'present',
    purgeIngress: true,
    purgeEgress: true,
    egressDeclared: false,
    rules: rules.map((one) => ({ ...one, at })),
    unresolved: [],
    at,
    ...more,
  };
}

function compare(declared: DeclaredSide, observed: Rule[] | null, past: Partial<Histories> = {}) {
  const seen = observed ? [{ from: day('02-01'), to: null, rules: observed }] : [];
  return compareGroup({ declared: [declared], observed, where, histories: { observed: seen, declared: [], ...past } });
}

const out = rule(null, '0.0.0.0/0', { direction: 'egress', protocol: '-1' });

test.each<[string, Rule[], Rule[]]>([
  ['the same', [rule(443, '0.0.0.0/0')], [rule(443, '0.0.0.0/0')]],
  ['another description', [rule(443, '0.0.0.0/0', { description: 'a' })], [rule(443, '0.0.0.0/0')]],
  ['a protocol by number', [rule(443, '10.0.0.0/8', { protocol: '6' })], [rule(443, '10.0.0.0/8')]],
  ['all ports in two ways', [rule([0, 65_535], '10.0.0.0/8')], [rule(null, '10.0.0.0/8')]],
  [
    'ports of all traffic',
    [rule([0, 0], '10.0.0.0/8', { protocol: 'all' })],
    [rule(null, '10.0.0.0/8', { protocol: '-1' })],
  ],
  ['a group by name', [rule(5432, 'app')], [rule(5432, 'sg-2')]],
  ['itself by name', [rule(null, 'edge', { protocol: 'all' })], [rule(null, 'sg-1', { protocol: '-1' })]],
  ['its own account', [rule(22, '418203995571/sg-2/app')], [rule(22, 'sg-2')]],
  ['host bits', [rule(22, '10.1.2.3/8')], [rule(22, '10.0.0.0/8')]],
  ['a range split', [rule([80, 90], '10.0.0.0/8')], [rule([80, 84], '10.0.0.0/8'), rule([85, 90], '10.0.0.0/8')]],
  [
    'the default egress',
    [rule(22, '10.0.0.0/8')],
    [rule(22, '10.0.0.0/8'), out, { ...out, peerKind: 'ipv6', peer: '::/0' }],
  ],
  [
    'ICMP type and code',
    [rule([8, -1], '10.0.0.0/8', { protocol: 'icmp' })],
    [rule([8, -1], '10.0.0.0/8', { protocol: '1' })],
  ],
])('no drift: %s', (_, declared, observed) => {
  const found = compare(side(declared), observed);
  expect(found.ahead).toBeNull();
  expect(found.summary).toBeNull();
  expect(found.lines.every(({ kind }) => kind === 'equal')).toBe(true);
});

test('a port opened by hand is undeclared, the cloud is ahead since it was first seen', () => {
  const edge = [rule(443, '0.0.0.0/0')];
  const opened = [...edge, rule(8443, '0.0.0.0/0')];
  const found = compare(side(edge), opened, {
    observed: [
      { from: day('02-01'), to: day('05-01'), rules: edge },
      { from: day('05-01'), to: null, rules: opened },
    ],
  });
  expect(found).toMatchObject({
    ahead: 'cloud',
    since: '2026-05-01T00:00:00.000Z',
    worldOpen: true,
    summary: 'Port 8443 open to 0.0.0.0/0, undeclared',
    counts: { equal: 1, undeclared: 1, missing: 0, different: 0, unresolved: 0 },
  });
  expect(found.lines[0]).toMatchObject({ kind: 'undeclared', orEarlier: false });
});

test('a rule keeps its own description beside another of the same peer', () => {
  const https = rule(443, '0.0.0.0/0', { description: 'clinic browsers' });
  const debug = rule(8443, '0.0.0.0/0', { description: 'debug' });
  const { lines } = compare(side([https]), [https, debug]);
  expect(lines.find(({ kind }) => kind === 'undeclared')?.observed).toMatchObject({
    fromPort: 8443,
    description: 'debug',
  });
  expect(lines.find(({ kind }) => kind === 'equal')?.observed).toMatchObject({ description: 'clinic browsers' });
});

test('what was there at the first look says so', () => {
  expect(compare(side([]), [rule(22, '10.0.0.0/8')]).lines[0]).toMatchObject({ ahead: 'cloud', orEarlier: true });
});

test('a rule that the code removed while the cloud had it: the code is ahead since that commit', () => {
  const both = [rule(443, '0.0.0.0/0'), rule(22, '10.0.0.0/8')];
  const found = compare(side([rule(443, '0.0.0.0/0')]), both, {
    declared: [
      { key: 'k', from: day('03-01'), to: day('04-02'), committedAt: day('03-01'), rules: side(both).rules },
      { key: 'k', from: day('04-02'), to: null, committedAt: day('04-01'), rules: side(both.slice(0, 1)).rules },
    ],
  });
  expect(found).toMatchObject({ ahead: 'code', since: '2026-04-01T00:00:00.000Z' });
});

test('declared and never seen: the code is ahead since the commit', () => {
  const found = compare(side([rule(6514, '10.20.4.17/32')], {}, april), [], {});
  expect(found).toMatchObject({
    ahead: 'code',
    since: '2026-04-01T10:00:00.000Z',
    summary: 'Port 6514 from 10.20.4.17/32, missing in the cloud',
  });
});

test('declared, seen, and lost again: the cloud is ahead since it went', () => {
  const syslog = [rule(6514, '10.20.4.17/32')];
  const found = compare(side(syslog), [], {
    observed: [
      { from: day('02-01'), to: day('06-01'), rules: syslog },
      { from: day('06-01'), to: null, rules: [] },
    ],
  });
  expect(found).toMatchObject({ ahead: 'cloud', since: '2026-06-01T00:00:00.000Z' });
});

test('the same port from another peer is one difference, not two', () => {
  const found = compare(side([rule(22, '10.20.8.0/24')]), [rule(22, '10.20.0.0/16')], {
    observed: [
      { from: day('02-01'), to: day('05-01'), rules: [rule(22, '10.20.8.0/24')] },
      { from: day('05-01'), to: null, rules: [rule(22, '10.20.0.0/16')] },
    ],
  });
  expect(found.counts).toEqual({ equal: 0, different: 1, undeclared: 0, missing: 0, unresolved: 0 });
  expect(found).toMatchObject({ ahead: 'cloud', summary: 'Port 22 from 10.20.0.0/16 instead of 10.20.8.0/24' });
  expect(found.since).toBe('2026-05-01T00:00:00.000Z');
});

test('a commit that narrows a rule makes the code ahead', () => {
  expect(compare(side([rule(22, '10.20.8.0/24')], {}, april), [rule(22, '10.20.0.0/16')])).toMatchObject({
    ahead: 'code',
    since: '2026-04-01T10:00:00.000Z',
  });
});

test('with purge off, other rules are no drift', () => {
  const found = compare(side([], { purgeIngress: false }), [rule(22, '0.0.0.0/0')]);
  expect(found.ahead).toBeNull();
  expect(found.worldOpen).toBe(false);
  expect(found.lines[0]?.kind).toBe('tolerated');
});

test('egress declared empty: everything out is undeclared', () => {
  const found = compare(side([], { egressDeclared: true }), [out]);
  expect(found.summary).toBe('Outbound all traffic to 0.0.0.0/0, undeclared');
  expect(found.worldOpen).toBe(false);
});

test('what may be an unresolved expression is not counted, what cannot be is', () => {
  const unresolved = [
    {
      what: 'rules',
      expression: '{{ office }}',
      at: march,
      known: { direction: 'ingress' as const, protocol: 'tcp', fromPort: 22, toPort: 22 },
    },
  ];
  const found = compare(side([], { unresolved }), [rule(22, '198.51.100.0/24'), rule(8443, '0.0.0.0/0')]);
  expect(found.counts).toMatchObject({ unresolved: 1, undeclared: 1 });
  expect(found.lines.find(({ kind }) => kind === 'unresolved')).toMatchObject({
    observed: { fromPort: 22 },
    ahead: null,
  });
});

test('a group that is declared and not there is drift, even without a rule', () => {
  expect(compare(side([]), null)).toMatchObject({
    presence: 'code-only',
    ahead: 'code',
    summary: 'Declared, but not in the cloud',
  });
});

test('a group that should not exist is drift while it does', () => {
  expect(compare(side([], { state: 'absent' }), [out])).toMatchObject({ presence: 'absent', ahead: 'code' });
  expect(compare(side([], { state: 'absent' }), null)).toMatchObject({ ahead: null, lines: [] });
});
