import { z } from 'zod';
import { defineKind } from '@/lib/resources/kind';
import { Tags } from '@/lib/resources/tags';

/** Absent is not false: a store that does not say is unknown. */
export function encryptionOf(encrypted: boolean | null): 'encrypted' | 'unencrypted' | 'unknown' {
  if (encrypted === null) return 'unknown';
  return encrypted ? 'encrypted' : 'unencrypted';
}

export const volume = defineKind({
  id: 'aws.ec2.volume',
  title: 'Volume',
  plural: 'Volumes',
  fields: z.object({
    id: z.string().describe('Volume id'),
    name: z.string().nullable().describe('Name tag'),
    state: z.string().nullable().describe('available, in-use, creating, deleting, error'),
    type: z.string().nullable().describe('gp2, gp3, io1 …'),
    sizeGiB: z.number().int().nullable().describe('Size in GiB'),
    encrypted: z.boolean().nullable().describe('Null when AWS did not say'),
    kmsKeyId: z.string().nullable().describe('ARN of the key'),
    attachments: z
      .array(z.object({ instanceId: z.string(), device: z.string().nullable() }))
      .describe('Instances it is attached to'),
    snapshotId: z.string().nullable().describe('Snapshot it was made from'),
    createdAt: z.string().nullable().describe('UTC, RFC 3339'),
    tags: Tags,
  }),
  columns: (it) => ({
    name: it.name ?? it.id,
    status: it.state,
    encryption: encryptionOf(it.encrypted),
    system: null,
    links: [it.id, ...it.attachments.map((attachment) => attachment.instanceId), ...(it.kmsKeyId ? [it.kmsKeyId] : [])],
    tags: it.tags,
  }),
  example: {
    id: 'vol-0c77d1a94e2b8',
    name: null,
    state: 'in-use',
    type: 'gp3',
    sizeGiB: 400,
    encrypted: true,
    kmsKeyId: 'arn:aws:kms:us-east-1:418203995571:key/1234abcd',
    attachments: [{ instanceId: 'i-0b94e1c7720fa3d15', device: '/dev/sda1' }],
    snapshotId: null,
    createdAt: '2025-10-04T08:00:00.000Z',
    tags: {} as Record<string, string>,
  },
});
