import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { readEnvironment } from '@/lib/env';
import { AppError } from '@/lib/errors';

export interface SecretKey {
  /** First 8 hexadecimal digits of the key's SHA-256: names it and tells nothing */
  id: string;
  /** 32 bytes */
  bytes: Buffer;
}

/**
 * The keys of what the web process must be able to open at a sign-in: client secrets and second factors. The last one
 * seals. They come from PLUMBLINE_SECRET_KEYS, else from a file of the data folder that only its owner reads, made at
 * first use. Read anew each time, so that a rotation needs no restart.
 */
export function secretKeys(): SecretKey[] {
  const given = readEnvironment().PLUMBLINE_SECRET_KEYS;
  const lines = given?.split(',') ?? readKeyFile();
  return lines.map((line) => {
    const bytes = Buffer.from(line, 'base64url');
    if (bytes.length !== 32) throw new Error('A key of PLUMBLINE_SECRET_KEYS or secret.keys is not of 32 bytes');
    return { id: createHash('sha256').update(bytes).digest('hex').slice(0, 8), bytes };
  });
}

/** Adds a key that seals from now on. AppError `conflict` where the environment holds the keys: its keeper adds one there. */
export function addSecretKey(): void {
  if (readEnvironment().PLUMBLINE_SECRET_KEYS)
    throw new AppError('conflict', 'The keys stand in PLUMBLINE_SECRET_KEYS: add one at its end there');
  replaceKeyFile([...readKeyFile(), randomBytes(32).toString('base64url')]);
}

/** Forgets keys that nothing is sealed with any more; the last one stays. Without effect on keys of the environment. */
export function dropSecretKeys(unused: (id: string) => boolean): void {
  if (readEnvironment().PLUMBLINE_SECRET_KEYS) return;
  const lines = readKeyFile();
  const ids = secretKeys().map(({ id }) => id);
  replaceKeyFile(lines.filter((_line, i) => i === lines.length - 1 || !unused(ids[i] ?? '')));
}

function keyFile(): string {
  return resolve(join(readEnvironment().PLUMBLINE_DATA_DIR, 'secret.keys'));
}

function readKeyFile(): string[] {
  const file = keyFile();
  if (!existsSync(file)) makeKeyFile(file);
  return readFileSync(file, 'utf8').trim().split('\n');
}

/** Whoever comes second takes the file of the first. */
function makeKeyFile(file: string): void {
  mkdirSync(dirname(file), { recursive: true });
  try {
    writeFileSync(file, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

function replaceKeyFile(lines: readonly string[]): void {
  const file = keyFile();
  writeFileSync(`${file}.new`, `${lines.join('\n')}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}
