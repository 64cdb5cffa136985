import { z } from 'zod';
import { boundedJson } from '@/lib/bounded-json';
import { redactText } from '@/lib/redact';
import { RunReport } from '@/lib/resources/run-report';
import { findDocuments, type PullPrefix } from '@/lib/sources/ansible/find-documents';
import { hostFacts } from '@/lib/sources/ansible/host-facts';
import { couldNotTell, type Failure, taskEvents } from '@/lib/sources/ansible/task-events';
import { whyEmpty } from '@/lib/sources/ansible/why-empty';
import { uploadLimits } from '@/lib/upload-limits';

/** What the output itself does not say; whoever submits it must. */
export interface GivenRun {
  mode: 'enforce' | 'check';
  /** Differences were asked for with --diff, and may be kept */
  diff?: boolean;
  /** UTC; where the output holds no times */
  startedAt?: Date;
  controller?: string | null;
  actor?: string | null;
  revision?: string | null;
  repository?: string | null;
  tags?: string | null;
  intervalSeconds?: number | null;
  /** Of the same command: tells why standard output is empty */
  stderr?: string;
  exitCode?: number;
}

export type ReadOutput =
  /** `note`: what to know though it was read, such as that no run took place */
  { ok: true; reports: RunReport[]; note: string | null } | { ok: false; problem: string };

const span = z.object({ start: z.string().optional(), end: z.string().optional() }).optional();
const result = z.record(z.string(), z.unknown());
const total = z.number().int().min(0).default(0);
const Totals = z.object({
  ...{ ok: total, changed: total, failures: total, unreachable: total },
  ...{ skipped: total, rescued: total, ignored: total },
});
const Output = z.object({
  plays: z.array(
    z.object({
      play: z.object({ name: z.string().default(''), path: z.string().optional(), duration: span }),
      tasks: z.array(
        z.object({
          task: z.object({ name: z.string().default(''), duration: span }),
          hosts: z.record(z.string(), result),
        }),
      ),
    }),
  ),
  stats: z.record(z.string(), Totals),
});
type Output = z.infer<typeof Output>;

/** Reads what Ansible's json callback wrote to standard output, whatever stands before and after it. */
export function readJsonCallback(stdout: string, given: GivenRun): ReadOutput {
  const { documents, cutAt, pull } = findDocuments(stdout);
  if (cutAt !== null)
    return { ok: false, problem: `The output is cut: its JSON begins in line ${cutAt} and has no end` };
  if (documents.length === 0 && pull?.unchanged)
    return { ok: true, reports: [], note: 'ansible-pull found nothing new: no run took place, nothing was checked' };
  if (documents.length === 0) return { ok: false, problem: whyEmpty(stdout, given) };
  const reports: RunReport[] = [];
  let note: string | null = null;
  for (const { text, line } of documents) {
    const json = boundedJson(text, { depth: uploadLimits.ownJsonDepth, keys: uploadLimits.ownJsonKeys });
    if ('problem' in json) return { ok: false, problem: `In the JSON that begins in line ${line}: ${json.problem}` };
    const output = Output.safeParse(json.value);
    if (!output.success) {
      const [issue] = output.error.issues;
      const where = issue?.path.join('.') || 'the whole';
      return {
        ok: false,
        problem: `The JSON in line ${line} is not of Ansible's json callback: ${where}: ${issue?.message}`,
      };
    }
    const run = { ...given, mode: pull?.check ? 'check' : given.mode } satisfies GivenRun;
    note ??= run.mode === 'enforce' ? looksChecked(output.data) : null;
    const read = reportsOf(output.data, run, pull);
    if (!Array.isArray(read)) return { ok: false, problem: read.problem };
    reports.push(...read);
  }
  return { ok: true, reports, note };
}

/** The host's results in the order of the run. */
function resultsOf(output: Output, host: string) {
  return output.plays.flatMap(({ tasks }) =>
    tasks.flatMap(({ task, hosts }) => {
      const held = Object.hasOwn(hosts, host) ? hosts[host] : undefined;
      return held ? [{ task, result: held }] : [];
    }),
  );
}

