import { type Bucket as Listed, paginateListBuckets, S3Client } from '@aws-sdk/client-s3';
import { z } from 'zod';
import { bucket } from '@/lib/resources/bucket';
import { readBucket } from '@/lib/sources/aws/bucket-settings';
import type { CallFailed } from '@/lib/sources/aws/call-failed';
import type { AwsAccess } from '@/lib/sources/aws/client';
import { inParallel } from '@/lib/sources/aws/in-parallel';
import { list, moment, tagList, text, truth } from '@/lib/sources/aws/members';
import { defineTable, paged } from '@/lib/sources/aws/table';

const atOnce = 8;

const Encryption = z.object({
  Rules: list(
    z.object({
      ApplyServerSideEncryptionByDefault: z
        .object({ SSEAlgorithm: z.enum(['AES256', 'aws:kms', 'aws:kms:dsse']), KMSMasterKeyID: text })
        .nullish(),
    }),
  ),
});

const PublicAccess = z.object({
  BlockPublicAcls: truth,
  IgnorePublicAcls: truth,
  BlockPublicPolicy: truth,
  RestrictPublicBuckets: truth,
});

/** A bucket as `readBucket` puts it together: null where a read was refused. */
const Bucket = z
  .object({
    Name: z.string(),
    CreationDate: moment,
    Region: text,
    Encryption: Encryption.nullable(),
    PublicAccess: PublicAccess.nullable(),
    TagSet: tagList,
    Refused: z.array(z.string()),
  })
  .transform((it) => {
    const rules = it.Encryption?.Rules;
    const applied = rules?.find((rule) => rule.ApplyServerSideEncryptionByDefault)?.ApplyServerSideEncryptionByDefault;
    // No rule is none; a rule that names no algorithm says nothing, and nothing is not "none"
    const encryption = rules?.length === 0 ? ('none' as const) : (applied?.SSEAlgorithm ?? null);
    return {
      name: it.Name,
      region: it.Region,
      encryption,
      kmsKeyId: applied?.KMSMasterKeyID ?? null,
      blockPublicAcls: it.PublicAccess?.BlockPublicAcls ?? null,
      ignorePublicAcls: it.PublicAccess?.IgnorePublicAcls ?? null,
      blockPublicPolicy: it.PublicAccess?.BlockPublicPolicy ?? null,
      restrictPublicBuckets: it.PublicAccess?.RestrictPublicBuckets ?? null,
      refused: it.Refused.toSorted(),
      createdAt: it.CreationDate,
      tags: it.TagSet,
    };
  });

async function* listedBuckets(access: AwsAccess): AsyncGenerator<Listed[]> {
  // With a page size the listing names the region of each bucket, which spares a call for each
  const config = { client: access.client(S3Client), pageSize: 1000 };
  const pages = paginateListBuckets(config, {}, { abortSignal: access.signal });
  for await (const page of paged('s3:ListAllMyBuckets', access, pages)) yield page.Buckets ?? [];
}

export const buckets = defineTable({
  kind: bucket,
  idKey: 'Name',
  async *pages(access) {
    const failures: CallFailed[] = [];
    for await (const page of listedBuckets(access)) {
      const rows = await inParallel(page, atOnce, (listed) => readBucket(access, listed, failures));
      yield rows.filter((row) => row !== null);
    }
    // The others stay; thrown at the end so that the scan is partial and the bucket keeps its last known state
    for (const failure of failures) throw failure;
  },
  row: Bucket,
  externalId: (fields) => fields.name,
  problem: (all) => {
    const refused = all.flatMap((it) => it.refused);
    const lines = [...new Set(refused)].sort().map((action) => {
      const count = refused.filter((other) => other === action).length;
      return `${action} was refused for ${count} of ${all.length} ${all.length === 1 ? 'bucket' : 'buckets'}`;
    });
    return lines.length > 0 ? lines.join('; ') : undefined;
  },
});
