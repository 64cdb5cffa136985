import { describe, expect, test } from 'vitest';
import { type HostPart, joinHosts } from '@/lib/resources/join-hosts';

const cloud = (resourceId: string, ...links: string[]): HostPart => ({
  resourceId,
  kind: 'aws.ec2.instance',
  tool: null,
  links,
});
const managed = (resourceId: string, tool: string, ...links: string[]): HostPart => ({
  resourceId,
  kind: 'cm.node',
  tool,
  links,
});

/** Members of each machine, joined with +, sorted. */
const machines = (...parts: HostPart[]) =>
  joinHosts(parts)
    .map((machine) =>
      [...(machine.instance ? [machine.instance] : []), ...machine.nodes].map((part) => part.resourceId).join('+'),
    )
    .sort();

describe('hosts are joined', () => {
  test.each<[string, HostPart[], string[]]>([
    [
      'by instance id, whatever the name',
      [cloud('1', 'i-1', 'name:web'), managed('2', 'ansible', 'i-1', 'name:other')],
      ['1+2'],
    ],
    ['by address', [cloud('1', 'i-1', 'ip:10.0.0.5'), managed('2', 'ansible', 'ip:10.0.0.5', 'name:x')], ['1+2']],
    ['by name', [cloud('1', 'i-1', 'name:web-1'), managed('2', 'puppet', 'name:web-1')], ['1+2']],
    [
      'across tools',
      [cloud('1', 'i-1', 'name:web-1'), managed('2', 'puppet', 'name:web-1'), managed('3', 'ansible', 'i-1')],
      ['1+3+2'],
    ],
    [
      'without a cloud, by name',
      [managed('2', 'puppet', 'name:web-1'), managed('3', 'ansible', 'name:web-1')],
      ['2+3'],
    ],
    [
      'not by a name that two instances have',
      [cloud('1', 'i-1', 'name:web'), cloud('2', 'i-2', 'name:web'), managed('3', 'ansible', 'name:web')],
      ['1', '2', '3'],
    ],
    [
      'not by an address that two instances have',
      [cloud('1', 'i-1', 'ip:10.0.0.5'), cloud('2', 'i-2', 'ip:10.0.0.5'), managed('3', 'ansible', 'ip:10.0.0.5')],
      ['1', '2', '3'],
    ],
    [
      'not by an address that was given again, when it names another instance',
      [cloud('1', 'i-1', 'ip:10.0.0.5'), managed('2', 'ansible', 'i-9', 'ip:10.0.0.5')],
      ['1', '2'],
    ],
    [
      'not by an address that two nodes of a tool share',
      [
        cloud('1', 'i-1', 'ip:10.0.0.5'),
        managed('2', 'ansible', 'ip:10.0.0.5', 'name:a'),
        managed('3', 'ansible', 'ip:10.0.0.5', 'name:b'),
      ],
      ['1', '2', '3'],
    ],
    [
      'not by loopback or localhost',
      [cloud('1', 'i-1', 'ip:127.0.0.1', 'name:localhost'), managed('2', 'ansible', 'ip:127.0.0.1', 'name:localhost')],
      ['1', '2'],
    ],
  ])('%s', (_, parts, expected) => {
    expect(machines(...parts)).toEqual(expected);
    expect(machines(...[...parts].reverse()).map((it) => it.split('+').sort().join())).toEqual(
      expected.map((it) => it.split('+').sort().join()),
    );
  });

  test('every part belongs to exactly one machine', () => {
    const parts = Array.from({ length: 60 }, (_, i) =>
      i % 3
        ? managed(String(i), i % 2 ? 'ansible' : 'puppet', `name:h${i % 7}`, `ip:10.0.0.${i % 11}`)
        : cloud(String(i), `i-${i}`, `name:h${i % 9}`, `ip:10.0.0.${i % 13}`),
    );
    const members = joinHosts(parts).flatMap((machine) =>
      [...(machine.instance ? [machine.instance] : []), ...machine.nodes].map((part) => part.resourceId),
    );
    expect(members.sort()).toEqual(parts.map((part) => part.resourceId).sort());
  });
});
