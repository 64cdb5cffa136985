import { reading } from '@/lib/access/transaction';
import type { Viewer } from '@/lib/access/viewer';

/** The local account that signs in with an address, in whatever case; null where there is none. */
export function findLocalUser(viewer: Viewer, email: string): Promise<{ id: string; email: string } | null> {
  return reading(viewer, 'users:read', async (tx) => {
    const [row] = await tx.$queryRaw<{ id: string; email: string }[]>`
      SELECT id::text, email FROM user_account WHERE lower(email) = lower(${email.trim()}) AND issuer IS NULL`;
    return row ?? null;
  });
}
