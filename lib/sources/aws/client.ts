import type { CredentialsProvider } from '@/lib/sources/aws/credentials';

/** What every SDK client of ours is made with. `AWS_ENDPOINT_URL` is read by the SDK itself. */
export function clientSettings(region: string, credentials: CredentialsProvider, maxAttempts = 10) {
  return {
    region,
    credentials,
    // Waits up to 1, 2, 4 … 20 s, at random, after throttling: about a minute before it gives up. The adaptive mode
    // took two to three times as long when a third of all calls was throttled: one throttled call slows all others
    retryMode: 'standard',
    maxAttempts,
    requestHandler: { connectionTimeout: 5_000, requestTimeout: 60_000, throwOnRequestTimeout: true },
    customUserAgent: 'plumbline',
    // For S3 only: a bucket may have another region than was thought, and another endpoint may not know host names
    followRegionRedirects: true,
    forcePathStyle: Boolean(process.env.AWS_ENDPOINT_URL_S3 ?? process.env.AWS_ENDPOINT_URL),
  };
}
export type ClientSettings = ReturnType<typeof clientSettings>;

interface Client {
  destroy: () => void;
}

/** One account in one region, as the credentials reach it. */
export interface AwsAccess {
  account: string;
  region: string;
  signal: AbortSignal;
  /** What the worker shows: `ec2:DescribeVolumes, page 4` */
  progress: (doing: string) => void;
  /** The client of a service, in the region unless another is given; made once */
  client: <C extends Client>(service: new (settings: ClientSettings) => C, region?: string) => C;
}

/** Opens an access for as long as `use` runs; its connections are closed at the end. */
export async function withAccess<Answer>(
  place: Pick<AwsAccess, 'account' | 'region' | 'signal' | 'progress'> & { maxAttempts?: number },
  credentials: CredentialsProvider,
  use: (access: AwsAccess) => Promise<Answer>,
): Promise<Answer> {
  const clients = new Map<string, Client>();
  const { maxAttempts, ...rest } = place;
  const client: AwsAccess['client'] = (service, region = place.region) => {
    const key = `${service.name} ${region}`;
    const made = clients.get(key) ?? new service(clientSettings(region, credentials, maxAttempts));
    clients.set(key, made);
    return made as InstanceType<typeof service>;
  };
  try {
    return await use({ ...rest, client });
  } finally {
    for (const made of clients.values()) made.destroy();
  }
}
