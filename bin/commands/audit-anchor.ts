import { type Command, required } from '@/bin/command';
import { anchorLog } from '@/lib/commands/anchor-log';
import { readEnvironment } from '@/lib/env';
import { keyFolder } from '@/lib/jobs/keep-audit-log';
import { knownKeys } from '@/lib/jobs/make-checkpoint';
import { SigningKeys } from '@/lib/jobs/signing-keys';
import { parseNoteKey } from '@/lib/merkle/signed-note';

export const anchorAuditLog: Command = {
  name: 'audit anchor',
  usage: '--reason TEXT',
  summary: 'Sign the audit log again after a backup was restored',
  help: [
    '--reason TEXT  why the log is not the one that was signed; it goes into the log',
    'Checkpoints that were carried out before still show that the log was set back.',
  ],
  options: { reason: { type: 'string' } },
  run: async (given) => {
    const reason = required(given, 'reason');
    const keys = new SigningKeys(keyFolder(readEnvironment()));
    const [first] = await knownKeys();
    const origin = parseNoteKey(first?.publicKey ?? '')?.name ?? '';
    const last = keys.lastSigned(origin);
    if (!last)
      return {
        text: 'Nothing was signed here yet: there is nothing to anchor',
        json: { anchored: false },
        exitCode: 1,
      };
    await anchorLog(given.viewer, last, reason);
    keys.forgetLastSigned(origin);
    return {
      text: `The log no longer continues the checkpoint of ${last.size} events; the next one begins anew`,
      json: { anchored: true, size: last.size },
    };
  },
};
