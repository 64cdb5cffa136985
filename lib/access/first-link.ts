import { createHash, randomBytes } from 'node:crypto';
import { db, type Transaction } from '@/lib/db';

const key = 'first-link';

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/**
 * The path of the one-time link that makes the administrator; null when there is a user already. Each call makes a new
 * one and ends the one before; only its hash is kept.
 */
export async function makeFirstLink(): Promise<string | null> {
  const token = randomBytes(24).toString('base64url');
  const made = await db().$executeRaw`INSERT INTO setting (key, value)
    SELECT ${key}, ${hashOf(token)} WHERE NOT EXISTS (SELECT FROM user_account)
    ON CONFLICT (key) DO UPDATE SET value = excluded.value, changed_at = clock_timestamp()`;
  return made === 0 ? null : `/first?token=${token}`;
}

/** Whether the link would still open, for the page that it leads to. */
export async function isFirstLink(token: string): Promise<boolean> {
  const rows = await db().$queryRaw<unknown[]>`SELECT 1 FROM setting
    WHERE key = ${key} AND value = ${hashOf(token)} AND NOT EXISTS (SELECT FROM user_account)`;
  return rows.length > 0;
}

/** Uses the link up: true for one caller alone, however many come at once. */
export async function spendFirstLink(tx: Transaction, token: string): Promise<boolean> {
  const used = await tx.$executeRaw`DELETE FROM setting
    WHERE key = ${key} AND value = ${hashOf(token)} AND NOT EXISTS (SELECT FROM user_account)`;
  return used > 0;
}
