import { expect, test } from 'vitest';
import { inWords, peerWords, portWords } from '@/components/drift/rule-words';

test.each([
  ['tcp', 443, 443, '443'],
  ['tcp', 8000, 8100, '8000–8100'],
  ['tcp', null, null, 'all tcp'],
  ['tcp', 0, 65_535, 'all tcp'],
  ['udp', 53, 53, '53/udp'],
  ['udp', null, null, 'all/udp'],
  ['icmp', 8, null, 'icmp 8'],
  ['icmp', null, null, 'icmp'],
  ['-1', null, null, 'all'],
  ['47', null, null, 'proto 47'],
])('%s %s to %s is %s', (protocol, fromPort, toPort, words) => {
  expect(portWords({ protocol, fromPort, toPort })).toBe(words);
});

test('a few things stand in a row, more are counted', () => {
  expect(inWords(['8443'])).toBe('8443');
  expect(inWords(['8443', '22', '22'])).toBe('8443 and 22');
  expect(inWords(['1', '2', '3', '4', '5'])).toBe('1, 2, 3 and 2 more');
});

test('a group goes by its name', () => {
  expect(peerWords('sg-1', { 'sg-1': 'edge' })).toBe('edge');
  expect(peerWords('10.0.0.0/8', {})).toBe('10.0.0.0/8');
});