function looksChecked(output: Output): string | null {
  const [host] = Object.keys(output.stats).filter((name) =>
    resultsOf(output, name).some(({ result: one }) => couldNotTell(one)),
  );
  return host ? `On ${host} a command was skipped by check mode: was this a run with --check? Then say so` : null;
}

function reportsOf(output: Output, given: GivenRun, pull: PullPrefix | null): RunReport[] | { problem: string } {
  const reports: RunReport[] = [];
  for (const [name, totals] of Object.entries(output.stats)) {
    const held = resultsOf(output, name);
    const times = timesOf(output, held, given);
    if (!times) return { problem: `The output says no times for ${name}: give the time at which the run began` };
    const failures = failuresOf(held, totals);
    const facts = held.map(({ result: one }) => one).find((one) => /(setup|gather_facts)$/.test(String(one.action)));
    const { nodename, ...about } = hostFacts(facts?.ansible_facts);
    const isLocal = name === 'localhost' || name === '127.0.0.1';
    const report = RunReport.safeParse({
      tool: 'ansible',
      // Every machine that pulls calls itself localhost.
      host: { ...about, name: (isLocal ? (nodename ?? given.controller) : null) ?? name },
      mode: given.mode,
      ...times,
      unreachable: totals.unreachable > 0,
      ...{ ok: totals.ok, changed: totals.changed, failed: totals.failures, skipped: totals.skipped },
      ...{ ignored: totals.ignored, rescued: totals.rescued },
      revision: given.revision ?? pull?.revision,
      repository: withoutCredentials(given.repository ?? pull?.repository),
      playbook: output.plays[0]?.play.path?.replace(/:\d+$/, '').split('/').at(-1),
      controller: given.controller,
      actor: given.actor,
      tags: given.tags,
      intervalSeconds: given.intervalSeconds,
      events: held
        .flatMap(({ task, result: one }) =>
          taskEvents(one, {
            task: task.name,
            mode: given.mode,
            diff: given.diff ?? false,
            failure: failures.get(one) ?? 'failed',
          }),
        )
        .slice(0, 2000),
    });
    if (!report.success) return { problem: `The report of ${name} cannot be made: ${report.error.issues[0]?.message}` };
    reports.push(report.data);
  }
  return reports;
}

type Held = ReturnType<typeof resultsOf>;

/**
 * Which failures were ignored or rescued: only the totals tell, and those that ended the host are its last. Where a host
 * has both, the first are taken for the ignored ones.
 */
function failuresOf(held: Held, totals: z.infer<typeof Totals>): Map<Record<string, unknown>, Failure> {
  const failed = held.filter(({ result: one }) => one.failed === true).map(({ result: one }) => one);
  const forgiven = failed.slice(0, Math.max(0, failed.length - totals.failures));
  return new Map(forgiven.map((one, index) => [one, index < totals.ignored ? 'ignored' : 'rescued']));
}

function timesOf(output: Output, held: Held, given: GivenRun) {
  const spans = [...held.map(({ task }) => task.duration), ...output.plays.map(({ play }) => play.duration)];
  const isTime = (moment: string | undefined): moment is string => !Number.isNaN(Date.parse(moment ?? ''));
  const starts = spans.map((one) => one?.start).filter(isTime);
  const ends = spans.map((one) => one?.end).filter(isTime);
  const own = held.length > 0 ? 0 : starts.length - 1;
  const startedAt = starts[own] ?? given.startedAt?.toISOString();
  if (!startedAt) return null;
  const last = held.length > 0 ? (held.at(-1)?.task.duration?.end ?? ends.at(-1)) : ends.at(-1);
  return { startedAt, finishedAt: isTime(last) ? last : startedAt };
}

function withoutCredentials(repository: string | null | undefined): string | null {
  return repository ? redactText(repository).replace('***@', '') : null;
}
