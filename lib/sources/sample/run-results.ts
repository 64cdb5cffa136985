import type { RunEvent } from '@/lib/resources/run-report';
import type { FactStep } from '@/lib/sources/sample/facts';
import type { SampleHost } from '@/lib/sources/sample/hosts';
import type { Chance } from '@/lib/sources/sample/routine-events';
import type { Tool } from '@/lib/sources/sample/server-roles';
import type { Trouble } from '@/lib/sources/sample/troubles';

/** What one run of one host comes to. */
export interface RunResult {
  changed: number;
  failed: number;
  /** It undid what a hand had done */
  corrective: boolean;
  /** It applied a commit; patches and refreshes are not taken from the repository */
  fromCode: boolean;
  playbook: string;
  events: RunEvent[];
}

/** What bears on a run: a trouble, what is due by releases and patches, the dice, and whether it only checks. */
export interface RunInfluence {
  trouble: Trouble | undefined;
  due: readonly FactStep[];
  chance: Chance;
  check: boolean;
}

const quiet: RunResult = {
  changed: 0,
  failed: 0,
  corrective: false,
  fromCode: true,
  playbook: 'site.yml',
  events: [],
};

export function resultOf(host: SampleHost, tool: Tool, { trouble, due, chance, check }: RunInfluence): RunResult {
  if (trouble) {
    const { kind, task, action, path, message } = trouble;
    return { ...quiet, failed: kind === 'failed' ? 1 : 0, events: [{ task, action, status: kind, path, message }] };
  }
  if (check) {
    const events = host.role.team === 'Pharmacy' ? pharmacyPending : sshdPending;
    return { ...quiet, changed: events.length, events };
  }
  if (due.length > 0) {
    const patches = due.every(({ by }) => by === 'patches');
    return {
      ...quiet,
      changed: due.length,
      corrective: due.some(({ by }) => by === 'correction'),
      fromCode: !patches,
      playbook: patches ? 'patch.yml' : 'site.yml',
      events: due.map((step) => eventOf(tool, step)),
    };
  }
  if (chance === 'unreachable') return { ...quiet, events: [timedOut] };
  if (chance === null || chance === 'interrupted') return quiet;
  const { kind, events } = chance;
  if (kind === 'hiccup') return { ...quiet, failed: 1, events };
  const refresh = kind === 'churn' && tool === 'ansible';
  return {
    ...quiet,
    changed: events.length,
    corrective: kind === 'correction',
    fromCode: !refresh,
    playbook: refresh ? 'study-index.yml' : 'site.yml',
    events,
  };
}

const timedOut: RunEvent = {
  task: 'Gathering Facts',
  action: 'ansible.builtin.setup',
  status: 'unreachable',
  message: 'Failed to connect to the host via ssh: Connection timed out',
};

/** What the pharmacy’s change freeze holds back. */
const pharmacyPending: RunEvent[] = [
  wouldWrite(
    'rx : Write the application settings',
    '/etc/rx/app.yml',
    'tls.min_version: "1.1"',
    'tls.min_version: "1.2"',
  ),
  wouldWrite('rx : Write the robot settings', '/etc/rx/robot.yml', 'port: 8443', 'port: 8444'),
  wouldWrite(
    'base : Configure chrony',
    '/etc/chrony/chrony.conf',
    'pool pool.ntp.org iburst',
    'pool ntp.meridian.example.test iburst',
  ),
  { task: 'rx : Restart the application', action: 'ansible.builtin.systemd', status: 'pending', path: 'rx.service' },
];

/** What a check run finds where somebody let root in by hand. */
const sshdPending: RunEvent[] = [
  wouldWrite('base : Configure sshd', '/etc/ssh/sshd_config', 'PermitRootLogin yes', 'PermitRootLogin no'),
];

function wouldWrite(task: string, path: string, before: string, after: string): RunEvent {
  return {
    task,
    action: 'ansible.builtin.template',
    status: 'pending',
    path,
    before: `${before}\n`,
    after: `${after}\n`,
  };
}

const actions: Record<Tool, { patch: string; write: string }> = {
  ansible: { patch: 'ansible.builtin.package', write: 'ansible.builtin.template' },
  puppet: { patch: 'package', write: 'file' },
  chef: { patch: 'windows_update', write: 'template' },
};

function eventOf(tool: Tool, { fact, before, value, by, task, path }: FactStep): RunEvent {
  return {
    task,
    action: by === 'patches' ? actions[tool].patch : actions[tool].write,
    status: 'changed',
    path,
    before: before === null ? null : `${fact}: ${before}\n`,
    after: `${fact}: ${value}\n`,
  };
}
