import { z } from 'zod';
import { defineKind } from '@/lib/resources/kind';
import { Tags } from '@/lib/resources/tags';
import { encryptionOf } from '@/lib/resources/volume';

export const dbInstance = defineKind({
  id: 'aws.rds.db-instance',
  title: 'Database instance',
  plural: 'Database instances',
  fields: z.object({
    arn: z.string(),
    name: z.string().describe('DB instance identifier'),
    engine: z.string().nullable(),
    engineVersion: z.string().nullable(),
    status: z.string().nullable(),
    storageEncrypted: z.boolean().nullable().describe('Null when AWS did not say'),
    kmsKeyId: z.string().nullable(),
    publiclyAccessible: z.boolean().nullable(),
    multiAz: z.boolean().nullable(),
    endpoint: z.string().nullable().describe('Host name and port'),
    vpcId: z.string().nullable(),
    securityGroupIds: z.array(z.string()).describe('Sorted'),
    createdAt: z.string().nullable().describe('UTC, RFC 3339'),
    tags: Tags,
  }),
  columns: (it) => ({
    name: it.name,
    status: it.status,
    encryption: encryptionOf(it.storageEncrypted),
    system: [it.engine, it.engineVersion].filter(Boolean).join(' ') || null,
    links: [it.arn, ...it.securityGroupIds, ...(it.kmsKeyId ? [it.kmsKeyId] : [])],
    tags: it.tags,
  }),
  example: {
    arn: 'arn:aws:rds:us-east-1:418203995571:db:ehr-primary',
    name: 'ehr-primary',
    engine: 'postgres',
    engineVersion: '16.4',
    status: 'available',
    storageEncrypted: true,
    kmsKeyId: 'arn:aws:kms:us-east-1:418203995571:key/1234abcd',
    publiclyAccessible: false,
    multiAz: true,
    endpoint: 'ehr-primary.abc.us-east-1.rds.amazonaws.com:5432',
    vpcId: 'vpc-0c1d2e3f',
    securityGroupIds: ['sg-0a41c7e2d9b05f318'],
    createdAt: '2025-10-04T08:00:00.000Z',
    tags: {} as Record<string, string>,
  },
});
