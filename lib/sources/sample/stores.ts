import type { z } from 'zod';
import type { bucket } from '@/lib/resources/bucket';
import type { dbInstance } from '@/lib/resources/db-instance';
import { daysAgo, iso } from '@/lib/sources/sample/calendar';
import { hex } from '@/lib/sources/sample/dice';
import { type Facility, keyArn, type SiteId, sites, type Team } from '@/lib/sources/sample/facilities';
import { groupId } from '@/lib/sources/sample/group-table';
import { scopeKey } from '@/lib/sources/sample/resource-tags';
import { steady, type Timeline } from '@/lib/sources/sample/timeline';

type Bucket = z.infer<typeof bucket.fields>;
type Database = z.infer<typeof dbInstance.fields>;

// biome-ignore format: a table reads by its lines
const databases: [SiteId, Facility, Team, name: string, engine: string, version: string, group: string, encrypted: boolean][] = [
  ['riverside', 'Riverside', 'EHR platform', 'ehr-primary', 'postgres', '16.4', 'ehr-db', true],
  ['riverside', 'Riverside', 'EHR platform', 'ehr-replica', 'postgres', '16.4', 'ehr-db', true],
  ['riverside', 'Riverside', 'EHR platform', 'ehr-audit', 'postgres', '15.8', 'ehr-db', true],
  ['riverside', 'Riverside', 'Pharmacy', 'rx-orders', 'mysql', '8.0.39', 'rx-app', true],
  ['riverside', 'Riverside', 'Billing', 'bill-ledger', 'sqlserver-se', '15.00', 'bill-db', true],
  ['lakeshore', 'Lakeshore', 'Imaging', 'pacs-index', 'postgres', '16.4', 'pacs-db', true],
  ['lakeshore', 'Lakeshore', 'Imaging', 'ris', 'postgres', '15.8', 'pacs-db', true],
  ['lakeshore', 'Lakeshore', 'Imaging', 'reading-queue', 'mysql', '8.0.39', 'pacs-db', true],
  ['northgate', 'Northgate', 'Lab systems', 'ngt-lab', 'postgres', '15.8', 'lab-db', true],
  ['northgate', 'Northgate', 'Lab systems', 'ngt-lis', 'postgres', '16.4', 'lab-db', true],
  ['northgate', 'Northgate', 'Pharmacy', 'ngt-rx', 'sqlserver-se', '15.00', 'ngt-rx-db', true],
  ['stagingEast', 'Riverside', 'EHR platform', 'stg-ehr', 'postgres', '16.4', 'stg-ehr-app', true],
  ['stagingEast', 'Riverside', 'Lab systems', 'stg-lab', 'postgres', '15.8', 'stg-lab-app', false],
  ['stagingEast', 'Riverside', 'Billing', 'stg-bill', 'sqlserver-se', '15.00', 'stg-bill-app', true],
];

// biome-ignore format: a table reads by its lines
const buckets: [SiteId, Facility, Team, name: string, Bucket['encryption'], blocked: boolean][] = [
  ['riverside', 'Riverside', 'EHR platform', 'meridian-ehr-documents', 'aws:kms', true],
  ['riverside', 'Riverside', 'EHR platform', 'meridian-ehr-exports', 'aws:kms', true],
  ['riverside', 'Riverside', 'EHR platform', 'meridian-ehr-backups', 'aws:kms', true],
  ['riverside', 'Riverside', 'EHR platform', 'meridian-patient-portal', 'AES256', false],
  ['riverside', 'Riverside', 'Pharmacy', 'meridian-rx-formulary', 'AES256', true],
  ['riverside', 'Riverside', 'Billing', 'meridian-claims', 'aws:kms', true],
  ['riverside', 'Riverside', 'Billing', 'meridian-remittance', 'aws:kms', true],
  ['riverside', 'Riverside', 'Cloud', 'meridian-trail', 'aws:kms', true],
  ['riverside', 'Riverside', 'Cloud', 'meridian-config-history', 'AES256', true],
  ['riverside', 'Riverside', 'Cloud', 'meridian-build-artifacts', 'AES256', true],
  ['lakeshore', 'Lakeshore', 'Imaging', 'meridian-pacs-archive', 'aws:kms', true],
  ['lakeshore', 'Lakeshore', 'Imaging', 'meridian-pacs-cold', 'aws:kms', true],
  ['lakeshore', 'Lakeshore', 'Imaging', 'meridian-reading-rooms', 'AES256', true],
  ['lakeshore', 'Lakeshore', 'Imaging', 'meridian-ai-training', 'AES256', true],
  ['northgate', 'Northgate', 'Lab systems', 'meridian-lab-results', 'aws:kms', true],
  ['northgate', 'Northgate', 'Lab systems', 'meridian-analyser-logs', 'AES256', true],
  ['northgate', 'Northgate', 'Lab systems', 'meridian-lab-2019', 'none', true],
  ['stagingEast', 'Riverside', 'EHR platform', 'meridian-stg-ehr', 'AES256', true],
  ['stagingEast', 'Riverside', 'Cloud', 'meridian-stg-scratch', 'none', false],
  ['stagingWest', 'Lakeshore', 'Imaging', 'meridian-stg-pacs', 'AES256', true],
];

