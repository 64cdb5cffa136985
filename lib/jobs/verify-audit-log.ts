import type { Viewer } from '@/lib/access/viewer';
import { recordVerification } from '@/lib/commands/record-verification';
import type { Environment } from '@/lib/env';
import { messageOf } from '@/lib/errors';
import { keyFolder } from '@/lib/jobs/keep-audit-log';
import { knownKeys } from '@/lib/jobs/make-checkpoint';
import { notesOfLog } from '@/lib/jobs/outside-notes';
import { SigningKeys } from '@/lib/jobs/signing-keys';
import { witnessFolder } from '@/lib/jobs/witnesses';
import { type NoteKey, parseNoteKey } from '@/lib/merkle/signed-note';
import type { OutsideNote } from '@/lib/queries/verify-checkpoints';
import { type LogReport, verifyLog } from '@/lib/queries/verify-log';

/**
 * Verifies the audit log with all that is known outside the database on this machine: the public keys of the data folder (or
 * `keys`), the checkpoints of the witness folder, and `outside`. Leaves an event; `unrecorded` says why where that could not be.
 */
export async function verifyAuditLog(
  viewer: Viewer,
  environment: Environment,
  given: {
    keys?: readonly NoteKey[];
    outside?: readonly OutsideNote[];
    walked?: (leaves: number) => Promise<void>;
  } = {},
): Promise<LogReport & { unrecorded: string | null }> {
  const [first] = await knownKeys();
  const origin = parseNoteKey(first?.publicKey ?? '')?.name;
  const here = new SigningKeys(keyFolder(environment));
  const witnessed = origin ? notesOfLog(witnessFolder(environment), origin, here.anchoredAt(origin)) : [];
  const report = await verifyLog(viewer, {
    keys: given.keys ?? here.everyPublicKey(),
    outside: [...witnessed, ...(given.outside ?? [])],
    ...(given.walked ? { walked: given.walked } : {}),
  });
  const unrecorded = await recordVerification(viewer, report).then(() => null, messageOf);
  return { ...report, unrecorded };
}
