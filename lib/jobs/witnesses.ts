import { join, resolve } from 'node:path';
import type { Environment } from '@/lib/env';
import type { Witness } from '@/lib/jobs/witness';
import { bucketPlace, bucketWitness } from '@/lib/jobs/witness-bucket';
import { folderWitness } from '@/lib/jobs/witness-folder';
import { gitWitness } from '@/lib/jobs/witness-git';
import { webhookWitness } from '@/lib/jobs/witness-webhook';

/** The folder that checkpoints go to, absolute. */
export function witnessFolder({ PLUMBLINE_WITNESS_FOLDER: named, PLUMBLINE_DATA_DIR: data }: Environment): string {
  return resolve(named ?? join(data, 'witness'));
}

/** Who keeps checkpoints, by the environment: a folder always, a Git repository, a bucket and a webhook where they are named. */
export function witnessesOf(environment: Environment, clock = () => new Date()): Witness[] {
  const { PLUMBLINE_WITNESS_GIT: repository, PLUMBLINE_WITNESS_BUCKET: bucket } = environment;
  const { PLUMBLINE_WITNESS_WEBHOOK: webhook } = environment;
  return [
    folderWitness(witnessFolder(environment)),
    ...(repository ? [gitWitness(repository, environment.PLUMBLINE_DATA_DIR)] : []),
    ...(bucket ? [bucketWitness(bucketPlace(bucket, environment.PLUMBLINE_WITNESS_BUCKET_DAYS))] : []),
    ...(webhook ? [webhookWitness(webhook, environment.PLUMBLINE_WITNESS_SECRET ?? null, clock)] : []),
  ];
}
