import { openSecret, type SecretPlace, sealedWith, sealSecret } from '@/lib/access/sealed-secret';
import { dropSecretKeys, secretKeys } from '@/lib/access/secret-keys';
import { writing } from '@/lib/access/transaction';
import type { Viewer } from '@/lib/access/viewer';
import { db, type Transaction } from '@/lib/db';

const batch = 500;

interface Stored {
  place: SecretPlace;
  stored: string;
}

/**
 * Seals with the present key what an earlier version kept in clear, or (`all`) whatever is not sealed with it. What
 * changes meanwhile is sealed with it already. Answers how many were sealed.
 */
export async function resealSecrets(viewer: Viewer, which: 'clear' | 'all'): Promise<number> {
  const present = secretKeys().at(-1)?.id ?? '';
  const right = which === 'all' ? `v1.${present}.%` : 'v1.%';
  let sealed = 0;
  for (let changed = await waiting(right); changed.length > 0; changed = await waiting(right)) {
    const rows = changed.map(({ place, stored }) => ({ ...place, stored, sealed: sealAnew(stored, place) }));
    await writing(viewer, 'users:write', async (tx, record) => {
      sealed += await replace(tx, JSON.stringify(rows));
      const after = { secrets: rows.length, key: present };
      await record({ action: 'secrets.sealed', objectKind: 'key', objectId: present, object: 'stored secrets', after });
    });
  }
  return sealed;
}

/** Forgets the keys that seal nothing any more; the one before the present stays, for what was just being sealed with it. */
export async function dropUnusedKeys(): Promise<void> {
  const rows = await db().$queryRaw<{ key: string }[]>`
    SELECT DISTINCT split_part(stored, '.', 2) AS key FROM (SELECT client_secret AS stored FROM provider
      UNION ALL SELECT totp_secret FROM user_account WHERE totp_secret IS NOT NULL) s`;
  const used = new Set([...rows.map(({ key }) => key), secretKeys().at(-2)?.id]);
  dropSecretKeys((id) => !used.has(id));
}

function sealAnew(stored: string, place: SecretPlace): string {
  return sealSecret(sealedWith(stored) === null ? stored : openSecret(stored, place), place);
}

async function waiting(right: string): Promise<Stored[]> {
  const rows = await db().$queryRaw<(SecretPlace & { stored: string })[]>`
    SELECT 'user_account' AS "table", 'totp_secret' AS "column", id::text AS row, totp_secret AS stored FROM user_account
      WHERE totp_secret IS NOT NULL AND totp_secret NOT LIKE ${right}
    UNION ALL SELECT 'provider', 'client_secret', id, client_secret FROM provider WHERE client_secret NOT LIKE ${right}
    LIMIT ${batch}`;
  return rows.map(({ stored, ...place }) => ({ place, stored }));
}

/** A secret that somebody set meanwhile stays as they set it. */
async function replace(tx: Transaction, rows: string): Promise<number> {
  const factors = await tx.$executeRaw`UPDATE user_account u SET totp_secret = r.sealed
    FROM jsonb_to_recordset(${rows}::jsonb) AS r("table" text, row text, stored text, sealed text)
    WHERE r."table" = 'user_account' AND u.id = r.row::bigint AND u.totp_secret = r.stored`;
  const clients = await tx.$executeRaw`UPDATE provider p SET client_secret = r.sealed
    FROM jsonb_to_recordset(${rows}::jsonb) AS r("table" text, row text, stored text, sealed text)
    WHERE r."table" = 'provider' AND p.id = r.row AND p.client_secret = r.stored`;
  return factors + clients;
}
