import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Command, optional, UsageError } from '@/bin/command';
import { readEnvironment } from '@/lib/env';
import { notesAt } from '@/lib/jobs/outside-notes';
import { verifyAuditLog } from '@/lib/jobs/verify-audit-log';
import { type NoteKey, parseNoteKey } from '@/lib/merkle/signed-note';
import type { LogReport } from '@/lib/queries/verify-log';

/** As many problems as are told one by one. */
const told = 10;

export const verifyAudit: Command = {
  name: 'audit verify',
  usage: '[--checkpoint FILE] [--key KEY]',
  summary: 'Derive the whole audit log anew and say what was changed',
  help: [
    '--checkpoint FILE  a checkpoint that was kept elsewhere, or a folder of them',
    '--key KEY          the public key to trust, or a file of them; else those of the data folder',
    'Ends with 1 when anything is wrong, and names the first leaf that is.',
  ],
  options: { checkpoint: { type: 'string' }, key: { type: 'string' } },
  run: async (given) => {
    const file = optional(given, 'checkpoint');
    const path = file === undefined ? null : resolve(given.folder, file);
    if (path !== null && !existsSync(path)) throw new UsageError(`--checkpoint ${file} is not there`);
    const key = optional(given, 'key');
    const report = await verifyAuditLog(given.viewer, readEnvironment(), {
      outside: path === null ? [] : notesAt(path),
      ...(key === undefined ? {} : { keys: keysOf(key, given.folder) }),
    });
    const ok = report.problems.length === 0;
    return {
      text: textOf(report),
      json: { ok, first: report.problems[0] ?? null, ...report },
      exitCode: ok && report.unrecorded === null ? 0 : 1,
    };
  },
};

function keysOf(key: string, folder: string): NoteKey[] {
  const path = resolve(folder, key);
  const lines = (existsSync(path) ? readFileSync(path, 'utf8') : key).split('\n').filter(Boolean);
  const keys = lines.flatMap((line) => parseNoteKey(line.trim()) ?? []);
  if (keys.length !== lines.length || keys.length === 0) throw new UsageError(`--key ${key} is no public key of a log`);
  return keys;
}

function textOf({
  leaves,
  waiting,
  checkpoints,
  outside,
  keysFromOutside,
  erasures,
  problems,
  unrecorded,
}: LogReport & { unrecorded: string | null }) {
  const lines = [
    `Leaves: ${leaves}. Checkpoints: ${checkpoints}. Events that wait for their leaf: ${waiting}`,
    outside === 0
      ? 'Held against no checkpoint from outside: a log that was cut or restored as a whole would not be noticed'
      : `Checkpoints kept outside the database that it was held against: ${outside}`,
    ...(keysFromOutside ? [] : ['The keys came from the database itself: give --key to trust another']),
    ...erasures.map(
      ({ events, from, to, eventId, at }) =>
        `Retention: ${events} events of ${from} to ${to} were deleted by event ${eventId} of ${at}; their hashes hold`,
    ),
    ...problems.slice(0, told).map(({ what, index, last, text }) => `${leaf(index, last)}: ${what}. ${text}`),
    ...(problems.length > told ? [`… and ${problems.length - told} more`] : []),
    problems.length === 0
      ? 'Nothing was changed'
      : `The first leaf that is wrong: ${leaf(problems[0]?.index ?? 0, problems[0]?.last ?? 0)}`,
    ...(unrecorded === null ? [] : [`This verification could not be recorded: ${unrecorded}`]),
  ];
  return lines.join('\n');
}

const leaf = (index: number, last: number) => (last > index ? `leaf ${index} to ${last}` : `leaf ${index}`);
