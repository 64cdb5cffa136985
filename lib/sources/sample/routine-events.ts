import type { RunEvent } from '@/lib/resources/run-report';
import { dice, oneOf } from '@/lib/sources/sample/dice';
import type { SampleHost } from '@/lib/sources/sample/hosts';
import type { Tool } from '@/lib/sources/sample/server-roles';

/** What a run undid: somebody had changed it by hand. */
const corrections: Record<Tool, [Partial<RunEvent> & { task: string }, ...(Partial<RunEvent> & { task: string })[]]> = {
  ansible: [
    {
      task: 'base : Configure sshd',
      action: 'ansible.builtin.template',
      path: '/etc/ssh/sshd_config',
      before: 'PermitRootLogin yes\n',
      after: 'PermitRootLogin no\n',
    },
    {
      task: 'base : Configure sysctl',
      action: 'ansible.posix.sysctl',
      path: '/etc/sysctl.d/60-base.conf',
      before: 'net.ipv4.ip_forward = 1\n',
      after: 'net.ipv4.ip_forward = 0\n',
    },
    {
      task: 'base : Keep the log shipper running',
      action: 'ansible.builtin.systemd',
      path: 'filebeat.service',
      before: 'state: stopped\n',
      after: 'state: started\n',
    },
    {
      task: 'base : Configure sudo',
      action: 'ansible.builtin.template',
      path: '/etc/sudoers.d/operators',
      before: '%operators ALL=(ALL) NOPASSWD: ALL\n',
      after: '%operators ALL=(ALL) ALL\n',
    },
  ],
  puppet: [
    {
      task: 'File[/etc/ssh/sshd_config]',
      action: 'file',
      path: '/etc/ssh/sshd_config',
      before: 'PasswordAuthentication yes\n',
      after: 'PasswordAuthentication no\n',
    },
    { task: 'Service[firewalld]', action: 'service', path: 'firewalld', before: 'stopped\n', after: 'running\n' },
    {
      task: 'File[/etc/lab/gateway.conf]',
      action: 'file',
      path: '/etc/lab/gateway.conf',
      before: 'tls = off\n',
      after: 'tls = on\n',
    },
  ],
  chef: [
    {
      task: 'registry_key[HKLM\\SYSTEM\\CurrentControlSet\\Control\\Lsa]',
      action: 'registry_key',
      path: 'LmCompatibilityLevel',
      before: '3\n',
      after: '5\n',
    },
    {
      task: 'windows_service[W32Time]',
      action: 'windows_service',
      path: 'W32Time',
      before: 'stopped\n',
      after: 'running\n',
    },
  ],
};

/** What changes again and again without anybody’s doing. */
const churn: Record<Tool, [Partial<RunEvent> & { task: string }, ...(Partial<RunEvent> & { task: string })[]]> = {
  ansible: [
    { task: 'study_index : Refresh the index', action: 'ansible.builtin.command', path: '/var/lib/pacs/index' },
    { task: 'study_index : Rotate the cache', action: 'ansible.builtin.file', path: '/var/cache/pacs' },
  ],
  puppet: [{ task: 'Exec[refresh-analyser-list]', action: 'exec', path: '/var/lib/lab/analysers' }],
  chef: [
    { task: 'windows_defender[signatures]', action: 'windows_defender', path: 'signatures' },
    { task: 'powershell_script[billing calendar]', action: 'powershell_script', path: 'C:\\Billing\\calendar.json' },
  ],
};

/** Troubles that pass by themselves before the next run. */
const hiccups: Record<Tool, [[task: string, message: string], ...[task: string, message: string][]]> = {
  ansible: [
    ['base : Refresh the package index', 'Failed to refresh the package index: 503 Service Unavailable'],
    ['base : Fetch the certificate', 'Request failed: <urlopen error timed out>'],
    ['base : Wait for the time service', 'Timeout when waiting for chronyd'],
  ],
  puppet: [
    ['Puppet::Catalog', 'Could not retrieve catalog from remote server: Connection to puppet-01 timed out'],
    ['Exec[refresh-analyser-list]', 'Could not evaluate: Command exceeded timeout of 300 s'],
  ],
  chef: [
    ['chef_client', 'Net::ReadTimeout: Net::ReadTimeout with #<TCPSocket:(closed)>'],
    ['windows_package[billing client]', 'Mixlib::ShellOut::CommandTimeout: Command timed out after 600 s'],
  ],
};

/** What an ordinary run brings that no release explains; null for most. */
export type Chance =
  | { kind: 'correction' | 'churn' | 'hiccup'; events: RunEvent[] }
  | 'unreachable'
  | 'interrupted'
  | null;

/** The dice of one run of one host. */
export function chanceOf(host: SampleHost, tool: Tool, slot: number): Chance {
  const words = `run ${host.name} ${slot}`;
  const throwOf = dice(words);
  if (throwOf < 0.0011) {
    const [task, message] = oneOf(hiccups[tool], `hiccup ${words}`);
    return { kind: 'hiccup', events: [{ task, action: '', status: 'failed', message }] };
  }
  if (throwOf < 0.0016) return 'unreachable';
  if (throwOf < 0.0018) return 'interrupted';
  if (throwOf < 0.0052) {
    const event = oneOf(corrections[tool], `correction ${words}`);
    return { kind: 'correction', events: [{ action: '', ...event, status: 'changed' }] };
  }
  if (throwOf > 1 - churnOf(host, tool)) {
    const event = oneOf(churn[tool], `churn ${words}`);
    return { kind: 'churn', events: [{ action: '', ...event, status: 'changed' }] };
  }
  return null;
}

function churnOf(host: SampleHost, tool: Tool): number {
  if (tool === 'chef') return 0.16;
  if (tool === 'puppet') return 0;
  return host.role.team === 'Imaging' ? 0.09 : 0;
}
