import { EC2Client, paginateDescribeNetworkInterfaces } from '@aws-sdk/client-ec2';
import { z } from 'zod';
import { networkInterface } from '@/lib/resources/network-interface';
import { list, sorted, tagList, text, truth } from '@/lib/sources/aws/members';
import { defineTable, paged } from '@/lib/sources/aws/table';

const Association = z.object({ PublicIp: text }).nullish();

const NetworkInterface = z
  .object({
    NetworkInterfaceId: z.string(),
    Description: text,
    InterfaceType: text,
    Status: text,
    VpcId: text,
    SubnetId: text,
    Attachment: z.object({ InstanceId: text }).nullish(),
    RequesterManaged: truth,
    Association,
    PrivateIpAddress: text,
    PrivateIpAddresses: list(z.object({ PrivateIpAddress: text, Association })),
    Ipv6Addresses: list(z.object({ Ipv6Address: text })),
    Groups: list(z.object({ GroupId: text })),
    // The only list of tags in EC2 that is not called Tags
    TagSet: tagList,
  })
  .transform((it) => ({
    id: it.NetworkInterfaceId,
    description: it.Description,
    type: it.InterfaceType,
    status: it.Status,
    vpcId: it.VpcId,
    subnetId: it.SubnetId,
    instanceId: it.Attachment?.InstanceId ?? null,
    requesterManaged: it.RequesterManaged,
    addresses: sorted([
      it.PrivateIpAddress,
      it.Association?.PublicIp,
      ...it.PrivateIpAddresses.flatMap((one) => [one.PrivateIpAddress, one.Association?.PublicIp]),
      ...it.Ipv6Addresses.map((one) => one.Ipv6Address),
    ]),
    securityGroupIds: sorted(it.Groups.map((group) => group.GroupId)),
    tags: it.TagSet,
  }));

export const networkInterfaces = defineTable({
  kind: networkInterface,
  idKey: 'NetworkInterfaceId',
  async *pages(access) {
    const config = { client: access.client(EC2Client), pageSize: 1000 };
    const pages = paginateDescribeNetworkInterfaces(config, {}, { abortSignal: access.signal });
    for await (const page of paged('ec2:DescribeNetworkInterfaces', access, pages)) yield page.NetworkInterfaces ?? [];
  },
  row: NetworkInterface,
  externalId: (fields) => fields.id,
});
