import { createHash } from 'node:crypto';
import { isIPv6 } from 'node:net';
import { db } from '@/lib/db';

const windowMinutes = 15;
const perAccount = 10;
/** A clinic shares one address, so this is wider. */
const perAddress = 50;

/** Counted under a hash: people type passwords into the field for the name. */
function accountKey(email: string): string {
  return createHash('sha256').update(email.trim().toLowerCase()).digest('hex').slice(0, 32);
}

/** One subscriber has a whole /64 of IPv6. */
function addressKey(address: string | null): string {
  if (address === null || !isIPv6(address)) return address ?? 'none';
  const [head = '', tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::');
  const left = head.split(':').filter(Boolean);
  const right = (tail ?? '').split(':').filter(Boolean);
  const groups = tail === undefined ? left : [...left, ...Array(8 - left.length - right.length).fill('0'), ...right];
  return `${groups.slice(0, 4).join(':')}::/64`;
}

/**
 * Counts a try to sign in before it is looked at, so that a hundred at once are not one. Answers the id of the try, or the
 * time from which the next one is taken: 10 failed tries for one account in 15 minutes, 50 for one address.
 */
export async function admitTry(
  email: string,
  address: string | null,
  at: Date,
): Promise<{ id: string; until: null } | { id: null; until: Date }> {
  const account = accountKey(email);
  const from = addressKey(address);
  return db().$transaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(72707374)`;
    const [row] = await tx.$queryRaw<{ until: Date | null }[]>`
      SELECT max(until) AS until FROM (
        (SELECT at + make_interval(mins => ${windowMinutes}) AS until FROM sign_in_try
          WHERE account = ${account} AND NOT succeeded AND at > greatest(${at}::timestamptz - make_interval(mins => ${windowMinutes}),
            (SELECT max(at) FROM sign_in_try WHERE account = ${account} AND succeeded))
          ORDER BY at DESC OFFSET ${perAccount - 1} LIMIT 1)
        UNION ALL
        (SELECT at + make_interval(mins => ${windowMinutes}) FROM sign_in_try
          WHERE address = ${from} AND NOT succeeded AND at > ${at}::timestamptz - make_interval(mins => ${windowMinutes})
          ORDER BY at DESC OFFSET ${perAddress - 1} LIMIT 1)
      ) full_windows`;
    if (row?.until) return { id: null, until: row.until };
    await tx.$executeRaw`DELETE FROM sign_in_try WHERE at < ${at}::timestamptz - interval '1 day'`;
    const [made] = await tx.$queryRaw<{ id: string }[]>`INSERT INTO sign_in_try (account, address, at, succeeded)
      VALUES (${account}, ${from}, ${at}::timestamptz, false) RETURNING id::text`;
    if (!made) throw new Error('A try was not counted');
    return { id: made.id, until: null };
  });
}
