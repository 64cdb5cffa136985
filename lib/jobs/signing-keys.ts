import { createPrivateKey, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { type Checkpoint, parseCheckpoint } from '@/lib/merkle/checkpoint';
import { type NoteKey, noteKey, openNote, parseNoteKey } from '@/lib/merkle/signed-note';

/**
 * The files that sign the log, in a folder that only its owner may enter: one private key each, the public keys ever made,
 * and the checkpoint that was signed last. Of the worker and of operators; nothing that the web process runs reads them.
 */
export class SigningKeys {
  constructor(readonly folder: string) {}

  /** A name for a log that no other has: what the organisation is called, and 64 random bits. */
  static newOrigin(organisation: string): string {
    const plain = organisation.normalize('NFKD').replaceAll(/[^\p{L}\p{N}]+/gu, '-');
    return `${plain.replaceAll(/^-|-$/g, '').toLowerCase() || 'plumbline'}/${randomBytes(8).toString('hex')}`;
  }

  /** Makes a key pair under the name of the log and keeps both halves. */
  make(origin: string): NoteKey {
    const { privateKey } = generateKeyPairSync('ed25519');
    const key = noteKey(origin, privateKey);
    mkdirSync(this.folder, { recursive: true, mode: 0o700 });
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' });
    writeFileSync(this.privateFile(key.id), pem, { mode: 0o600, flag: 'wx' });
    appendFileSync(this.file('public', origin), `${key.text}\n`, { mode: 0o644 });
    return key;
  }

  /** The private key; null when its file is not here. */
  privateKey(id: string): KeyObject | null {
    const file = this.privateFile(id);
    return existsSync(file) ? createPrivateKey(readFileSync(file)) : null;
  }

  /** Removes a private key that signs no more, so that nobody signs with it later. */
  retire(id: string): void {
    rmSync(this.privateFile(id), { force: true });
  }

  /** All public keys that were made here, of whichever log. */
  everyPublicKey(): NoteKey[] {
    if (!existsSync(this.folder)) return [];
    const files = readdirSync(this.folder).filter((file) => file.endsWith('.public.txt'));
    const lines = files.flatMap((file) => readFileSync(join(this.folder, file), 'utf8').split('\n'));
    return lines.flatMap((line) => parseNoteKey(line) ?? []);
  }

  /** The checkpoint that was signed last here; null before the first. Throws when the file is no checkpoint of this log. */
  lastSigned(origin: string): Checkpoint | null {
    const file = this.file('last', origin);
    if (!existsSync(file)) return null;
    const found = parseCheckpoint(openNote(readFileSync(file, 'utf8'))?.text ?? '');
    if (found?.origin !== origin) throw new Error(`${file} is no checkpoint of ${origin}: nothing is signed`);
    return found;
  }

  keepLastSigned(origin: string, note: string): void {
    const file = this.file('last', origin);
    writeFileSync(`${file}.new`, note, { mode: 0o600 });
    renameSync(`${file}.new`, file);
  }

  /** Forgets what was signed last: the next checkpoint begins anew. For `audit anchor`, which leaves its event first. */
  forgetLastSigned(origin: string): void {
    rmSync(this.file('last', origin), { force: true });
  }

  private privateFile(id: string): string {
    return join(this.folder, `audit-${id}.pem`);
  }

  private file(what: 'public' | 'last', origin: string): string {
    return join(this.folder, `audit-${origin.split('/').at(-1)}.${what}.txt`);
  }
}
