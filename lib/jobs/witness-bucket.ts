import type { PutObjectCommandInput } from '@aws-sdk/client-s3';
import { messageOf } from '@/lib/errors';
import { type Carried, pathOf, type Witness } from '@/lib/jobs/witness';

const dayMs = 86_400_000;
const timeoutMs = 10_000;

export interface BucketPlace {
  bucket: string;
  /** Before the names of objects: empty, or with a slash at its end */
  prefix: string;
  /** None: the one that the SDK is set to */
  region: string | null;
  /** Days for which nobody can delete an object, the account's owner included */
  days: number;
}

/** `s3://bucket/prefix?region=eu-west-1`. Throws for anything else. */
export function bucketPlace(address: string, days: number): BucketPlace {
  const { protocol, hostname: bucket, pathname, searchParams } = new URL(address);
  if (protocol !== 's3:' || bucket === '') throw new Error('A bucket is named as s3://bucket/prefix?region=…');
  const prefix = pathname.replace(/^\/+|\/+$/g, '');
  return { bucket, prefix: prefix === '' ? '' : `${prefix}/`, region: searchParams.get('region'), days };
}

/**
 * A bucket with object lock, best in another account: each checkpoint and each list of public keys is an object in mode
 * COMPLIANCE, which nobody deletes or writes over before its time. A bucket without object lock refuses, and says so.
 * Credentials are those of the AWS SDK on the worker's machine; it needs s3:PutObject, s3:PutObjectRetention and s3:GetObject.
 */
export function bucketWitness({ bucket, prefix, region, days }: BucketPlace): Witness {
  return {
    name: `bucket ${bucket}/${prefix}`.replace(/\/$/, ''),
    carry: async (checkpoint, signal) => {
      // Loaded when it is needed: the SDK takes memory.
      const { GetObjectCommand, PutObjectCommand, S3Client } = await import('@aws-sdk/client-s3');
      const client = new S3Client({
        ...(region === null ? {} : { region }),
        maxAttempts: 2,
        followRegionRedirects: true,
        forcePathStyle: Boolean(process.env.AWS_ENDPOINT_URL_S3 ?? process.env.AWS_ENDPOINT_URL),
        customUserAgent: 'plumbline',
      });
      const until = new Date(checkpoint.at.getTime() + days * dayMs);
      const abortSignal = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
      const keep = async (Key: string, Body: string) => {
        const object: PutObjectCommandInput = {
          Bucket: bucket,
          Key,
          Body,
          ContentType: 'text/plain; charset=utf-8',
          ChecksumAlgorithm: 'SHA256',
          ObjectLockMode: 'COMPLIANCE',
          ObjectLockRetainUntilDate: until,
          IfNoneMatch: '*',
        };
        try {
          await client.send(new PutObjectCommand(object), { abortSignal });
        } catch (error) {
          if (!isThere(error)) throw new Error(`${bucket}: ${messageOf(error)}`, { cause: error });
          const kept = await client.send(new GetObjectCommand({ Bucket: bucket, Key }), { abortSignal });
          if ((await kept.Body?.transformToString()) !== Body)
            throw new Error(`${bucket}/${Key} holds another checkpoint`, { cause: error });
        }
      };
      try {
        await keep(`${prefix}${keysPath(checkpoint)}`, `${checkpoint.publicKeys.join('\n')}\n`);
        await keep(`${prefix}${pathOf(checkpoint)}`, checkpoint.note);
      } finally {
        client.destroy();
      }
    },
  };
}

/** What cannot be written over has a name of its own for every list of keys. */
function keysPath(checkpoint: Carried): string {
  return `${checkpoint.origin.replaceAll('/', '-')}/public-keys-${checkpoint.publicKeys.length}.txt`;
}

function isThere(error: unknown): boolean {
  const status = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
  return status === 412;
}
