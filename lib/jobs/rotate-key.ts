import type { Viewer } from '@/lib/access/viewer';
import { recordAuditKey } from '@/lib/commands/record-audit-key';
import { AppError } from '@/lib/errors';
import { knownKeys } from '@/lib/jobs/make-checkpoint';
import { overlapMs } from '@/lib/jobs/signers';
import type { SigningKeys } from '@/lib/jobs/signing-keys';
import { type NoteKey, parseNoteKey } from '@/lib/merkle/signed-note';

/**
 * Makes the key that will sign the log next: the next checkpoint announces it, both sign for 24 hours, then it alone. AppError
 * `conflict` while a change is under way, unless the key that should sign is lost.
 */
export async function rotateKey(viewer: Viewer, keys: SigningKeys, now: Date): Promise<NoteKey> {
  const known = await knownKeys();
  const latest = known.at(-1);
  const origin = parseNoteKey(known[0]?.publicKey ?? '')?.name;
  if (!latest || !origin) throw new AppError('conflict', 'The log has no key yet: the worker makes the first one');
  const settled =
    known.length === 1 || (latest.announcedAt !== null && now.getTime() >= latest.announcedAt.getTime() + overlapMs);
  if (!settled && keys.privateKey(latest.id))
    throw new AppError('conflict', `The change to key ${latest.id} is still under way: it takes 24 hours`);
  const made = keys.make(origin);
  try {
    await recordAuditKey(viewer, made, latest.id);
  } catch (error) {
    keys.retire(made.id);
    throw error;
  }
  return made;
}
