import { expect, test } from 'vitest';
import { canonicalCidr, isWorld } from '@/lib/drift/cidr';

test.each([
  ['10.0.0.5/8', '10.0.0.0/8'],
  ['203.0.113.7', '203.0.113.7/32'],
  ['220.239.243.0/16', '220.239.0.0/16'],
  ['10.20.9.200/22', '10.20.8.0/22'],
  [' 0.0.0.0/0 ', '0.0.0.0/0'],
  ['::/0', '::/0'],
  ['2001:0DB8::0001/64', '2001:db8::/64'],
  ['2001:db8:0:0:1::1', '2001:db8::1:0:0:1/128'],
  ['10.0.0.0/33', '10.0.0.0/33'],
  ['300.1.2.3/8', '300.1.2.3/8'],
  ['my-office', 'my-office'],
])('%s is kept as %s', (text, canonical) => {
  expect(canonicalCidr(text)).toBe(canonical);
});

test.each([
  ['0.0.0.0/0', true],
  ['128.0.0.0/1', true],
  ['::/0', true],
  ['10.0.0.0/8', false],
  ['0.0.0.0/8', false],
])('%s lets everybody in: %s', (cidr, world) => {
  expect(isWorld(cidr)).toBe(world);
});
