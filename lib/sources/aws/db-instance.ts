import { paginateDescribeDBInstances, RDSClient } from '@aws-sdk/client-rds';
import { z } from 'zod';
import { dbInstance } from '@/lib/resources/db-instance';
import { list, moment, sorted, tagList, text, truth, whole } from '@/lib/sources/aws/members';
import { defineTable, paged } from '@/lib/sources/aws/table';

const DBInstance = z
  .object({
    DBInstanceArn: z.string(),
    DBInstanceIdentifier: z.string(),
    Engine: text,
    EngineVersion: text,
    DBInstanceStatus: text,
    StorageEncrypted: truth,
    KmsKeyId: text,
    PubliclyAccessible: truth,
    MultiAZ: truth,
    Endpoint: z.object({ Address: text, Port: whole }).nullish(),
    DBSubnetGroup: z.object({ VpcId: text }).nullish(),
    VpcSecurityGroups: list(z.object({ VpcSecurityGroupId: text })),
    InstanceCreateTime: moment,
    TagList: tagList,
  })
  .transform((it) => ({
    arn: it.DBInstanceArn,
    name: it.DBInstanceIdentifier,
    engine: it.Engine,
    engineVersion: it.EngineVersion,
    status: it.DBInstanceStatus,
    storageEncrypted: it.StorageEncrypted,
    kmsKeyId: it.KmsKeyId,
    publiclyAccessible: it.PubliclyAccessible,
    multiAz: it.MultiAZ,
    // None while it is being created
    endpoint: it.Endpoint?.Address ? [it.Endpoint.Address, it.Endpoint.Port].filter(Boolean).join(':') : null,
    vpcId: it.DBSubnetGroup?.VpcId ?? null,
    securityGroupIds: sorted(it.VpcSecurityGroups.map((group) => group.VpcSecurityGroupId)),
    createdAt: it.InstanceCreateTime,
    tags: it.TagList,
  }));

export const dbInstances = defineTable({
  kind: dbInstance,
  idKey: 'DBInstanceArn',
  async *pages(access) {
    const config = { client: access.client(RDSClient), pageSize: 100 };
    const pages = paginateDescribeDBInstances(config, {}, { abortSignal: access.signal });
    for await (const page of paged('rds:DescribeDBInstances', access, pages)) yield page.DBInstances ?? [];
  },
  row: DBInstance,
  externalId: (fields) => fields.arn,
});
