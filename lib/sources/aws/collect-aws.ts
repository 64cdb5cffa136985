import { setMaxListeners } from 'node:events';
import { AppError } from '@/lib/errors';
import { type AwsScopeKind, actions } from '@/lib/sources/aws/actions';
import { collectActivity } from '@/lib/sources/aws/activity';
import { buckets } from '@/lib/sources/aws/bucket';
import { CallFailed } from '@/lib/sources/aws/call-failed';
import { type AwsAccess, withAccess } from '@/lib/sources/aws/client';
import { type AwsConfig, accountOf, rolesOf } from '@/lib/sources/aws/config';
import { callerAccount, credentialsFor } from '@/lib/sources/aws/credentials';
import { dbInstances } from '@/lib/sources/aws/db-instance';
import { instances } from '@/lib/sources/aws/instance';
import { listeners } from '@/lib/sources/aws/listener';
import { loadBalancers } from '@/lib/sources/aws/load-balancer';
import { networkInterfaces } from '@/lib/sources/aws/network-interface';
import { securityGroups } from '@/lib/sources/aws/security-group';
import { collectTable } from '@/lib/sources/aws/table';
import { volumes } from '@/lib/sources/aws/volume';
import type { CollectContext, Collected, ScopeSpec } from '@/lib/sources/source';

/** Six missed slots of ten minutes. */
const freshnessSeconds = 3_600;

const collectors: Record<AwsScopeKind, (access: AwsAccess, context: CollectContext) => Promise<Collected>> = {
  'aws.ec2.instance': (access) => collectTable(instances, access),
  'aws.ec2.volume': (access) => collectTable(volumes, access),
  'aws.ec2.security-group': (access) => collectTable(securityGroups, access),
  'aws.ec2.network-interface': (access) => collectTable(networkInterfaces, access),
  'aws.elbv2.load-balancer': (access) => collectTable(loadBalancers, access),
  'aws.elbv2.listener': (access) => collectTable(listeners, access),
  'aws.rds.db-instance': (access) => collectTable(dbInstances, access),
  'aws.s3.bucket': (access) => collectTable(buckets, access),
  activity: collectActivity,
};
const scopeKinds = Object.keys(actions) as AwsScopeKind[];

/** The accounts to read. A role's ARN names its own; otherwise STS is asked, and its failure is thrown. */
async function accountsOf(config: AwsConfig, signal: AbortSignal): Promise<string[]> {
  const roles = rolesOf(config);
  if (roles.length > 0) return roles.map(accountOf);
  try {
    return [await callerAccount(config, signal)];
  } catch (error) {
    if (!(error instanceof CallFailed)) throw error;
    throw new AppError('unavailable', `The AWS account is not known. ${error.problem}`, {}, { cause: error });
  }
}

function spec(account: string, region: string | null, kind: AwsScopeKind): ScopeSpec {
  return { key: `${account}/${region ?? 'global'}/${kind}`, kind, account, region, freshnessSeconds };
}

/** The scopes of the accounts and regions that the configuration names. */
export async function scopesOf(config: AwsConfig, context: CollectContext): Promise<ScopeSpec[]> {
  const accounts = await accountsOf(config, context.signal);
  return accounts.flatMap((account) => [
    ...config.regions.flatMap((region) =>
      scopeKinds.filter((kind) => kind !== 'aws.s3.bucket').map((kind) => spec(account, region, kind)),
    ),
    spec(account, null, 'aws.s3.bucket'),
  ]);
}

/** One scope, as `Source.collect` says. */
export async function collectScope(config: AwsConfig, scope: ScopeSpec, context: CollectContext): Promise<Collected> {
  const { account, region = null } = scope;
  const kind = scopeKinds.find((known) => known === scope.kind);
  const roles = rolesOf(config);
  const role = roles.find((it) => accountOf(it) === account) ?? null;
  if (!kind || account === null || (role === null && roles.length > 0)) {
    throw new AppError('invalid', `${scope.key} is no scope of this source`);
  }
  const { progress } = context;
  // Of its own, since many calls at once listen to it
  const signal = AbortSignal.any([context.signal]);
  setMaxListeners(0, signal);
  const credentials = credentialsFor(config, role, signal);
  try {
    // Before all else, so that a role that may not be assumed is not told as a call that may not be made
    if (role) await credentials();
    const place = { account, region: region ?? config.regions[0] ?? 'us-east-1', signal, progress };
    return await withAccess(place, credentials, (access) => collectors[kind](access, context));
  } catch (error) {
    if (error instanceof CallFailed) return error.answer;
    throw error;
  }
}
