import { EC2Client, paginateDescribeSecurityGroups } from '@aws-sdk/client-ec2';
import { z } from 'zod';
import { type SecurityGroupRule, securityGroup } from '@/lib/resources/security-group';
import { list, tagList, text, whole } from '@/lib/sources/aws/members';
import { defineTable, paged } from '@/lib/sources/aws/table';

const Permission = z.object({
  IpProtocol: z.string(),
  FromPort: whole,
  ToPort: whole,
  IpRanges: list(z.object({ CidrIp: z.string(), Description: text })),
  Ipv6Ranges: list(z.object({ CidrIpv6: z.string(), Description: text })),
  PrefixListIds: list(z.object({ PrefixListId: z.string(), Description: text })),
  UserIdGroupPairs: list(z.object({ GroupId: text, GroupName: text, UserId: text, Description: text })),
});

const SecurityGroup = z
  .object({
    GroupId: z.string(),
    GroupName: z.string(),
    Description: text,
    VpcId: text,
    OwnerId: text,
    IpPermissions: list(Permission),
    IpPermissionsEgress: list(Permission),
    Tags: tagList,
  })
  .transform((it, context) => {
    const nameless = [...it.IpPermissions, ...it.IpPermissionsEgress].some((permission) =>
      permission.UserIdGroupPairs.some((pair) => pair.GroupId === null && pair.GroupName === null),
    );
    if (nameless) {
      context.addIssue({ code: 'custom', message: 'a rule names neither the id nor the name of its peer group' });
      return z.NEVER;
    }
    return {
      id: it.GroupId,
      name: it.GroupName,
      description: it.Description ?? '',
      vpcId: it.VpcId,
      ownerId: it.OwnerId,
      rules: [
        ...it.IpPermissions.flatMap((permission) => explode('ingress', permission, it.OwnerId)),
        ...it.IpPermissionsEgress.flatMap((permission) => explode('egress', permission, it.OwnerId)),
      ].sort(byRule),
      tags: it.Tags,
    };
  });

/** AWS merges all peers of one protocol and range into one permission; each becomes a rule of its own again. */
function explode(
  direction: SecurityGroupRule['direction'],
  permission: z.infer<typeof Permission>,
  owner: string | null,
): SecurityGroupRule[] {
  const protocol = permission.IpProtocol;
  // For ICMP these are type and code, and -1 is any; for other protocols without ports they may be -1 too
  const bound = (port: number | null) => (port === -1 ? null : port);
  const fromPort = protocol === '-1' ? null : bound(permission.FromPort);
  const toPort = protocol === '-1' ? null : bound(permission.ToPort);
  const rule = (peerKind: SecurityGroupRule['peerKind'], peer: string, description: string | null) => ({
    direction,
    protocol,
    fromPort,
    toPort,
    peerKind,
    peer,
    description,
  });
  return [
    ...permission.IpRanges.map((range) => rule('ipv4', range.CidrIp, range.Description)),
    ...permission.Ipv6Ranges.map((range) => rule('ipv6', range.CidrIpv6, range.Description)),
    ...permission.PrefixListIds.map((prefix) => rule('prefix-list', prefix.PrefixListId, prefix.Description)),
    ...permission.UserIdGroupPairs.map((pair) => rule('group', peerOf(pair, owner), pair.Description)),
  ];
}

/** The group's id, with the account before it where the group is another's; EC2-Classic knew names only. */
function peerOf(
  pair: { GroupId: string | null; GroupName: string | null; UserId: string | null },
  owner: string | null,
) {
  const group = pair.GroupId ?? pair.GroupName ?? '';
  return pair.UserId === null || pair.UserId === owner ? group : `${pair.UserId}/${group}`;
}

function byRule(a: SecurityGroupRule, b: SecurityGroupRule): number {
  const order = (it: SecurityGroupRule) =>
    [
      it.direction === 'ingress' ? 0 : 1,
      it.protocol,
      it.fromPort ?? -1,
      it.toPort ?? -1,
      it.peerKind,
      it.peer,
    ] as const;
  const left = order(a);
  const right = order(b);
  for (const [index, value] of left.entries()) {
    const other = right[index] ?? value;
    if (value !== other) return value < other ? -1 : 1;
  }
  return (a.description ?? '') < (b.description ?? '') ? -1 : 1;
}

export const securityGroups = defineTable({
  kind: securityGroup,
  idKey: 'GroupId',
  async *pages(access) {
    const config = { client: access.client(EC2Client), pageSize: 1000 };
    const pages = paginateDescribeSecurityGroups(config, {}, { abortSignal: access.signal });
    for await (const page of paged('ec2:DescribeSecurityGroups', access, pages)) yield page.SecurityGroups ?? [];
  },
  row: SecurityGroup,
  externalId: (fields) => fields.id,
});
