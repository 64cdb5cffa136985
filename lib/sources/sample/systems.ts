import { daysAgo } from '@/lib/sources/sample/calendar';

export type SystemName = 'Ubuntu 22.04' | 'Ubuntu 24.04' | 'RHEL 9.4' | 'Debian 12' | 'Windows Server 2022';

/** A version that comes in a wave: hosts take it one by one in the days after `day` (days before the end). */
export interface Wave {
  fact: string;
  value: string;
  day: number;
}

export interface System {
  /** As AWS names it */
  platform: string;
  imageId: string;
  device: 'nvme' | 'xvd';
  /** Oldest first; the first of each fact was there before the history begins */
  waves: Wave[];
}

export const systems: Record<SystemName, System> = {
  'Ubuntu 22.04': {
    platform: 'Linux/UNIX',
    imageId: 'ami-0c7217cdde317cfec',
    device: 'nvme',
    waves: [
      ...versions('kernel', [999, '5.15.0-119-generic'], [76, '5.15.0-122-generic'], [14, '5.15.0-126-generic']),
      ...versions('openssl', [999, '3.0.2-0ubuntu1.15'], [66, '3.0.2-0ubuntu1.18'], [22, '3.0.2-0ubuntu1.21']),
    ],
  },
  'Ubuntu 24.04': {
    platform: 'Linux/UNIX',
    imageId: 'ami-04b70fa74e45c3917',
    device: 'nvme',
    waves: [
      ...versions('kernel', [999, '6.8.0-45-generic'], [73, '6.8.0-48-generic'], [16, '6.8.0-49-generic']),
      ...versions('openssl', [999, '3.0.13-0ubuntu3.4'], [22, '3.0.13-0ubuntu3.5']),
    ],
  },
  'RHEL 9.4': {
    platform: 'Red Hat Enterprise Linux',
    imageId: 'ami-0fe630eb857a6ec83',
    device: 'nvme',
    waves: [
      ...versions('kernel', [999, '5.14.0-427.37.1.el9_4.x86_64'], [58, '5.14.0-427.40.1.el9_4.x86_64']),
      ...versions('kernel', [9, '5.14.0-427.42.1.el9_4.x86_64']),
      ...versions('openssl', [999, '3.0.7-27.el9'], [35, '3.0.7-28.el9_4']),
    ],
  },
  'Debian 12': {
    platform: 'Linux/UNIX',
    imageId: 'ami-058bd2d568351da34',
    device: 'nvme',
    waves: [
      ...versions('kernel', [999, '6.1.0-25-amd64'], [50, '6.1.0-26-amd64'], [12, '6.1.0-27-amd64']),
      ...versions('openssl', [999, '3.0.14-1~deb12u2'], [41, '3.0.15-1~deb12u1']),
    ],
  },
  'Windows Server 2022': {
    platform: 'Windows',
    imageId: 'ami-0f496107db66676ff',
    device: 'xvd',
    waves: versions(
      'kernel',
      [999, '10.0.20348.2700'],
      [68, '10.0.20348.2762'],
      [39, '10.0.20348.2849'],
      [8, '10.0.20348.2966'],
    ),
  },
};

function versions(fact: string, ...rows: [number, string][]): Wave[] {
  return rows.map(([day, value]) => ({ fact, value, day }));
}

/** When a wave reaches the estate: its day, early in the morning (UTC). */
export function arrivalOf(wave: Wave, end: number): number {
  return daysAgo(end, wave.day, '03:00');
}
