import {
  type Icon,
  IconDatabase,
  IconGitCompare,
  IconHeartRateMonitor,
  IconHistory,
  IconLockSquare,
  IconPlayerPlay,
  IconServer2,
  IconSettings,
} from '@tabler/icons-react';

export type Section = {
  path: string;
  title: string;
  icon: Icon;
  /** Pressed after `g`. */
  key: string;
  group: 'Estate' | 'Record';
  count?: 'fleet' | 'drift' | 'encryption';
};

/** The pages of the navigation. A new page is one line here. */
export const sections: readonly Section[] = [
  { path: '/', title: 'Fleet health', icon: IconHeartRateMonitor, key: 'h', group: 'Estate' },
  { path: '/fleet', title: 'Fleet', icon: IconServer2, key: 'f', group: 'Estate', count: 'fleet' },
  { path: '/runs', title: 'Runs', icon: IconPlayerPlay, key: 'r', group: 'Estate' },
  { path: '/drift', title: 'Drift', icon: IconGitCompare, key: 'd', group: 'Estate', count: 'drift' },
  { path: '/encryption', title: 'Encryption', icon: IconLockSquare, key: 'e', group: 'Estate', count: 'encryption' },
  { path: '/audit', title: 'Audit', icon: IconHistory, key: 'a', group: 'Record' },
  { path: '/sources', title: 'Sources', icon: IconDatabase, key: 's', group: 'Record' },
  { path: '/settings', title: 'Settings', icon: IconSettings, key: 'x', group: 'Record' },
];

/** The section that a path belongs to; fleet health only for itself. */
export function sectionOf(path: string): Section | undefined {
  return sections.find(
    (section) => path === section.path || (section.path !== '/' && path.startsWith(`${section.path}/`)),
  );
}
