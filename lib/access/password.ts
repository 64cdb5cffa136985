import { randomBytes, scrypt as scryptWithCallback, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { z } from 'zod';
import { AppError } from '@/lib/errors';

const scrypt = promisify<string, Buffer, number, { N: number; r: number; p: number; maxmem: number }, Buffer>(
  scryptWithCallback,
);
const cost = { N: 2 ** 17, r: 8, p: 1 };
/** What is compared when there is no such user, so that the answer takes as long. */
const nobody = `scrypt$${cost.N}$${cost.r}$${cost.p}$${'A'.repeat(22)}$${'A'.repeat(43)}`;

export const Password = z
  .string()
  .min(12, 'must have at least 12 characters')
  .max(256, 'must have at most 256 characters');

/** `scrypt$N$r$p$salt$hash`: the parameters travel with the hash, so that they can rise. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const hash = await derive(password, salt, cost);
  return ['scrypt', cost.N, cost.r, cost.p, salt.toString('base64url'), hash.toString('base64url')].join('$');
}

/** Whether the password is right; `stored` is null for an unknown user, and takes as long. */
export async function checkPassword(password: string, stored: string | null): Promise<boolean> {
  const [, N, r, p, salt = '', hash = ''] = (stored ?? nobody).split('$');
  const parameters = { N: Number(N), r: Number(r), p: Number(p) };
  const found = await derive(password, Buffer.from(salt, 'base64url'), parameters);
  return timingSafeEqual(found, Buffer.from(hash, 'base64url')) && stored !== null;
}

let waiting = 0;
let last: Promise<unknown> = Promise.resolve();

/** One at a time: each takes 128 MiB. AppError `too-many` when 20 wait already. */
function derive(password: string, salt: Buffer, { N, r, p }: typeof cost): Promise<Buffer> {
  if (waiting >= 20) throw new AppError('too-many', 'Too many people are signing in at once', { retryAfter: '10' });
  waiting += 1;
  const turn = last.then(() => scrypt(password.normalize('NFKC'), salt, 32, { N, r, p, maxmem: 256 * 1024 * 1024 }));
  last = turn.then(release, release);
  return turn;
}

function release(): void {
  waiting -= 1;
}
