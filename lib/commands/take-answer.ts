import { createHash } from 'node:crypto';
import type { Transaction } from '@/lib/db';

/**
 * Takes the answer of a provider, known by the state of its handshake: true for the first that comes with it. What the
 * handshake left in a browser lives for 15 minutes, so this is remembered for an hour.
 */
export async function takeAnswer(tx: Transaction, state: string, at: Date): Promise<boolean> {
  const hash = Uint8Array.from(createHash('sha256').update(state).digest());
  await tx.$executeRaw`DELETE FROM provider_answer WHERE at < ${at}::timestamptz - interval '1 hour'`;
  const taken = await tx.$executeRaw`INSERT INTO provider_answer (state_hash, at) VALUES (${hash}, ${at}::timestamptz)
    ON CONFLICT DO NOTHING`;
  return taken > 0;
}
