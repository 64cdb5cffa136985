import { day, daysAgo, hour, latestWeekday } from '@/lib/sources/sample/calendar';
import { between, hex } from '@/lib/sources/sample/dice';
import type { Facility, SiteId } from '@/lib/sources/sample/facilities';
import { sites } from '@/lib/sources/sample/facilities';
import { type ServerRole, serverRoles } from '@/lib/sources/sample/server-roles';

export interface SampleHost {
  name: string;
  role: ServerRole;
  site: SiteId;
  /** Null on premises */
  instanceId: string | null;
  address: string;
  groups: string[];
  /** Milliseconds since 1970; Infinity while it is there */
  from: number;
  to: number;
  /** Why it came or went, for the trail */
  cause: 'person' | 'autoscaling';
}

const prefixes: Record<Facility, string> = { Riverside: 'rvs', Lakeshore: 'lks', Northgate: 'ngt' };
/** Ids that the pictures of the product show. */
const knownInstances: Record<string, string> = { 'rvs-ehr-app-03': 'i-0b94e1c7720fa3d15' };

/** Every host that was ever there within `days` before the end. */
export function sampleHosts(end: number, days: number): SampleHost[] {
  const standing = serverRoles.flatMap((role, row) =>
    Array.from({ length: role.count }, (_, index) => {
      const name = `${prefixes[role.facility]}-${role.code}-${String(index + 1).padStart(2, '0')}`;
      return hostOf(name, role, row, index, cameAt(name, end), wentAt(name, end), 'person');
    }),
  );
  return [...standing, ...autoscaled(end, days)];
}

/** The first eleven application servers stand at the edge as well. */
function groupsOf(name: string, role: ServerRole): string[] {
  return /^rvs-ehr-app-(0\d|1[01])$/.test(name) ? [...role.groups, 'ehr-app-edge'] : role.groups;
}

function hostOf(
  name: string,
  role: ServerRole,
  row: number,
  index: number,
  from: number,
  to: number,
  cause: SampleHost['cause'],
): SampleHost {
  const onPremises = sites[role.site].account === null;
  return {
    name,
    role,
    site: role.site,
    instanceId: onPremises ? null : (knownInstances[name] ?? `i-0${hex(16, `instance ${name}`)}`),
    address: `${sites[role.site].network}.${row + 4}.${index + 11}`,
    groups: groupsOf(name, role),
    from,
    to,
    cause,
  };
}

function cameAt(name: string, end: number): number {
  if (/^lks-pacs-2[678]$/.test(name)) return end - 20 * hour;
  if (/^lks-pacs-ai-0[56]$/.test(name)) return daysAgo(end, 25, '14:20');
  if (/^rvs-rx-app-0[78]$/.test(name)) return daysAgo(end, 52, '10:05');
  if (/^rvs-ehr-stg-2[12]$/.test(name)) return daysAgo(end, 9, '13:40');
  return daysAgo(end, between(130, 900, `born ${name}`), '08:00');
}

function wentAt(name: string, end: number): number {
  if (/^rvs-bill-app-1[3-6]$/.test(name)) return daysAgo(end, 18, '15:20');
  if (/^lks-ris-old/.test(name)) return daysAgo(end, 38, '11:45');
  if (name === 'rvs-ehr-batch-09') return daysAgo(end, 62, '09:30');
  return Number.POSITIVE_INFINITY;
}

/** Four more web servers from each Monday morning to each Friday evening. */
function autoscaled(end: number, days: number): SampleHost[] {
  const row = serverRoles.findIndex((role) => role.site === 'riverside' && role.code === 'ehr-web');
  const role = serverRoles[row];
  if (!role) return [];
  const hosts: SampleHost[] = [];
  for (let monday = latestWeekday(end, 1, '07:04', 0); monday > end - (days + 7) * day; monday -= 7 * day) {
    const friday = monday + 4 * day + 13 * hour;
    for (let index = 0; index < 4; index += 1) {
      const name = `rvs-ehr-web-${hex(5, `autoscaled ${monday} ${index}`)}`;
      hosts.push(
        hostOf(name, role, row, 40 + index, monday, friday > end ? Number.POSITIVE_INFINITY : friday, 'autoscaling'),
      );
    }
  }
  return hosts;
}
