import { EC2Client, paginateDescribeInstances } from '@aws-sdk/client-ec2';
import { z } from 'zod';
import { instance } from '@/lib/resources/instance';
import { list, moment, sorted, tagList, text } from '@/lib/sources/aws/members';
import { defineTable, paged } from '@/lib/sources/aws/table';

const Group = z.object({ GroupId: text });

const Interface = z.object({
  Groups: list(Group),
  PrivateDnsName: text,
  PrivateIpAddresses: list(
    z.object({
      PrivateIpAddress: text,
      PrivateDnsName: text,
      Association: z.object({ PublicIp: text, PublicDnsName: text }).nullish(),
    }),
  ),
  Ipv6Addresses: list(z.object({ Ipv6Address: text })),
});

const Instance = z
  .object({
    InstanceId: z.string(),
    State: z.object({ Name: text }).nullish(),
    InstanceType: text,
    PlatformDetails: text,
    Platform: text,
    ImageId: text,
    VpcId: text,
    SubnetId: text,
    Placement: z.object({ AvailabilityZone: text }).nullish(),
    PrivateIpAddress: text,
    PublicIpAddress: text,
    Ipv6Address: text,
    PrivateDnsName: text,
    PublicDnsName: text,
    SecurityGroups: list(Group),
    NetworkInterfaces: list(Interface),
    BlockDeviceMappings: list(z.object({ Ebs: z.object({ VolumeId: text }).nullish() })),
    MetadataOptions: z.object({ HttpTokens: text }).nullish(),
    IamInstanceProfile: z.object({ Arn: text }).nullish(),
    LaunchTime: moment,
    InstanceLifecycle: text,
    Tags: tagList,
  })
  .transform((it) => {
    // AWS shows a terminated instance for about an hour more, without addresses and volumes
    if (it.State?.Name === 'terminated') return null;
    const addresses = it.NetworkInterfaces.flatMap((card) => card.PrivateIpAddresses);
    return {
      id: it.InstanceId,
      name: it.Tags.Name || null,
      state: it.State?.Name ?? null,
      type: it.InstanceType,
      platform: it.PlatformDetails ?? it.Platform,
      imageId: it.ImageId,
      vpcId: it.VpcId,
      subnetId: it.SubnetId,
      availabilityZone: it.Placement?.AvailabilityZone ?? null,
      addresses: sorted([
        it.PrivateIpAddress,
        it.PublicIpAddress,
        it.Ipv6Address,
        ...addresses.flatMap((one) => [one.PrivateIpAddress, one.Association?.PublicIp]),
        ...it.NetworkInterfaces.flatMap((card) => card.Ipv6Addresses.map((one) => one.Ipv6Address)),
      ]),
      dnsNames: sorted([
        it.PrivateDnsName,
        it.PublicDnsName,
        ...it.NetworkInterfaces.map((card) => card.PrivateDnsName),
        ...addresses.flatMap((one) => [one.PrivateDnsName, one.Association?.PublicDnsName]),
      ]),
      securityGroupIds: sorted(
        [...it.SecurityGroups, ...it.NetworkInterfaces.flatMap((card) => card.Groups)].map((group) => group.GroupId),
      ),
      volumeIds: sorted(it.BlockDeviceMappings.map((mapping) => mapping.Ebs?.VolumeId)),
      httpTokens: it.MetadataOptions?.HttpTokens ?? null,
      profileArn: it.IamInstanceProfile?.Arn ?? null,
      launchedAt: it.LaunchTime,
      lifecycle: it.InstanceLifecycle,
      tags: it.Tags,
    };
  });

export const instances = defineTable({
  kind: instance,
  idKey: 'InstanceId',
  async *pages(access) {
    const config = { client: access.client(EC2Client), pageSize: 1000 };
    const pages = paginateDescribeInstances(config, {}, { abortSignal: access.signal });
    for await (const page of paged('ec2:DescribeInstances', access, pages)) {
      yield (page.Reservations ?? []).flatMap((reservation) => reservation.Instances ?? []);
    }
  },
  row: Instance,
  externalId: (fields) => fields.id,
});
