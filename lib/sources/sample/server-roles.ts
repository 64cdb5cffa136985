import type { Facility, SiteId, Team } from '@/lib/sources/sample/facilities';
import type { SystemName } from '@/lib/sources/sample/systems';

export type Tool = 'ansible' | 'puppet' | 'chef';

/** Servers that do the same thing: one row makes `count` hosts named `<prefix>-<code>-<nn>`. */
export interface ServerRole {
  site: SiteId;
  facility: Facility;
  code: string;
  count: number;
  system: SystemName;
  /** Null: in the cloud, never managed */
  tool: Tool | null;
  team: Team;
  /** Instance type */
  type: string;
  /** GiB of each volume, the first one holds the system */
  disks: number[];
  /** Names of security groups */
  groups: string[];
  dataClass: 'ePHI' | 'PII' | 'Internal';
}

type Row = [
  SiteId,
  Facility,
  code: string,
  count: number,
  SystemName,
  Tool | null,
  Team,
  type: string,
  disks: number[],
  groups: string,
  ServerRole['dataClass'],
];

const jammy = 'Ubuntu 22.04';
const noble = 'Ubuntu 24.04';
const redHat = 'RHEL 9.4';
const debian = 'Debian 12';
const windows = 'Windows Server 2022';
const pacsDisks = [50, 400, 400, 400];
const archive = [50, ...Array<number>(8).fill(2000)];