/** What RDS and S3 say: stores that stand still over the history, save for one bucket that was locked. */
export function storeTimelines(end: number): Timeline[] {
  return [
    ...databases.map((row, index) => databaseTimeline(row, daysAgo(end, 260 + index * 23, '08:00'))),
    ...buckets.map((row, index) => bucketTimeline(row, daysAgo(end, 240 + index * 31, '08:00'), end)),
  ];
}

function databaseTimeline(
  [siteId, facility, team, name, engine, version, group, encrypted]: (typeof databases)[number],
  createdAt: number,
): Timeline {
  const site = sites[siteId];
  const { account, region } = site;
  if (!account || !region) throw new Error(`${name} stands in no account`);
  const arn = `arn:aws:rds:${region}:${account}:db:${name}`;
  const fields: Database = {
    arn,
    name,
    engine,
    engineVersion: version,
    status: 'available',
    storageEncrypted: encrypted,
    kmsKeyId: encrypted ? keyArn(account, region, team === 'Billing' ? 'billing' : 'ehr-data') : null,
    publiclyAccessible: false,
    multiAz: site.environment === 'production',
    endpoint: `${name}.${hex(12, `database ${name}`)}.${region}.rds.amazonaws.com:${engine === 'postgres' ? 5432 : engine === 'mysql' ? 3306 : 1433}`,
    vpcId: site.vpcId,
    securityGroupIds: [groupId(group)],
    createdAt: iso(createdAt),
    tags: { Facility: facility, Environment: site.environment, Team: team },
  };
  return steady(scopeKey(site, 'aws.rds.db-instance'), arn, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, fields);
}

function bucketTimeline(
  [siteId, facility, team, name, encryption, blocked]: (typeof buckets)[number],
  createdAt: number,
  end: number,
): Timeline {
  const site = sites[siteId];
  const { account, region } = site;
  if (!account || !region) throw new Error(`${name} stands in no account`);
  const fieldsOf = (isBlocked: boolean): Bucket => ({
    name,
    region,
    encryption,
    kmsKeyId: encryption === 'aws:kms' ? keyArn(account, region, team === 'Billing' ? 'billing' : 'ehr-data') : null,
    blockPublicAcls: isBlocked,
    ignorePublicAcls: isBlocked,
    blockPublicPolicy: isBlocked,
    restrictPublicBuckets: isBlocked,
    refused: [],
    createdAt: iso(createdAt),
    tags: { Facility: facility, Environment: site.environment, Team: team },
  });
  const scope = `${account}/global/aws.s3.bucket`;
  if (name !== 'meridian-ai-training')
    return steady(scope, name, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, fieldsOf(blocked));
  const locked = daysAgo(end, 29, '16:45');
  return {
    scope,
    externalId: name,
    stretches: [
      { from: Number.NEGATIVE_INFINITY, to: locked, fields: fieldsOf(false) },
      { from: locked, to: Number.POSITIVE_INFINITY, fields: fieldsOf(blocked) },
    ],
  };
}
