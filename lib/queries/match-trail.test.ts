import { expect, test } from 'vitest';
import { namesRule } from '@/lib/queries/match-trail';
import type { SecurityGroupRule } from '@/lib/resources/security-group';

const rule: SecurityGroupRule = {
  direction: 'ingress',
  protocol: 'tcp',
  fromPort: 22,
  toPort: 22,
  peerKind: 'ipv4',
  peer: '10.20.0.0/16',
  description: null,
};
const nested = (item: object) => ({ request: { groupId: 'sg-1', ipPermissions: { items: [item] } } });

test.each<[string, unknown, boolean]>([
  [
    'the rule',
    nested({ ipProtocol: 'tcp', fromPort: 22, toPort: 22, ipRanges: { items: [{ cidrIp: '10.20.0.0/16' }] } }),
    true,
  ],
  [
    'a range around it',
    nested({ ipProtocol: 'tcp', fromPort: '20', toPort: '25', ipRanges: { items: [{ cidrIp: '10.20.0.0/16' }] } }),
    true,
  ],
  [
    'the flat form',
    { request: { groupId: 'sg-1', ipProtocol: '6', fromPort: 22, toPort: 22, cidrIp: '10.20.0.0/16' } },
    true,
  ],
  [
    'an answer',
    {
      response: {
        securityGroupRuleSet: { items: [{ ipProtocol: 'tcp', fromPort: 22, toPort: 22, cidrIpv4: '10.20.0.0/16' }] },
      },
    },
    true,
  ],
  [
    'another port',
    nested({ ipProtocol: 'tcp', fromPort: 23, toPort: 23, ipRanges: { items: [{ cidrIp: '10.20.0.0/16' }] } }),
    false,
  ],
  [
    'another peer',
    nested({ ipProtocol: 'tcp', fromPort: 22, toPort: 22, ipRanges: { items: [{ cidrIp: '10.0.0.0/8' }] } }),
    false,
  ],
  [
    'another protocol',
    nested({ ipProtocol: 'udp', fromPort: 22, toPort: 22, ipRanges: { items: [{ cidrIp: '10.20.0.0/16' }] } }),
    false,
  ],
  ['nothing', null, false],
])('%s: %#', (_, body, named) => {
  expect(namesRule(body, rule)).toBe(named);
});

test('a group of another account is named by its id', () => {
  const group = { ...rule, peerKind: 'group' as const, peer: '111122223333/sg-2' };
  const item = {
    ipProtocol: 'tcp',
    fromPort: 22,
    toPort: 22,
    groups: { items: [{ groupId: 'sg-2', userId: '111122223333' }] },
  };
  expect(namesRule(nested(item), group)).toBe(true);
});