// biome-ignore format: a table reads by its lines
const rows: Row[] = [
  ['riverside', 'Riverside', 'ehr-app', 24, jammy, 'ansible', 'EHR platform', 'm6i.large', [50, 200, 400], 'ehr-app', 'ePHI'],
  ['riverside', 'Riverside', 'ehr-web', 12, noble, 'ansible', 'EHR platform', 'c6i.large', [30, 50], 'ehr-web', 'ePHI'],
  ['riverside', 'Riverside', 'ehr-db', 8, redHat, 'ansible', 'EHR platform', 'r6i.4xlarge', [50, 100, 500, 500, 500, 500, 200], 'ehr-db', 'ePHI'],
  ['riverside', 'Riverside', 'ehr-batch', 9, jammy, 'ansible', 'EHR platform', 'm6i.xlarge', [50, 500], 'ehr-app', 'ePHI'],
  ['riverside', 'Riverside', 'ehr-int', 10, debian, 'ansible', 'EHR platform', 'm6i.large', [50, 200], 'ehr-int', 'ePHI'],
  ['riverside', 'Riverside', 'bill-app', 16, windows, 'chef', 'Billing', 'm6i.xlarge', [100, 300], 'bill-app', 'PII'],
  ['riverside', 'Riverside', 'bill-db', 6, windows, 'chef', 'Billing', 'r6i.2xlarge', [100, 500, 500, 500], 'bill-db', 'PII'],
  ['riverside', 'Riverside', 'bill-q', 4, windows, 'chef', 'Billing', 'm6i.large', [100, 80], 'bill-q', 'PII'],
  ['riverside', 'Riverside', 'rx-app', 8, debian, 'ansible', 'Pharmacy', 'm6i.large', [50, 100], 'rx-app', 'ePHI'],
  ['riverside', 'Riverside', 'pacs-view', 8, noble, 'ansible', 'Imaging', 'c6i.xlarge', [50, 500], 'pacs-view', 'ePHI'],
  ['riverside', 'Riverside', 'log', 4, noble, 'ansible', 'Cloud', 'm6i.xlarge', [50, 2000, 2000, 2000, 2000], 'log-collector', 'Internal'],
  ['riverside', 'Riverside', 'mon', 3, debian, 'ansible', 'Cloud', 'm6i.large', [50, 300], 'monitoring', 'Internal'],
  ['riverside', 'Riverside', 'jump', 2, noble, 'ansible', 'Cloud', 't3.small', [30], 'jump', 'Internal'],
  ['riverside', 'Riverside', 'ci', 2, noble, 'ansible', 'Cloud', 'c6i.2xlarge', [50, 300], 'build', 'Internal'],
  ['riverside', 'Riverside', 'vpn', 2, debian, null, 'Cloud', 't3.medium', [20], 'vpn', 'Internal'],
  ['riverside', 'Riverside', 'hl7-vendor', 2, redHat, null, 'EHR platform', 'm5.large', [50, 100], 'ehr-int', 'ePHI'],
  ['lakeshore', 'Lakeshore', 'pacs', 28, noble, 'ansible', 'Imaging', 'm6i.2xlarge', pacsDisks, 'pacs-app', 'ePHI'],
  ['lakeshore', 'Lakeshore', 'pacs-arch', 10, redHat, 'ansible', 'Imaging', 'd3.xlarge', archive, 'pacs-arch', 'ePHI'],
  ['lakeshore', 'Lakeshore', 'pacs-db', 6, redHat, 'ansible', 'Imaging', 'r6i.2xlarge', [50, 100, 500, 500, 500, 500, 200], 'pacs-db', 'ePHI'],
  ['lakeshore', 'Lakeshore', 'pacs-ai', 6, jammy, 'ansible', 'Imaging', 'g5.2xlarge', [100, 500, 500], 'pacs-app', 'ePHI'],
  ['lakeshore', 'Lakeshore', 'view', 16, noble, 'ansible', 'Imaging', 'c6i.xlarge', [50, 500], 'ris-view', 'ePHI'],
  ['lakeshore', 'Lakeshore', 'ris-app', 12, jammy, 'ansible', 'Imaging', 'm6i.large', [50, 200], 'ris-app', 'ePHI'],
  ['lakeshore', 'Lakeshore', 'ris-old', 3, debian, 'ansible', 'Imaging', 'm5.large', [50, 200], 'ris-app', 'ePHI'],
  ['lakeshore', 'Lakeshore', 'ehr-app', 14, jammy, 'ansible', 'EHR platform', 'm6i.large', [50, 200, 400], 'lks-ehr-app', 'ePHI'],
  ['lakeshore', 'Lakeshore', 'rx-app', 8, debian, 'ansible', 'Pharmacy', 'm6i.large', [50, 100], 'lks-rx-app', 'ePHI'],
  ['lakeshore', 'Lakeshore', 'bill-app', 6, windows, 'chef', 'Billing', 'm6i.xlarge', [100, 300], 'lks-bill-app', 'PII'],
  ['lakeshore', 'Lakeshore', 'log', 3, noble, 'ansible', 'Cloud', 'm6i.xlarge', [50, 2000, 2000, 2000, 2000], 'lks-log', 'Internal'],
  ['lakeshore', 'Lakeshore', 'jump', 2, noble, 'ansible', 'Cloud', 't3.small', [30], 'lks-jump', 'Internal'],
  ['lakeshore', 'Lakeshore', 'mon', 2, debian, 'ansible', 'Cloud', 'm6i.large', [50, 300], 'lks-monitoring', 'Internal'],
  ['lakeshore', 'Lakeshore', 'dicom-gw', 4, redHat, null, 'Imaging', 'm5.xlarge', [100, 500], 'dicom-gw', 'ePHI'],
  ['northgate', 'Northgate', 'lab-app', 20, redHat, 'puppet', 'Lab systems', 'm6i.large', [50, 200, 200], 'lab-app', 'ePHI'],
  ['northgate', 'Northgate', 'lab-gw', 16, redHat, 'puppet', 'Lab systems', 'm6i.large', [50, 100], 'lab-gw', 'ePHI'],
  ['northgate', 'Northgate', 'lab-db', 8, redHat, 'puppet', 'Lab systems', 'r6i.2xlarge', [50, 100, 500, 500, 500, 500, 200], 'lab-db', 'ePHI'],
  ['northgate', 'Northgate', 'lis-app', 12, jammy, 'ansible', 'Lab systems', 'm6i.large', [50, 200, 200], 'lis-app', 'ePHI'],
  ['northgate', 'Northgate', 'rx-app', 10, debian, 'ansible', 'Pharmacy', 'm6i.large', [50, 100], 'ngt-rx-app', 'ePHI'],
  ['northgate', 'Northgate', 'rx-db', 4, windows, 'chef', 'Pharmacy', 'r6i.xlarge', [100, 300, 300], 'ngt-rx-db', 'ePHI'],
  ['northgate', 'Northgate', 'ehr-app', 10, redHat, 'puppet', 'EHR platform', 'm6i.large', [50, 200, 400], 'ngt-ehr-app', 'ePHI'],
  ['northgate', 'Northgate', 'log', 3, noble, 'ansible', 'Cloud', 'm6i.xlarge', [50, 2000, 2000, 2000, 2000], 'ngt-log', 'Internal'],
  ['northgate', 'Northgate', 'jump', 2, noble, 'ansible', 'Cloud', 't3.small', [30], 'lab-gw-ssh', 'Internal'],
  ['northgate', 'Northgate', 'mon', 2, debian, 'ansible', 'Cloud', 'm6i.large', [50, 300], 'ngt-monitoring', 'Internal'],
  ['northgate', 'Northgate', 'badge', 2, redHat, null, 'Cloud', 't3.large', [80], 'ngt-badge', 'PII'],
  ['premises', 'Northgate', 'lab-an', 9, debian, 'ansible', 'Lab systems', 'appliance', [], '', 'ePHI'],
  ['premises', 'Riverside', 'print', 2, debian, 'ansible', 'Cloud', 'appliance', [], '', 'Internal'],
  ['premises', 'Lakeshore', 'modality', 3, debian, 'ansible', 'Imaging', 'appliance', [], '', 'ePHI'],
  ['stagingEast', 'Riverside', 'ehr-stg', 22, jammy, 'ansible', 'EHR platform', 'm6i.large', [50, 100, 100], 'stg-ehr-app', 'Internal'],
  ['stagingEast', 'Riverside', 'web-stg', 4, noble, 'ansible', 'EHR platform', 'c6i.large', [30, 50], 'stg-web', 'Internal'],
  ['stagingEast', 'Riverside', 'lab-stg', 12, redHat, 'puppet', 'Lab systems', 'm6i.large', [50, 100], 'stg-lab-app', 'Internal'],
  ['stagingEast', 'Riverside', 'bill-stg', 8, windows, 'chef', 'Billing', 'm6i.large', [100, 100], 'stg-bill-app', 'Internal'],
  ['stagingEast', 'Riverside', 'rx-stg', 6, debian, 'ansible', 'Pharmacy', 'm6i.large', [50, 100], 'stg-rx-app', 'Internal'],
  ['stagingEast', 'Riverside', 'sandbox', 2, jammy, null, 'Cloud', 't3.large', [50], 'stg-sandbox', 'Internal'],
  ['stagingWest', 'Lakeshore', 'pacs-dr', 7, noble, 'ansible', 'Imaging', 'm6i.2xlarge', [50, 400, 400, 400, 400], 'stg-pacs', 'ePHI'],
];

/** Every kind of server of Meridian Health. */
export const serverRoles: ServerRole[] = rows.map(
  ([site, facility, code, count, system, tool, team, type, disks, groups, dataClass]) => ({
    site,
    facility,
    code,
    count,
    system,
    tool,
    team,
    type,
    disks,
    groups: groups === '' ? [] : groups.split(' '),
    dataClass,
  }),
);
