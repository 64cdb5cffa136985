import { z } from 'zod';
import { defineKind } from '@/lib/resources/kind';
import { Tags } from '@/lib/resources/tags';

export const bucket = defineKind({
  id: 'aws.s3.bucket',
  title: 'Bucket',
  plural: 'Buckets',
  fields: z.object({
    name: z.string(),
    region: z.string().nullable(),
    encryption: z
      .enum(['AES256', 'aws:kms', 'aws:kms:dsse', 'none'])
      .nullable()
      .describe('Default encryption; null when the read was refused'),
    kmsKeyId: z.string().nullable(),
    blockPublicAcls: z.boolean().nullable().describe('Null when the read was refused'),
    ignorePublicAcls: z.boolean().nullable(),
    blockPublicPolicy: z.boolean().nullable(),
    restrictPublicBuckets: z.boolean().nullable(),
    refused: z.array(z.string()).describe('API actions that were refused for this bucket'),
    createdAt: z.string().nullable().describe('UTC, RFC 3339'),
    tags: Tags,
  }),
  columns: (it) => ({
    name: it.name,
    status: null,
    encryption: it.encryption === null ? 'unknown' : it.encryption === 'none' ? 'unencrypted' : 'encrypted',
    system: it.encryption,
    links: [`bucket:${it.name}`, ...(it.kmsKeyId ? [it.kmsKeyId] : [])],
    tags: it.tags,
  }),
  example: {
    name: 'riverside-ehr-exports',
    region: 'us-east-1',
    encryption: 'aws:kms' as const,
    kmsKeyId: 'arn:aws:kms:us-east-1:418203995571:key/1234abcd',
    blockPublicAcls: true,
    ignorePublicAcls: true,
    blockPublicPolicy: true,
    restrictPublicBuckets: true,
    refused: [],
    createdAt: '2025-10-04T08:00:00.000Z',
    tags: {} as Record<string, string>,
  },
});
