import {
  GetBucketEncryptionCommand,
  GetBucketLocationCommand,
  GetBucketTaggingCommand,
  GetPublicAccessBlockCommand,
  type Bucket as Listed,
  S3Client,
} from '@aws-sdk/client-s3';
import type { AwsAction } from '@/lib/sources/aws/actions';
import { CallFailed, calling } from '@/lib/sources/aws/call-failed';
import type { AwsAccess } from '@/lib/sources/aws/client';

/** Errors that are answers: there is none. */
const answers: Record<string, unknown> = {
  ServerSideEncryptionConfigurationNotFoundError: { ServerSideEncryptionConfiguration: { Rules: [] } },
  NoSuchPublicAccessBlockConfiguration: {
    PublicAccessBlockConfiguration: {
      BlockPublicAcls: false,
      IgnorePublicAcls: false,
      BlockPublicPolicy: false,
      RestrictPublicBuckets: false,
    },
  },
  NoSuchTagSet: { TagSet: [] },
};

/** GetBucketLocation still answers with the names of 2006. */
const oldNames: Record<string, string> = { '': 'us-east-1', EU: 'eu-west-1' };

/**
 * One bucket with what is asked of it apart. A refused read is null and named in `Refused`; the bucket is null when it
 * went since it was listed, or when a read failed otherwise, which is then added to `failures`.
 */
export async function readBucket(access: AwsAccess, listed: Listed, failures: CallFailed[]): Promise<unknown> {
  const Bucket = listed.Name ?? '';
  const refused = new Set<AwsAction>();
  const send = { abortSignal: access.signal };
  const ask = async <Answer>(action: AwsAction, call: () => Promise<Answer>): Promise<Answer | null> => {
    try {
      return await calling(action, Bucket, call);
    } catch (error) {
      if (!(error instanceof CallFailed)) throw error;
      if (error.code in answers) return answers[error.code] as Answer;
      if (!error.refused) throw error;
      refused.add(action);
      return null;
    }
  };
  try {
    const region = listed.BucketRegion ?? (await ask('s3:GetBucketLocation', () => locationOf(access, Bucket)));
    const s3 = access.client(S3Client, region ?? access.region);
    const [encryption, block, tagging] = await Promise.all([
      ask('s3:GetEncryptionConfiguration', () => s3.send(new GetBucketEncryptionCommand({ Bucket }), send)),
      ask('s3:GetBucketPublicAccessBlock', () => s3.send(new GetPublicAccessBlockCommand({ Bucket }), send)),
      ask('s3:GetBucketTagging', () => s3.send(new GetBucketTaggingCommand({ Bucket }), send)),
    ]);
    return {
      Name: listed.Name,
      CreationDate: listed.CreationDate,
      Region: region,
      Encryption: encryption?.ServerSideEncryptionConfiguration ?? null,
      PublicAccess: block?.PublicAccessBlockConfiguration ?? null,
      TagSet: tagging?.TagSet,
      Refused: [...refused],
    };
  } catch (error) {
    if (!(error instanceof CallFailed)) throw error;
    if (error.code !== 'NoSuchBucket') failures.push(error);
    return null;
  }
}

async function locationOf(access: AwsAccess, Bucket: string): Promise<string> {
  const command = new GetBucketLocationCommand({ Bucket });
  const answer = await access.client(S3Client).send(command, { abortSignal: access.signal });
  const name = answer.LocationConstraint ?? '';
  return oldNames[name] ?? name;
}
