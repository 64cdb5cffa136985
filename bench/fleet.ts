import { instance } from '@/lib/resources/instance';
import { RunReport } from '@/lib/resources/run-report';
import { securityGroup } from '@/lib/resources/security-group';
import { volume } from '@/lib/resources/volume';
import type { Collected, ObservedResource } from '@/lib/sources/source';

const facilities = ['Riverside', 'Lakeshore', 'Northgate'];
const teams = ['EHR platform', 'Imaging', 'Lab systems', 'Pharmacy', 'Billing'];
const id = (prefix: string, n: number) => `${prefix}-${n.toString(16).padStart(17, '0')}`;
const nameOf = (n: number) => `bench-${String(n).padStart(6, '0')}`;
const addressOf = (n: number) => `10.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}`;
const tagsOf = (n: number) => ({
  Name: nameOf(n),
  Facility: facilities[n % 3] ?? '',
  Team: teams[n % 5] ?? '',
  Environment: n % 4 ? 'production' : 'staging',
});

const whole = (resources: ObservedResource[]): Collected => ({ outcome: 'complete', resources, unreadable: [] });

/** `hosts` instances with two volumes each; every 50th volume is not encrypted. The same for the same number. */
export function instances(hosts: number): Collected {
  return whole(
    Array.from({ length: hosts }, (_, n) => ({
      externalId: id('i', n),
      fields: {
        ...instance.example,
        id: id('i', n),
        name: nameOf(n),
        addresses: [addressOf(n)],
        dnsNames: [`${nameOf(n)}.example.test`],
        volumeIds: [id('vol', n * 2), id('vol', n * 2 + 1)],
        securityGroupIds: [id('sg', n % 200)],
        tags: tagsOf(n),
      },
    })),
  );
}

export function volumes(hosts: number): Collected {
  return whole(
    Array.from({ length: hosts * 2 }, (_, n) => ({
      externalId: id('vol', n),
      fields: {
        ...volume.example,
        id: id('vol', n),
        encrypted: n % 50 !== 0,
        kmsKeyId: n % 50 === 0 ? null : volume.example.kmsKeyId,
        attachments: [{ instanceId: id('i', n >> 1), device: '/dev/sda1' }],
        tags: tagsOf(n >> 1),
      },
    })),
  );
}

export function groups(): Collected {
  return whole(
    Array.from({ length: 200 }, (_, n) => ({
      externalId: id('sg', n),
      fields: { ...securityGroup.example, id: id('sg', n), name: `bench-sg-${n}`, tags: tagsOf(n) },
    })),
  );
}

/** The runs of every host in one slot: one in 200 fails, one in 100 changes something, the others change nothing. */
export function runs(hosts: number, slot: number, startedAt: Date): RunReport[] {
  return Array.from({ length: hosts }, (_, n) => {
    const dice = (n * 7919 + slot * 104_729) % 10_007;
    const at = new Date(startedAt.getTime() + (n % 3600) * 1000);
    return RunReport.parse({
      tool: 'ansible',
      host: { name: nameOf(n), addresses: [addressOf(n)], system: n % 2 ? 'Ubuntu 22.04' : 'RHEL 9.4' },
      mode: 'enforce',
      startedAt: at.toISOString(),
      finishedAt: new Date(at.getTime() + 40_000).toISOString(),
      ok: 60,
      failed: dice % 200 === 0 ? 1 : 0,
      changed: dice % 100 === 1 ? 2 : 0,
      revision: `bench${Math.floor(slot / 40)}`.padEnd(40, '0'),
      playbook: 'site.yml',
      controller: 'build-01',
      intervalSeconds: 21_600,
      events:
        dice % 200 === 0
          ? [
              {
                task: 'Install packages',
                action: 'ansible.builtin.apt',
                status: 'failed',
                message: `No package matching ${dice % 7}`,
              },
            ]
          : dice % 100 === 1
            ? [
                {
                  task: 'Template',
                  action: 'ansible.builtin.template',
                  status: 'changed',
                  path: '/etc/app.conf',
                  before: 'a',
                  after: 'b',
                },
              ]
            : [],
    });
  });
}
