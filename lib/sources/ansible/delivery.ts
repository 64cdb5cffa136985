import { setImmediate } from 'node:timers/promises';
import { z } from 'zod';
import { boundedJson } from '@/lib/bounded-json';
import { redactText, redactValue } from '@/lib/redact';
import { type RunEvent, RunReport } from '@/lib/resources/run-report';
import type { Unreadable } from '@/lib/sources/source';
import { uploadLimits } from '@/lib/upload-limits';

/** What the Ansible callback sends: the runs of one ansible-playbook, one report for each host. */
export const Delivery = z.object({
  version: z.literal(1),
  deliveryId: z.string().min(1).max(100),
  reports: z.array(z.unknown()).max(20_000),
});

export interface ReadDelivery {
  reports: RunReport[];
  unreadable: Unreadable[];
}

/** Reads a delivery: good reports are kept whatever the others are; those that cannot be read are told with their reason. */
export async function readDelivery(text: string): Promise<ReadDelivery | { problem: string }> {
  const json = boundedJson(text, { depth: uploadLimits.jsonDepth, keys: uploadLimits.jsonKeys });
  if ('problem' in json) return json;
  const delivery = Delivery.safeParse(json.value);
  if (!delivery.success) return { problem: `This is not a delivery: ${reasonOf(delivery.error)}` };
  const read: ReadDelivery = { reports: [], unreadable: [] };
  for (const [index, given] of delivery.data.reports.entries()) {
    // A large delivery must not keep everybody else waiting.
    if (index % 50 === 49) await setImmediate();
    const report = RunReport.safeParse(given);
    if (report.success) read.reports.push(redactReport(report.data));
    else read.unreadable.push(unreadable(given, index, report.error));
  }
  return read;
}

/** The callback hides secrets before they leave; who sends something else may have forgotten to. */
function redactReport(report: RunReport): RunReport {
  const { host } = report;
  return {
    ...report,
    host: { ...host, facts: redactRecord(host.facts), tags: redactRecord(host.tags) },
    repository: report.repository && redactText(report.repository),
    tags: report.tags && redactText(report.tags),
    events: report.events.map(redactEvent),
  };
}

function redactEvent(event: RunEvent): RunEvent {
  const hide = (text: string | null | undefined, limit: number) => text && redactText(text).slice(0, limit);
  return {
    ...event,
    task: redactText(event.task).slice(0, 500),
    item: hide(event.item, 500),
    path: hide(event.path, 500),
    message: hide(event.message, 4000),
    before: hide(event.before, 4000),
    after: hide(event.after, 4000),
  };
}

function redactRecord(record: Record<string, string>): Record<string, string> {
  return redactValue(record) as Record<string, string>;
}

function unreadable(given: unknown, index: number, error: z.ZodError): Unreadable {
  const host = z.object({ host: z.object({ name: z.string() }) }).safeParse(given);
  return {
    externalId: host.success ? host.data.host.name.slice(0, 255) : null,
    reason: `Report ${index + 1}: ${reasonOf(error)}`.slice(0, 500),
    excerpt: (JSON.stringify(redactValue(given)) ?? '').slice(0, 2000),
  };
}

function reasonOf(error: z.ZodError): string {
  const [first] = error.issues;
  const where = first?.path.join('.');
  return `${where ? `${where}: ` : ''}${first?.message ?? 'unreadable'}`.slice(0, 400);
}
