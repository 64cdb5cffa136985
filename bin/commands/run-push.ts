import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Command, optional } from '@/bin/command';
import { ensureSource } from '@/lib/commands/ensure-source';
import { recordReports } from '@/lib/commands/take-delivery';
import { AppError } from '@/lib/errors';
import { readJsonCallback } from '@/lib/sources/ansible/json-callback';

export const pushRun: Command = {
  name: 'run push',
  usage: '[--check] [--source NAME] [FILE]',
  summary: "Record a run from the output of Ansible's json callback",
  help: [
    'FILE         the output; without it, standard input',
    '--check      the run was made with --check: the output does not say so',
    '--source N   the source that the runs stand under: ansible',
  ],
  options: { check: { type: 'boolean' }, source: { type: 'string' } },
  words: 1,
  run: async (given) => {
    const [file] = given.positionals;
    const receivedAt = new Date();
    const output = readFileSync(file === undefined || file === '-' ? 0 : resolve(given.folder, file), 'utf8');
    const read = readJsonCallback(output, { mode: given.values.check ? 'check' : 'enforce', startedAt: receivedAt });
    if (!read.ok) throw new AppError('invalid', read.problem);
    const name = optional(given, 'source') ?? 'ansible';
    const source = { name, provider: 'ansible' as const, config: { name }, intervalSeconds: 0 };
    const sourceId = await ensureSource(given.viewer, source);
    const taken = await recordReports(given.viewer, { sourceId, reports: read.reports, unreadable: [] }, receivedAt);
    const text = read.note ?? `${taken.runs} runs of ${taken.hosts} hosts recorded`;
    return { text, json: { ...taken, note: read.note } };
  },
};
