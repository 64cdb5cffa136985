import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareGroup } from '@/lib/drift/compare-group';
import { knownRules } from '@/lib/drift/coverage';
import type { CodePlace } from '@/lib/resources/declared-group';
import type { DriftComparison } from '@/lib/resources/drift-comparison';
import type { SecurityGroupRule } from '@/lib/resources/security-group';

type Rule = SecurityGroupRule;

const at: CodePlace = {
  file: 'edge.yml',
  line: 14,
  revision: 'b5520e8',
  author: 'M. Castellanos',
  committedAt: '2026-03-01T10:00:00Z',
  subject: 'Open the edge',
};
const where = { account: null, groupIds: new Map([['app', 'sg-2']]) };

const anyRule: fc.Arbitrary<Rule> = fc
  .record({
    direction: fc.constantFrom('ingress' as const, 'egress' as const),
    protocol: fc.constantFrom('tcp', 'udp', 'icmp', '-1', '47'),
    ports: fc.tuple(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 0, max: 9 })),
    to: fc.constantFrom(
      { peerKind: 'ipv4' as const, peer: '10.0.0.0/8' },
      { peerKind: 'ipv4' as const, peer: '0.0.0.0/0' },
      { peerKind: 'ipv6' as const, peer: '::/0' },
      { peerKind: 'group' as const, peer: 'sg-2' },
    ),
  })
  .map(({ direction, protocol, ports: [from, length], to }) => ({
    direction,
    protocol,
    fromPort: protocol === 'tcp' || protocol === 'udp' ? from : protocol === 'icmp' ? 8 : null,
    toPort: protocol === 'tcp' || protocol === 'udp' ? from + length : protocol === 'icmp' ? -1 : null,
    ...to,
    description: null,
  }));
const rules = fc.array(anyRule, { maxLength: 8 });

function compare(declared: readonly Rule[], observed: readonly Rule[]): DriftComparison {
  return compareGroup({
    declared: [
      {
        state: 'present',
        purgeIngress: true,
        purgeEgress: true,
        egressDeclared: true,
        rules: declared.map((rule) => ({ ...rule, at })),
        unresolved: [],
        at,
      },
    ],
    observed,
    histories: { observed: [{ from: new Date(0), to: null, rules: observed }], declared: [] },
    where,
  });
}

/** Each port of each rule by itself: what the rules mean, whatever their form. */
function traffic(rules: readonly Rule[]): string[] {
  const each = knownRules(rules, where).flatMap(({ canonical: { key, span } }) =>
    Array.from({ length: Math.min(span[1] - span[0], 100) + 1 }, (_, i) => `${key} ${span[0] + i}`),
  );
  return [...new Set(each)].sort();
}

const ofCloud = ({ lines }: DriftComparison) => lines.flatMap((l) => (l.ahead && l.observed ? [l.observed] : []));
const ofCode = ({ lines }: DriftComparison) => lines.flatMap((l) => (l.ahead && l.declared ? [l.declared] : []));

function split(rules: readonly Rule[]): Rule[] {
  return rules.flatMap((rule) => {
    const { protocol, fromPort, toPort } = rule;
    const ranged = (protocol === 'tcp' || protocol === 'udp') && fromPort !== null && toPort !== null;
    if (!ranged || fromPort === toPort) return [rule];
    return [
      { ...rule, fromPort: fromPort + 1 },
      { ...rule, toPort: fromPort },
    ];
  });
}

test('equal sides give nothing', () => {
  fc.assert(fc.property(rules, (both) => compare(both, both.toReversed()).ahead === null));
});

test('order, splitting and merging change nothing', () => {
  fc.assert(
    fc.property(rules, rules, (declared, observed) => {
      const plain = compare(declared, observed);
      const other = compare(split(declared).toReversed(), split(observed).toReversed());
      expect(traffic(ofCloud(other))).toEqual(traffic(ofCloud(plain)));
      expect(traffic(ofCode(other))).toEqual(traffic(ofCode(plain)));
      expect(other.ahead === null).toBe(plain.ahead === null);
    }),
  );
});

test('applying the difference to one side gives the other', () => {
  fc.assert(
    fc.property(rules, rules, (declared, observed) => {
      const found = compare(declared, observed);
      const extra = new Set(traffic(ofCloud(found)));
      const applied = [...traffic(observed).filter((one) => !extra.has(one)), ...traffic(ofCode(found))];
      expect(applied.sort()).toEqual(traffic(declared));
    }),
  );
});
