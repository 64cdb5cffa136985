import { hex } from '@/lib/sources/sample/dice';
import type { Facility, SiteId, Team } from '@/lib/sources/sample/facilities';

/** A security group as it was agreed on before the history begins. */
export interface SampleGroup {
  name: string;
  site: SiteId;
  facility: Facility;
  team: Team;
  description: string;
  /** File of the repository that declares it; null: no code does */
  file: string | null;
  /** `tcp 443 0.0.0.0/0 clinic browsers`; a peer that begins with @ is a group */
  rules: string[];
  /** Outgoing rules, where the code limits them; null: the default, all out */
  egress: string[] | null;
}

type Row = [SiteId, name: string, Team, description: string, ...rules: string[]];

// biome-ignore format: a table reads by its lines
const declared: Record<string, Row[]> = {
  'roles/network/tasks/ehr.yml': [
    ['riverside', 'ehr-app-edge', 'EHR platform', 'Clinic browsers to the EHR', 'tcp 443 0.0.0.0/0 clinic browsers', 'tcp 443 ::/0 clinic browsers', 'tcp 9100 10.20.0.0/16 node exporter'],
    ['riverside', 'ehr-app', 'EHR platform', 'EHR application servers', 'tcp 8080 @ehr-web web tier', 'tcp 9100 10.20.0.0/16 node exporter', 'tcp 22 @jump jump hosts'],
    ['riverside', 'ehr-web', 'EHR platform', 'EHR web tier behind the load balancer', 'tcp 443 @ehr-lb load balancer', 'tcp 9100 10.20.0.0/16 node exporter', 'tcp 22 @jump jump hosts'],
    ['riverside', 'ehr-lb', 'EHR platform', 'Load balancer of the EHR', 'tcp 443 0.0.0.0/0 clinic and patient browsers', 'tcp 80 0.0.0.0/0 redirects to HTTPS'],
    ['riverside', 'ehr-db', 'EHR platform', 'EHR databases', 'tcp 5432 @ehr-app application servers', 'tcp 5432 @ehr-int integration engine', 'tcp 22 @jump jump hosts'],
    ['riverside', 'ehr-int', 'EHR platform', 'HL7 integration engine', 'tcp 2575 10.40.0.0/16 HL7 from the laboratory', 'tcp 2575 10.30.0.0/16 HL7 from imaging', 'tcp 22 @jump jump hosts'],
    ['lakeshore', 'lks-ehr-app', 'EHR platform', 'EHR application servers at Lakeshore', 'tcp 8080 10.30.0.0/16 clinic network', 'tcp 22 @lks-jump jump hosts'],
    ['northgate', 'ngt-ehr-app', 'EHR platform', 'EHR application servers at Northgate', 'tcp 8080 10.40.0.0/16 clinic network', 'tcp 22 10.40.30.0/24 jump hosts'],
  ],
  'roles/network/tasks/imaging.yml': [
    ['lakeshore', 'pacs-app', 'Imaging', 'PACS servers', 'tcp 11112 10.30.0.0/16 DICOM', 'tcp 104 10.12.30.0/24 modalities', 'tcp 443 10.30.0.0/16 workstations', 'tcp 22 @lks-jump jump hosts'],
    ['lakeshore', 'pacs-arch', 'Imaging', 'PACS archive', 'tcp 11112 @pacs-app DICOM from PACS', 'tcp 22 @lks-jump jump hosts'],
    ['lakeshore', 'pacs-db', 'Imaging', 'PACS databases', 'tcp 5432 @pacs-app PACS servers', 'tcp 22 @lks-jump jump hosts'],
    ['lakeshore', 'ris-app', 'Imaging', 'Radiology information system', 'tcp 8443 10.30.0.0/16 workstations', 'tcp 22 @lks-jump jump hosts'],
    ['lakeshore', 'ris-view', 'Imaging', 'Image viewers', 'tcp 443 @ris-lb load balancer', 'tcp 22 @lks-jump jump hosts'],
    ['lakeshore', 'ris-lb', 'Imaging', 'Load balancer of the viewers', 'tcp 443 10.0.0.0/8 reading rooms'],
    ['lakeshore', 'dicom-gw', 'Imaging', 'DICOM gateways of the vendor', 'tcp 104 10.12.30.0/24 modalities', 'tcp 11112 @pacs-app DICOM to PACS'],
    ['riverside', 'pacs-view', 'Imaging', 'Image viewers at Riverside', 'tcp 443 10.20.0.0/16 clinic network', 'tcp 22 @jump jump hosts'],
  ],
  'roles/network/tasks/lab.yml': [
    ['northgate', 'lab-app', 'Lab systems', 'Laboratory applications', 'tcp 443 10.40.0.0/16 laboratory', 'tcp 80 10.40.0.0/16 old result viewer', 'tcp 22 @lab-gw-ssh jump hosts'],
    ['northgate', 'lab-gw', 'Lab systems', 'Analyser gateways', 'tcp 4001-4016 10.12.0.0/16 analysers', 'tcp 23 10.12.40.0/24 old analysers', 'tcp 22 @lab-gw-ssh jump hosts'],
    ['northgate', 'lab-gw-ssh', 'Lab systems', 'SSH to the laboratory', 'tcp 22 10.40.8.0/24 laboratory administrators'],
    ['northgate', 'lab-db', 'Lab systems', 'Laboratory databases', 'tcp 5432 @lab-app applications', 'tcp 5432 @lis-app laboratory information system'],
    ['northgate', 'lis-app', 'Lab systems', 'Laboratory information system', 'tcp 8443 10.40.0.0/16 laboratory', 'tcp 22 @lab-gw-ssh jump hosts'],
    ['northgate', 'lab-lb', 'Lab systems', 'Load balancer of the results', 'tcp 443 10.0.0.0/8 clinics'],
  ],
  'roles/network/tasks/pharmacy.yml': [
    ['riverside', 'rx-app', 'Pharmacy', 'Pharmacy at Riverside', 'tcp 8443 10.20.0.0/16 clinic network', 'tcp 22 @jump jump hosts'],
    ['lakeshore', 'lks-rx-app', 'Pharmacy', 'Pharmacy at Lakeshore', 'tcp 8443 10.30.0.0/16 clinic network', 'tcp 22 @lks-jump jump hosts'],
    ['northgate', 'ngt-rx-app', 'Pharmacy', 'Pharmacy at Northgate', 'tcp 8443 10.40.0.0/16 clinic network', 'tcp 22 @lab-gw-ssh jump hosts'],
    ['northgate', 'ngt-rx-db', 'Pharmacy', 'Pharmacy databases', 'tcp 1433 @ngt-rx-app applications', 'tcp 3389 10.40.8.0/24 administrators'],
  ],
  'roles/network/tasks/billing.yml': [
    ['riverside', 'bill-app', 'Billing', 'Billing applications', 'tcp 443 10.20.0.0/16 billing office', 'tcp 3389 10.20.0.0/16 remote desktop'],
    ['riverside', 'bill-db', 'Billing', 'Billing databases', 'tcp 1433 @bill-app applications', 'tcp 3389 @jump jump hosts'],
    ['riverside', 'bill-q', 'Billing', 'Billing queues', 'tcp 5671 @bill-app applications', 'tcp 3389 @jump jump hosts'],
    ['lakeshore', 'lks-bill-app', 'Billing', 'Billing applications at Lakeshore', 'tcp 443 10.30.0.0/16 billing office', 'tcp 3389 @lks-jump jump hosts'],
  ],
  'roles/network/tasks/shared.yml': [
    ['riverside', 'jump', 'Cloud', 'Jump hosts', 'tcp 22 10.20.8.0/24 administrators'],
    ['lakeshore', 'lks-jump', 'Cloud', 'Jump hosts at Lakeshore', 'tcp 22 10.30.8.0/24 administrators'],
    ['riverside', 'log-collector', 'Cloud', 'Log collectors', 'tcp 6514 10.20.0.0/16 syslog over TLS', 'udp 514 10.12.0.0/16 appliances', 'tcp 22 @jump jump hosts'],
    ['lakeshore', 'lks-log', 'Cloud', 'Log collectors at Lakeshore', 'udp 514 10.12.0.0/16 appliances', 'tcp 22 @lks-jump jump hosts'],
    ['northgate', 'ngt-log', 'Cloud', 'Log collectors at Northgate', 'tcp 6514 10.40.0.0/16 syslog over TLS'],
    ['riverside', 'monitoring', 'Cloud', 'Monitoring', 'tcp 443 10.0.0.0/8 dashboards', 'icmp all 10.0.0.0/8 ping'],
    ['lakeshore', 'lks-monitoring', 'Cloud', 'Monitoring at Lakeshore', 'tcp 443 10.30.0.0/16 dashboards'],
    ['northgate', 'ngt-monitoring', 'Cloud', 'Monitoring at Northgate', 'tcp 443 10.40.0.0/16 dashboards'],
    ['riverside', 'build', 'Cloud', 'Build and deployment', 'tcp 443 10.20.8.0/24 administrators', 'tcp 22 @jump jump hosts'],
    ['riverside', 'vpn', 'Cloud', 'Remote access', 'udp 51820 0.0.0.0/0 WireGuard'],
  ],
  'roles/network/tasks/staging.yml': [
    ['stagingEast', 'stg-ehr-app', 'EHR platform', 'EHR in staging', 'tcp 8080 10.60.0.0/16 staging network', 'tcp 22 10.20.8.0/24 administrators'],
    ['stagingEast', 'stg-web', 'EHR platform', 'Web tier in staging', 'tcp 443 10.60.0.0/16 staging network'],
    ['stagingEast', 'stg-lab-app', 'Lab systems', 'Laboratory in staging', 'tcp 443 10.60.0.0/16 staging network'],
    ['stagingEast', 'stg-bill-app', 'Billing', 'Billing in staging', 'tcp 443 10.60.0.0/16 staging network', 'tcp 3389 10.20.8.0/24 administrators'],
    ['stagingEast', 'stg-rx-app', 'Pharmacy', 'Pharmacy in staging', 'tcp 8443 10.60.0.0/16 staging network'],
    ['stagingWest', 'stg-pacs', 'Imaging', 'Recovery copy of PACS', 'tcp 11112 10.70.0.0/16 DICOM', 'tcp 22 10.20.8.0/24 administrators'],
  ],
};

