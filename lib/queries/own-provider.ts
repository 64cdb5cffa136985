import { findProvider } from '@/lib/access/find-provider';
import { reading } from '@/lib/access/transaction';
import type { Viewer } from '@/lib/access/viewer';

/** The provider that the viewer's session began through; null for a local account, or when it is gone. */
export async function ownProvider(viewer: Viewer): Promise<{ id: string; name: string } | null> {
  const id = await reading(viewer, 'account', async (tx) => {
    const [row] = await tx.$queryRaw<{ id: string }[]>`
      SELECT provider_id AS id FROM provider_session WHERE session_hash = decode(${viewer.session ?? ''}, 'hex')`;
    return row?.id ?? null;
  });
  const provider = id === null ? null : await findProvider(id);
  return provider && { id: provider.id, name: provider.name };
}
