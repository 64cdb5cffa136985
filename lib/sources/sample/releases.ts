import { hour, workdayAgo } from '@/lib/sources/sample/calendar';
import { hex } from '@/lib/sources/sample/dice';
import type { SampleHost } from '@/lib/sources/sample/hosts';
import { incidentsBefore } from '@/lib/sources/sample/incidents';
import type { Tool } from '@/lib/sources/sample/server-roles';

/** A revision of what a tool applies, and what it changes on the hosts that it concerns. */
export interface Release {
  tool: Tool;
  at: number;
  /** Full commit id */
  revision: string;
  change: Change | null;
}

export interface Change {
  concerns: (host: SampleHost) => boolean;
  /** A fact that shows it */
  fact: string;
  before: string;
  value: string;
  task: string;
  path: string;
}

/** Where each tool takes its code from; Chef’s policy has no commit. */
export const repositories: Record<Tool, string | null> = {
  ansible: 'meridian/site-config',
  puppet: 'meridian/puppet-control',
  chef: null,
};

const has = (pattern: RegExp) => (host: SampleHost) => pattern.test(host.name);
const linux = (host: SampleHost) => host.role.system !== 'Windows Server 2022';
const app = { fact: 'ehr-app', task: 'ehr_app : Install the application', path: '/opt/ehr/app' };
const tls = { fact: 'tls.min_version', before: '1.1', value: '1.2' };

/** Every release up to the end, oldest first. */
export function releasesBefore(end: number): Release[] {
  const { badCommit, revert } = incidentsBefore(end);
  const imaging = { ...tls, task: 'pacs : Write the listener', path: '/etc/pacs/listener.yml' };
  const ehr = { ...tls, task: 'ehr_app : Write the application settings', path: '/etc/ehr/app.yml' };
  const sshd = {
    fact: 'sshd.MaxAuthTries',
    before: '6',
    value: '4',
    task: 'base : Configure sshd',
    path: '/etc/ssh/sshd_config',
  };
  const clock = {
    fact: 'chrony.pool',
    before: 'pool.ntp.org',
    value: 'ntp.meridian.example.test',
    task: 'base : Configure chrony',
    path: '/etc/chrony/chrony.conf',
  };
  const lab = {
    fact: 'postfix.tls',
    before: 'may',
    value: 'encrypt',
    task: 'Postfix::Config[main.cf]',
    path: '/etc/postfix/main.cf',
  };
  const auditd = {
    fact: 'auditd.space_left',
    before: '75',
    value: '250',
    task: 'File[/etc/audit/auditd.conf]',
    path: '/etc/audit/auditd.conf',
  };
  const releases = [
    release('ansible', '2f60b7d', workdayAgo(end, 210, '10:00'), null),
    release('ansible', 'c02e77a', workdayAgo(end, 81, '09:48'), { ...sshd, concerns: linux }),
    release('ansible', 'a17c3b9', workdayAgo(end, 56, '13:15'), {
      ...app,
      before: '7.3.9',
      value: '7.4.0',
      concerns: has(/-ehr-(app|batch|stg)-/),
    }),
    release('ansible', '88d10f4', workdayAgo(end, 40, '10:22'), { ...clock, concerns: has(/^lks-/) }),
    release('ansible', '5e90ac2', workdayAgo(end, 28, '14:02'), {
      ...app,
      before: '7.4.0',
      value: '7.4.2',
      concerns: has(/-ehr-(app|batch|stg)-/),
    }),
    release('ansible', 'd7b64a9', workdayAgo(end, 15, '11:37'), { ...imaging, concerns: has(/^lks-pacs-\d/) }),
    release('ansible', '9f31c2e', badCommit, null),
    release('ansible', 'e83b0d7', revert, null),
    release('ansible', '4be19d0', end - 26 * hour, { ...ehr, concerns: has(/^(rvs|lks)-ehr-app-/) }),
    release('puppet', '7ac0e15', workdayAgo(end, 190, '09:00'), null),
    release('puppet', 'f4d9b21', workdayAgo(end, 61, '15:20'), { ...lab, concerns: has(/^ngt-lab-/) }),
    release('puppet', '2b8e6c0', workdayAgo(end, 24, '08:55'), { ...auditd, concerns: linux }),
    release('puppet', 'c9917fa', workdayAgo(end, 6, '12:40'), null),
  ];
  return releases.sort((a, b) => a.at - b.at);
}

function release(tool: Tool, short: string, at: number, change: Change | null): Release {
  return { tool, at, revision: short + hex(33, `commit ${short}`), change };
}

/** The revision that a tool applied at a moment; null where it has none. */
export function revisionAt(releases: readonly Release[], tool: Tool, moment: number): string | null {
  return releases.findLast((it) => it.tool === tool && it.at <= moment)?.revision ?? null;
}