// biome-ignore format: a table reads by its lines
const undeclared: Row[] = [
  ['riverside', 'default', 'Cloud', 'default VPC security group'],
  ['lakeshore', 'default', 'Cloud', 'default VPC security group'],
  ['northgate', 'default', 'Cloud', 'default VPC security group'],
  ['stagingEast', 'default', 'Cloud', 'default VPC security group'],
  ['stagingWest', 'default', 'Cloud', 'default VPC security group'],
  ['northgate', 'ngt-badge', 'Cloud', 'Badge readers of the landlord', 'tcp 443 10.12.90.0/24 badge readers'],
  ['stagingEast', 'stg-sandbox', 'Cloud', 'launch-wizard-7 created 2026-02-11', 'tcp 22 10.0.0.0/8'],
];

/** Limits on what may go out, where the code names them. */
const egress: Record<string, string[]> = {
  'ehr-db': ['tcp 443 10.20.0.0/16 patches and backups', 'udp 53 10.20.0.2/32 name service'],
  'lab-db': ['tcp 443 10.40.0.0/16 patches and backups'],
};

const facilities: Record<SiteId, Facility> = {
  riverside: 'Riverside',
  lakeshore: 'Lakeshore',
  northgate: 'Northgate',
  stagingEast: 'Riverside',
  stagingWest: 'Lakeshore',
  premises: 'Northgate',
};

/** Every security group of the estate, as agreed on before the history begins. */
export const sampleGroups: SampleGroup[] = [
  ...Object.entries(declared).flatMap(([file, rows]) => rows.map((row) => groupOf(row, file))),
  ...undeclared.map((row) => groupOf(row, null)),
];

function groupOf([site, name, team, description, ...rules]: Row, file: string | null): SampleGroup {
  return { name, site, facility: facilities[site], team, description, file, rules, egress: egress[name] ?? null };
}

/** Id of the group of that name; `default` exists once per network and needs its site. */
export function groupId(name: string, site?: SiteId): string {
  if (name === 'ehr-app-edge') return 'sg-0a41c7e2d9b05f318';
  return `sg-0${hex(16, `group ${name === 'default' ? site : ''} ${name}`)}`;
}
