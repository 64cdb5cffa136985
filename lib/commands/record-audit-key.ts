import { requireSystem } from '@/lib/access/require-system';
import { recording } from '@/lib/access/transaction';
import type { Viewer } from '@/lib/access/viewer';
import { AppError } from '@/lib/errors';
import type { NoteKey } from '@/lib/merkle/signed-note';

/** Makes a public key known, the first (`after` null) or the one that follows `after`. AppError `conflict` when another came before it. */
export async function recordAuditKey(viewer: Viewer, key: NoteKey, after: string | null): Promise<void> {
  requireSystem(viewer);
  await recording(viewer, async (tx, record) => {
    // Not LOCK TABLE: it asks for the right to change what is only added to.
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(72707376)`;
    const [latest] = await tx.$queryRaw<
      { id: string }[]
    >`SELECT id FROM audit_key ORDER BY made_at DESC, id DESC LIMIT 1`;
    if ((latest?.id ?? null) !== after)
      throw new AppError('conflict', 'Another signing key was made meanwhile', { id: latest?.id ?? '' });
    await tx.$executeRaw`INSERT INTO audit_key (id, public_key) VALUES (${key.id}, ${key.text})`;
    await record({
      action: 'audit-key.made',
      objectKind: 'audit-key',
      objectId: key.id,
      object: key.text,
      before: after === null ? null : { key: after },
      after: { key: key.id },
    });
  });
}
