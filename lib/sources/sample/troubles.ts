import { day, daysAgo, hour } from '@/lib/sources/sample/calendar';
import type { SampleHost } from '@/lib/sources/sample/hosts';
import { incidentsBefore } from '@/lib/sources/sample/incidents';

/** A time in which runs of some hosts do not end well. */
export interface Trouble {
  hosts: RegExp;
  from: number;
  to: number;
  kind: 'failed' | 'unreachable';
  task: string;
  action: string;
  path: string | null;
  message: string;
}

/** A time in which hosts do not report; facility: all of them, as their collector is down. */
export interface Silence {
  hosts: RegExp;
  from: number;
  to: number;
}

const forever = Number.POSITIVE_INFINITY;

export function troublesBefore(end: number): Trouble[] {
  const { badCommit, revert } = incidentsBefore(end);
  const template = 'ansible.builtin.template';
  const bundle = 'TLS bundle missing: /etc/ssl/ehr.pem';
  const undefinedVariable = "'ehr_session_store' is undefined. 'ehr_session_store' is undefined";
  return [
    failed(
      /^rvs-ehr-(app|web)-/,
      badCommit,
      revert,
      'ehr_app : Write the session settings',
      template,
      '/etc/ehr/session.yml',
      `AnsibleUndefinedVariable: ${undefinedVariable}`,
    ),
    failed(
      /^rvs-ehr-app-0[37]$/,
      end - 8 * hour,
      forever,
      'ehr_app : Write the application settings',
      template,
      '/etc/ehr/app.yml',
      bundle,
    ),
    failed(
      /^lks-ris-app-05$/,
      end - 50 * hour,
      forever,
      'base : Write the log settings',
      'ansible.builtin.copy',
      '/var/log/ris',
      'No space left on device: /var/log/ris',
    ),
    failed(
      /^ngt-lab-app-11$/,
      end - 26 * hour,
      forever,
      'Puppet::Catalog',
      'catalog',
      null,
      'Could not retrieve catalog from remote server: Error 500 on SERVER: Evaluation Error: Unknown variable: lab_broker',
    ),
    failed(
      /^rvs-bill-db-02$/,
      end - 3 * day,
      forever,
      'windows_service[MSSQLSERVER] action start',
      'windows_service',
      null,
      'Service MSSQLSERVER did not start within 60 s',
    ),
    failed(
      /^rvs-ehr-int-04$/,
      end - 19 * hour,
      forever,
      'patch : Upgrade openssl',
      'ansible.builtin.apt',
      null,
      'Could not get lock /var/lib/dpkg/lock-frontend: held by process 20417 (apt-get)',
    ),
    failed(
      /^ngt-lis-app-0[38]$/,
      end - 31 * hour,
      forever,
      'lis : Restart the interface',
      'ansible.builtin.systemd',
      null,
      'Unable to restart service lis-interface: Job failed, see journalctl -xe',
    ),
    failed(
      /^rvs-ehr-stg-09$/,
      end - 4 * day,
      forever,
      'ehr_app : Migrate the database',
      'ansible.builtin.command',
      null,
      'non-zero return code 1: relation "encounter_note" already exists',
    ),
    {
      ...failed(
        /^lks-view-07$/,
        end - 21 * hour,
        forever,
        'Gathering Facts',
        'ansible.builtin.setup',
        null,
        'Failed to connect to the host via ssh: Connection timed out',
      ),
      kind: 'unreachable',
    },
    failed(
      /^lks-pacs-1[0-4]$/,
      daysAgo(end, 68, '13:00'),
      daysAgo(end, 67, '09:20'),
      'pacs : Mount the archive',
      'ansible.posix.mount',
      '/srv/archive',
      'Error mounting /srv/archive: mount.nfs: Connection refused',
    ),
    failed(
      /^ngt-lab-gw-(0[1-6])$/,
      daysAgo(end, 45, '06:10'),
      daysAgo(end, 45, '19:30'),
      'Package[analyser-gateway]',
      'package',
      null,
      'Could not update: Execution of dnf returned 1: No match for argument: analyser-gateway-4.9',
    ),
    failed(
      /^rvs-rx-app-/,
      daysAgo(end, 38, '22:00'),
      daysAgo(end, 37, '08:10'),
      'rx : Check the certificate',
      'ansible.builtin.assert',
      '/etc/rx/tls.pem',
      'The certificate of rx.meridian.example.test has expired',
    ),
  ];
}

export function silencesBefore(end: number): Silence[] {
  const { collectorDown, collectorUp } = incidentsBefore(end);
  return [
    { hosts: /^ngt-/, from: collectorDown, to: collectorUp },
    { hosts: /^ngt-lab-gw-02$/, from: end - 9 * hour, to: forever },
    { hosts: /^lks-pacs-arch-01$/, from: end - 53 * hour, to: forever },
    { hosts: /^lks-modality-0[12]$/, from: end - 6 * day, to: forever },
    { hosts: /^rvs-print-02$/, from: end - 11 * day, to: forever },
    { hosts: /^ngt-lab-an-0[479]$/, from: end - 34 * hour, to: forever },
    { hosts: /^rvs-ehr-batch-06$/, from: end - 20 * hour, to: forever },
    { hosts: /^lks-rx-app-0[25]$/, from: end - 44 * hour, to: forever },
    { hosts: /^rvs-lab-stg-0[38]$/, from: end - 3 * day, to: forever },
    { hosts: /^rvs-bill-stg-07$/, from: end - 5 * day, to: forever },
    { hosts: /^lks-pacs-19$/, from: daysAgo(end, 64, '04:00'), to: daysAgo(end, 59, '15:00') },
    { hosts: /^rvs-log-03$/, from: daysAgo(end, 46, '10:00'), to: daysAgo(end, 43, '11:00') },
    { hosts: /^lks-(view|ris-app)-1/, from: daysAgo(end, 25, '12:00'), to: daysAgo(end, 24, '09:00') },
  ];
}

/** Whether the runs of a host only check at a moment: a change freeze, or somebody who looks first. */
export function onlyChecks(host: SampleHost, moment: number, end: number): boolean {
  if (/^ngt-rx-app-0[125]$/.test(host.name)) return moment > daysAgo(end, 20, '09:00');
  if (host.name === 'rvs-ehr-app-03') return moment > daysAgo(end, 34, '16:00') && moment < daysAgo(end, 31, '09:00');
  return false;
}

function failed(
  hosts: RegExp,
  from: number,
  to: number,
  task: string,
  action: string,
  path: string | null,
  message: string,
): Trouble {
  return { hosts, from, to, kind: 'failed', task, action, path, message };
}
