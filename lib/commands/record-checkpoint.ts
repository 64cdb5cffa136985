import { requireSystem } from '@/lib/access/require-system';
import type { Viewer } from '@/lib/access/viewer';
import { countLeaves, loadTreeEdge, sealLock } from '@/lib/commands/load-tree-edge';
import { db, type Transaction } from '@/lib/db';
import { AppError } from '@/lib/errors';
import { type Checkpoint, checkpointText } from '@/lib/merkle/checkpoint';
import type { NoteKey } from '@/lib/merkle/signed-note';

export interface CheckpointSigning {
  origin: string;
  /** The key that will sign after this one, when a change is near */
  nextKey: NoteKey | null;
  /** Signs the text with the private keys, which only the worker has */
  sign: (text: string) => string;
  /** What was signed last, as it is known outside the database; null for the first */
  last: Checkpoint | null;
}

export interface RecordedCheckpoint extends Checkpoint {
  /** Its number, from 1 */
  id: number;
  note: string;
}

/**
 * Signs the size and root of the log and keeps the note. AppError `conflict`, and nothing is signed, when the log is not what
 * was signed before with more at its end: a key never signs two histories. Leaves no audit event, as `sealEvents`.
 */
export async function recordCheckpoint(viewer: Viewer, signing: CheckpointSigning): Promise<RecordedCheckpoint> {
  requireSystem(viewer);
  return db().$transaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(${sealLock}, 1)`;
    const size = await countLeaves(tx);
    if (signing.last) await requireGrown(tx, size, signing.last);
    const root = (await loadTreeEdge(tx, size)).root();
    const [row] = await tx.$queryRaw<{ id: number; at: Date }[]>`
      SELECT coalesce(max(id), 0)::int + 1 AS id, clock_timestamp()::timestamptz(3) AS at FROM audit_checkpoint`;
    if (!row) throw new Error('The database did not say what time it is');
    const { origin, nextKey } = signing;
    const checkpoint = { origin, size, root, at: row.at, nextKey: nextKey?.text ?? null };
    const note = signing.sign(checkpointText(checkpoint));
    await tx.$executeRaw`INSERT INTO audit_checkpoint (id, at, size, root, next_key, note)
      VALUES (${row.id}, ${row.at}, ${size}, ${root}, ${nextKey?.id ?? null}, ${note})`;
    return { ...checkpoint, id: row.id, note };
  });
}

async function requireGrown(tx: Transaction, size: number, last: Checkpoint): Promise<void> {
  const grown = last.size <= size && Buffer.compare((await loadTreeEdge(tx, last.size)).root(), last.root) === 0;
  if (grown) return;
  throw new AppError(
    'conflict',
    `The audit log is not the one that was signed at ${last.size} events: it was restored or rewritten. See npx plumbline audit verify, then audit anchor`,
    { size: String(size), signed: String(last.size) },
  );
}
