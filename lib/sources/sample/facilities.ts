export const accounts = { production: '418203995571', staging: '730911846220' } as const;
export type Environment = keyof typeof accounts;

export type Facility = 'Riverside' | 'Lakeshore' | 'Northgate';
export type Team = 'EHR platform' | 'Imaging' | 'Lab systems' | 'Pharmacy' | 'Billing' | 'Cloud';

/** A network with hosts in it; on premises there is no cloud account. */
export interface Site {
  account: string | null;
  region: string | null;
  environment: Environment;
  vpcId: string | null;
  /** First two octets of its addresses */
  network: string;
  /** Domain that its hosts name themselves by */
  domain: string;
}

const { production, staging } = accounts;

export const sites = {
  riverside: place(production, 'us-east-1', 'production', 'vpc-0c1d2e3f4a5b6c7d8', '10.20', 'riverside'),
  lakeshore: place(production, 'us-west-2', 'production', 'vpc-07ab31f90c44de215', '10.30', 'lakeshore'),
  northgate: place(production, 'us-east-1', 'production', 'vpc-0e58c2d1a9037bf46', '10.40', 'northgate'),
  stagingEast: place(staging, 'us-east-1', 'staging', 'vpc-03d7714be8fa09c52', '10.60', 'staging'),
  stagingWest: place(staging, 'us-west-2', 'staging', 'vpc-0b60f5c83e12ad974', '10.70', 'staging'),
  premises: place(null, null, 'production', null, '10.12', 'premises'),
} satisfies Record<string, Site>;
export type SiteId = keyof typeof sites;

function place(
  account: string | null,
  region: string | null,
  environment: Environment,
  vpcId: string | null,
  network: string,
  name: string,
): Site {
  return { account, region, environment, vpcId, network, domain: `${name}.meridian.example.test` };
}

/** The key that volumes, databases and buckets of an account and region are encrypted with. */
export function keyArn(account: string, region: string, alias: 'ehr-data' | 'pacs-archive' | 'billing'): string {
  const ids = {
    'ehr-data': '6f0d2c1e-41b7-4c7e-9a53-0c4d7be81f20',
    'pacs-archive': 'b81e55a3-2d90-4f6c-8e17-f3a90d62c7b4',
    billing: '1d7c40f8-95e2-4b3a-a6d1-72be0f935ac6',
  };
  return `arn:aws:kms:${region}:${account}:key/${ids[alias]}`;
}
