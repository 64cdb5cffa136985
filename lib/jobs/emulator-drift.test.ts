import { describe, expect, test } from 'vitest';
import { ensureSource } from '@/lib/commands/ensure-source';
import { driftRows } from '@/lib/commands/test-estate';
import { ingest } from '@/lib/jobs/ingest';
import type { SecurityGroupRule } from '@/lib/resources/security-group';
import { aws } from '@/lib/sources/aws/aws';
import { emulatorSkip, hasEmulator, useEmulator } from '@/lib/sources/aws/test-emulator';
import { git } from '@/lib/sources/git/git';
import { testContext, testRepository } from '@/lib/sources/git/test-repository';
import type { Collected } from '@/lib/sources/source';
import { useTestDatabase, viewerFor } from '@/lib/test-database';

interface Fields {
  name: string;
  vpcId: string | null;
  rules: SecurityGroupRule[];
}

const peerKeys = { ipv4: 'cidr_ip', ipv6: 'cidr_ipv6', group: 'group_id', 'prefix-list': 'ip_prefix' };

/** A playbook that declares a group as it is. */
function playbookOf({ name, vpcId, rules }: Fields): string {
  const of = (direction: string) =>
    rules
      .filter((rule) => rule.direction === direction)
      .map((rule) => ({
        proto: rule.protocol,
        from_port: rule.fromPort ?? -1,
        to_port: rule.toPort ?? -1,
        [peerKeys[rule.peerKind]]: rule.peer,
      }));
  const args = { name, region: 'us-east-1', vpc_id: vpcId, rules: of('ingress'), rules_egress: of('egress') };
  return `- hosts: localhost\n  tasks:\n    - amazon.aws.ec2_security_group: ${JSON.stringify(args)}\n`;
}

describe.skipIf(!hasEmulator)(`a port opened by hand in an account${emulatorSkip}`, () => {
  useTestDatabase();
  const emulator = useEmulator({ hosts: 20, accounts: 1, regions: 1 });

  test('is drift within one scan, outlives a refused one, and closes when it is reverted', async () => {
    const viewer = await viewerFor('ingest');
    const role = { roleArn: 'arn:aws:iam::111111111111:role/PlumblineReadOnly', externalId: 'plumbline-1111' };
    const config = aws.config.parse({ regions: ['us-east-1'], accounts: [role] });
    const cloud = await ensureSource(viewer, { name: 'aws', provider: 'aws', config: {} });
    const start = Date.parse(emulator.expected.now);
    const at = (minutes: number) => new Date(start + minutes * 60_000);
    const [groups] = (await aws.scopes(config, testContext)).filter(({ kind }) => kind === 'aws.ec2.security-group');
    if (!groups) throw new Error('An account has a scope of security groups');
    const scan = async (minutes: number): Promise<Collected> => {
      const collected = await aws.collect(config, groups, { ...testContext, at: at(minutes) });
      await ingest(viewer, cloud, groups, collected, { startedAt: at(minutes), finishedAt: at(minutes) });
      return collected;
    };

    const first = await scan(0);
    const all = 'resources' in first ? (first.resources ?? []).map(({ fields }) => fields as Fields) : [];
    const edge = all.find(
      ({ name, rules }) => name !== 'default' && rules.some((rule) => rule.direction === 'ingress'),
    );
    if (!edge) throw new Error('The world has no group with a rule');
    const repository = testRepository();
    repository.commit({ 'site.yml': playbookOf(edge) }, 'M. Castellanos', at(-60).toISOString());
    const code = await ensureSource(viewer, { name: 'git', provider: 'git', config: {} });
    const read = git.config.parse({ url: `file://${repository.folder}` });
    const [branch] = await git.scopes(read, testContext);
    if (!branch) throw new Error('A repository is one scope');
    const declared = await git.collect(read, branch, testContext);
    await ingest(viewer, code, branch, declared, { startedAt: at(1), finishedAt: at(1) });
    expect(await driftRows()).toEqual([]);

    const open = { IpProtocol: 'tcp', FromPort: 8443, ToPort: 8443, IpRanges: [{ CidrIp: '0.0.0.0/0' }] };
    const change = (how: (permissions: unknown[]) => void) =>
      emulator.edit('111111111111/us-east-1/ec2/SecurityGroups.json', (content) => {
        const groupsThere = content as unknown as { GroupName: string; IpPermissions: unknown[] }[];
        for (const group of groupsThere) if (group.GroupName === edge.name) how(group.IpPermissions);
      });
    change((permissions) => permissions.push(open));
    await scan(10);
    const opened = { name: edge.name, ahead: 'cloud', worldOpen: true, from: at(10), to: null };
    expect(await driftRows()).toMatchObject([opened]);

    await emulator.faults({ deny: ['ec2:DescribeSecurityGroups'] });
    change((permissions) => permissions.pop());
    expect((await scan(20)).outcome).toBe('refused');
    expect(await driftRows()).toMatchObject([opened]);

    await emulator.faults({ deny: [] });
    await scan(30);
    expect(await driftRows()).toMatchObject([{ ...opened, to: at(30) }]);
  });
});
