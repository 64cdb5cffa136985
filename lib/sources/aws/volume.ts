import { EC2Client, paginateDescribeVolumes } from '@aws-sdk/client-ec2';
import { z } from 'zod';
import { volume } from '@/lib/resources/volume';
import { list, moment, tagList, text, truth, whole } from '@/lib/sources/aws/members';
import { defineTable, paged } from '@/lib/sources/aws/table';

const Volume = z
  .object({
    VolumeId: z.string(),
    State: text,
    VolumeType: text,
    Size: whole,
    Encrypted: truth,
    KmsKeyId: text,
    Attachments: list(z.object({ InstanceId: text, Device: text })),
    SnapshotId: text,
    CreateTime: moment,
    Tags: tagList,
  })
  .transform((it) => ({
    id: it.VolumeId,
    name: it.Tags.Name || null,
    state: it.State,
    type: it.VolumeType,
    sizeGiB: it.Size,
    encrypted: it.Encrypted,
    kmsKeyId: it.KmsKeyId,
    attachments: it.Attachments.flatMap((one) =>
      one.InstanceId === null ? [] : [{ instanceId: one.InstanceId, device: one.Device }],
    ).sort((a, b) => (a.instanceId < b.instanceId ? -1 : 1)),
    snapshotId: it.SnapshotId,
    createdAt: it.CreateTime,
    tags: it.Tags,
  }));

export const volumes = defineTable({
  kind: volume,
  idKey: 'VolumeId',
  async *pages(access) {
    const config = { client: access.client(EC2Client), pageSize: 500 };
    const pages = paginateDescribeVolumes(config, {}, { abortSignal: access.signal });
    for await (const page of paged('ec2:DescribeVolumes', access, pages)) yield page.Volumes ?? [];
  },
  row: Volume,
  externalId: (fields) => fields.id,
});
