import { createPublicKey, hash, type KeyObject, sign, verify } from 'node:crypto';

/** A public Ed25519 key under a name: what others call a verifier key (C2SP signed-note). */
export interface NoteKey {
  /** Neither white space nor plus signs */
  name: string;
  /** First four bytes of the hash of name and key, in hex: a hint, no proof */
  id: string;
  key: KeyObject;
  /** `name+id+base64` */
  text: string;
}

const ed25519 = Buffer.from([1]);
const name = /^[^\s+\p{Cc}]+$/u;

function keyId(keyName: string, raw: Uint8Array): string {
  return hash('sha256', Buffer.concat([Buffer.from(`${keyName}\n`), ed25519, raw]), 'hex').slice(0, 8);
}

/** The key of a name, public or private given. */
export function noteKey(keyName: string, given: KeyObject): NoteKey {
  if (!name.test(keyName)) throw new RangeError('The name of a key has neither white space nor plus signs');
  const key = given.type === 'private' ? createPublicKey(given) : given;
  const raw = Buffer.from(key.export({ format: 'jwk' }).x ?? '', 'base64url');
  const id = keyId(keyName, raw);
  return { name: keyName, id, key, text: `${keyName}+${id}+${Buffer.concat([ed25519, raw]).toString('base64')}` };
}

/** The key that a text such as `example.com/log+530d903a+Ae…` names; null when it is none or contradicts itself. */
export function parseNoteKey(text: string): NoteKey | null {
  const [, keyName = '', id = '', encoded = ''] = /^([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]{44})$/.exec(text) ?? [];
  const bytes = Buffer.from(encoded, 'base64');
  if (!name.test(keyName) || bytes.length !== 33 || bytes[0] !== 1) return null;
  const x = bytes.subarray(1).toString('base64url');
  const found = noteKey(keyName, createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' }));
  return found.id === id && found.text === text ? found : null;
}

/** Signs a text, which ends with a line feed and has no empty line, under one name with each of the keys. */
export function signNote(text: string, keyName: string, keys: readonly KeyObject[]): string {
  if (!text.endsWith('\n') || text.includes('\n\n') || text.startsWith('\n'))
    throw new RangeError('A note ends with a line feed and has no empty line');
  const lines = keys.map((key) => {
    const { id } = noteKey(keyName, key);
    const signature = Buffer.concat([Buffer.from(id, 'hex'), sign(null, Buffer.from(text), key)]);
    return `\u2014 ${keyName} ${signature.toString('base64')}\n`;
  });
  return `${text}\n${lines.join('')}`;
}

/** A note taken apart; what it says is worth nothing until `signersOf` names a key that one trusts. */
export interface OpenNote {
  /** All that is signed */
  text: string;
  signatures: { name: string; id: string; signature: Buffer }[];
}

/** The parts of a note; null when it is none. */
export function openNote(note: string): OpenNote | null {
  const cut = note.lastIndexOf('\n\n');
  if (cut < 0 || !note.endsWith('\n')) return null;
  const lines = note.slice(cut + 2, -1).split('\n');
  const signatures = lines.map((line) => {
    const [, keyName = '', encoded = ''] = /^\u2014 (\S+) ([A-Za-z0-9+/]+={0,2})$/.exec(line) ?? [];
    const bytes = Buffer.from(encoded, 'base64');
    // The last character has bits to spare: only one way to write them is right.
    const exact = bytes.toString('base64') === encoded ? bytes : Buffer.alloc(0);
    return { name: keyName, id: exact.subarray(0, 4).toString('hex'), signature: exact.subarray(4) };
  });
  if (signatures.length > 100 || signatures.some(({ signature }) => signature.length === 0)) return null;
  return { text: note.slice(0, cut + 1), signatures };
}

/** Which of the keys signed the note; null when one of them is named and its signature is wrong. */
export function signersOf({ text, signatures }: OpenNote, keys: readonly NoteKey[]): NoteKey[] | null {
  const signers: NoteKey[] = [];
  for (const { name: keyName, id, signature } of signatures) {
    const known = keys.find((key) => key.name === keyName && key.id === id);
    if (!known) continue;
    if (signature.length !== 64 || !verify(null, Buffer.from(text), known.key, signature)) return null;
    signers.push(known);
  }
  return signers;
}
