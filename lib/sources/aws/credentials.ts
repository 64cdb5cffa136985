import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { fromNodeProviderChain } from '@aws-sdk/credential-providers';
import { CallFailed, calling } from '@/lib/sources/aws/call-failed';
import { clientSettings } from '@/lib/sources/aws/client';
import type { AwsConfig, AwsRole } from '@/lib/sources/aws/config';

export interface AwsCredentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
  expiration?: Date;
}
export type CredentialsProvider = () => Promise<AwsCredentials>;

/** Renewed this long before they end, so that a long scan does not run out of them. */
const renewBeforeMs = 5 * 60_000;

/** Keys in a file may be exchanged while we run, and have no end of their own. */
const lookAgainMs = 5 * 60_000;

const chains = new Map<string, { since: number; chain: CredentialsProvider }>();
const assumed = new Map<string, Promise<AwsCredentials>>();

/** The credentials that the standard chain or the profile gives. The SDK renews them itself. */
function baseCredentials(config: AwsConfig): CredentialsProvider {
  const known = chains.get(config.profile ?? '');
  if (known && Date.now() - known.since < lookAgainMs) return known.chain;
  const chain = fromNodeProviderChain(config.profile ? { profile: config.profile } : {});
  chains.set(config.profile ?? '', { since: Date.now(), chain });
  return chain;
}

/** Credentials for one account: assumed once per role and kept until shortly before they end. */
export function credentialsFor(config: AwsConfig, role: AwsRole | null, signal: AbortSignal): CredentialsProvider {
  if (role === null) return baseCredentials(config);
  const key = JSON.stringify([config.profile, role.roleArn, role.externalId, process.env.AWS_ENDPOINT_URL]);
  const provider: CredentialsProvider = async () => {
    const known = assumed.get(key);
    if (known && !endsSoon(await known)) return known;
    // Others may have waited for the same and renewed it meanwhile
    if (assumed.get(key) !== known) return provider();
    const fresh = assumeRole(config, role, signal);
    assumed.set(key, fresh);
    fresh.catch(() => assumed.delete(key));
    return fresh;
  };
  return provider;
}

/** By the wall clock, not the moment that is collected for: AWS ends them by it. */
function endsSoon(credentials: AwsCredentials): boolean {
  return (credentials.expiration?.getTime() ?? 0) - Date.now() < renewBeforeMs;
}

async function assumeRole(config: AwsConfig, role: AwsRole, signal: AbortSignal): Promise<AwsCredentials> {
  const region = stsRegion(config);
  const client = new STSClient(clientSettings(region, baseCredentials(config)));
  try {
    return await calling('sts:AssumeRole', null, async () => {
      const command = new AssumeRoleCommand({
        RoleArn: role.roleArn,
        RoleSessionName: 'plumbline',
        ...(role.externalId ? { ExternalId: role.externalId } : {}),
      });
      const { Credentials: it } = await client.send(command, { abortSignal: signal });
      if (!it?.AccessKeyId || !it.SecretAccessKey || !it.SessionToken) throw new Error('The answer has no credentials');
      return {
        accessKeyId: it.AccessKeyId,
        secretAccessKey: it.SecretAccessKey,
        sessionToken: it.SessionToken,
        ...(it.Expiration ? { expiration: it.Expiration } : {}),
      };
    });
  } finally {
    client.destroy();
  }
}

/** The account that the credentials belong to; throws CallFailed. No permission is needed for it. */
export async function callerAccount(config: AwsConfig, signal: AbortSignal, maxAttempts?: number): Promise<string> {
  const client = new STSClient(clientSettings(stsRegion(config), baseCredentials(config), maxAttempts));
  try {
    return await calling('sts:GetCallerIdentity', null, async () => {
      const { Account } = await client.send(new GetCallerIdentityCommand({}), { abortSignal: signal });
      if (!Account) throw new CallFailed('sts:GetCallerIdentity', null, new Error('The answer names no account'));
      return Account;
    });
  } finally {
    client.destroy();
  }
}

function stsRegion(config: AwsConfig): string {
  return config.regions[0] ?? 'us-east-1';
}
