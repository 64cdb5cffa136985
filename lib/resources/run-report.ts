import { z } from 'zod';

const short = z.string().max(500);
const count = z.number().int().min(0).default(0);

/** One event of a run: only what changed, failed, or would have. */
export const RunEvent = z.object({
  task: short,
  action: z.string().max(200).default('').describe('Module: ansible.builtin.template'),
  item: short.nullish().describe('Loop item, as a label'),
  status: z
    .enum(['changed', 'failed', 'unreachable', 'pending', 'ignored', 'rescued', 'unknown'])
    .describe('pending: would change; unknown: check mode could not tell'),
  path: short.nullish().describe('File or object it is about'),
  message: z.string().max(4000).nullish().describe('Redacted'),
  before: z.string().max(4000).nullish().describe('Redacted; only where diffs were asked for'),
  after: z.string().max(4000).nullish(),
});
export type RunEvent = z.infer<typeof RunEvent>;

/** What a tool knows of the host it ran on; all of it optional. */
export const RunHost = z.object({
  name: z.string().min(1).max(255).describe('Name in the inventory'),
  addresses: z.array(z.string().max(64)).max(64).default([]),
  fqdn: z.string().max(255).nullish(),
  instanceId: z.string().max(64).nullish(),
  system: z.string().max(200).nullish(),
  kernel: z.string().max(200).nullish(),
  facts: z.record(z.string().max(100), z.string().max(500)).default({}),
  groups: z.array(z.string().max(200)).max(200).default([]),
  tags: z.record(z.string().max(128), z.string().max(256)).default({}),
});

/** One configuration-management run on one host. */
export const RunReport = z.object({
  tool: z.enum(['ansible', 'puppet', 'chef']),
  host: RunHost,
  mode: z.enum(['enforce', 'check']),
  startedAt: z.iso.datetime({ offset: true }),
  finishedAt: z.iso.datetime({ offset: true }),
  interrupted: z.boolean().default(false).describe('The run was cut before its end'),
  unreachable: z.boolean().default(false),
  ok: count,
  changed: count.describe('Tasks that changed something, or would have in check mode'),
  failed: count,
  skipped: count,
  ignored: count,
  rescued: count,
  corrective: z
    .boolean()
    .nullish()
    .describe('The tool itself says that it undid a change made by hand; null: it cannot tell'),
  revision: z.string().max(64).nullish().describe('Commit of the playbook, full'),
  repository: short.nullish(),
  playbook: short.nullish(),
  controller: short.nullish(),
  actor: short.nullish().describe('User on the controller'),
  tags: short.nullish().describe('--tags, comma-separated'),
  intervalSeconds: z
    .number()
    .int()
    .min(60)
    .max(31 * 86_400)
    .nullish()
    .describe('How often the host is expected to run'),
  events: z.array(RunEvent).max(2000).default([]),
});
export type RunReport = z.infer<typeof RunReport>;
