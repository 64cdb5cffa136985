import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { boxKeyId, publicText } from '@/lib/access/worker-box';
import { readEnvironment } from '@/lib/env';

/** The worker's private keys, one file each, in the folder of the audit log's: nothing that the web process runs reads them. */
export const boxKeys = {
  /** Makes a key and gives its public half. */
  make(): string {
    const { privateKey } = generateKeyPairSync('x25519');
    const half = publicText(privateKey);
    mkdirSync(folder(), { recursive: true, mode: 0o700 });
    writeFileSync(fileOf(boxKeyId(half)), privateKey.export({ type: 'pkcs8', format: 'pem' }), {
      mode: 0o600,
      flag: 'wx',
    });
    return half;
  },

  /** The private key of that id; null when its file is not here. */
  privateKey(id: string): KeyObject | null {
    const file = fileOf(id);
    return /^[0-9a-f]{8}$/.test(id) && existsSync(file) ? createPrivateKey(readFileSync(file)) : null;
  },

  /** Removes all keys but these. */
  keepOnly(ids: readonly string[]): void {
    for (const file of readdirSync(folder()))
      if (/^box-[0-9a-f]{8}\.pem$/.test(file) && !ids.includes(file.slice(4, 12))) rmSync(join(folder(), file));
  },
};

function folder(): string {
  return resolve(join(readEnvironment().PLUMBLINE_DATA_DIR, 'keys'));
}

function fileOf(id: string): string {
  return join(folder(), `box-${id}.pem`);
}
