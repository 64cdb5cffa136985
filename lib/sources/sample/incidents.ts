import { day, daysAgo, hour, latestWeekday, minute } from '@/lib/sources/sample/calendar';

/** When the events that everybody looks for happen: milliseconds since 1970, all before `end`. */
export interface Incidents {
  /** d.okafor opens 8443 to the world on ehr-app-edge on a Friday night, and it is closed on the Monday */
  portOpened: number;
  portClosed: number;
  /** He does it again, and it is open still */
  portOpenedAgain: number;
  /** The commit 9f31c2e fails 40 hosts until it is reverted */
  badCommit: number;
  revert: number;
  /** The collector of Northgate is down: 96 hosts do not report */
  collectorDown: number;
  collectorUp: number;
  /** ec2:DescribeVolumes is refused in staging, us-west-2, from then on */
  refusedSince: number;
  /** A scan of the volumes of Lakeshore failed once, throttled */
  throttled: number;
}

export function incidentsBefore(end: number): Incidents {
  const portOpenedAgain = latestWeekday(end, 5, '22:47:09', 20 * hour);
  const portOpened = portOpenedAgain - 14 * day;
  const badCommit = latestWeekday(end, 1, '19:46', 3 * day);
  return {
    portOpened,
    portClosed: portOpened + 2 * day + 10 * hour + 27 * minute,
    portOpenedAgain,
    badCommit,
    revert: badCommit + 13 * hour + 28 * minute,
    collectorDown: daysAgo(end, 12, '02:40'),
    collectorUp: daysAgo(end, 11, '05:10'),
    refusedSince: end - 31 * hour,
    throttled: daysAgo(end, 33),
  };
}
