import { writing } from '@/lib/access/transaction';
import type { Viewer } from '@/lib/access/viewer';

/** Ends the session that the request came with. Signing out twice is no error. */
export function signOut(viewer: Viewer): Promise<void> {
  return writing(viewer, 'account', async (tx, record) => {
    await tx.$executeRaw`UPDATE session SET ended_at = clock_timestamp()
      WHERE id_hash = decode(${viewer.session ?? ''}, 'hex') AND ended_at IS NULL`;
    await record({
      action: 'session.ended',
      objectKind: 'user',
      objectId: viewer.id,
      object: viewer.name,
      reason: 'signed out',
    });
  });
}
