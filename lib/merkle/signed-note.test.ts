import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { expect, test } from 'vitest';
import { checkpointText, parseCheckpoint } from '@/lib/merkle/checkpoint';
import { noteKey, openNote, parseNoteKey, signersOf, signNote } from '@/lib/merkle/signed-note';

// The examples of golang.org/x/mod/sumdb/note and of C2SP signed-note
const vectors = [
  {
    key: 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW',
    text: "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n",
    line: '\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n',
  },
  {
    key: 'example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k',
    text: 'This is an example message.\n',
    line: '\u2014 example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n',
  },
];

test.each(vectors)('the published note of $key opens', ({ key, text, line }) => {
  const known = parseNoteKey(key);
  const opened = openNote(`${text}\n${line}`);
  expect(known?.text).toBe(key);
  expect(opened?.text).toBe(text);
  expect(opened && known && signersOf(opened, [known])).toEqual([known]);
});

test('the published private key signs the same bytes', () => {
  const seed = Buffer.from('AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz', 'base64').subarray(1);
  const pkcs8 = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]);
  const key = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' });
  const [{ text, line } = { text: '', line: '' }] = vectors;
  expect(signNote(text, 'PeterNeumann', [key])).toBe(`${text}\n${line}`);
});

const { privateKey } = generateKeyPairSync('ed25519');
const other = generateKeyPairSync('ed25519').privateKey;
const log = 'meridian-health/0123456789abcdef';
const checkpoint = {
  origin: log,
  size: 20852163,
  root: Buffer.alloc(32, 7),
  at: new Date('2026-11-20T10:30:00.123Z'),
  nextKey: null,
};

// Many keys, since whether spare bits of the encoding differ is up to the signature.
test.each([...Array(20).keys()])('every byte of a signed checkpoint counts, key %i', () => {
  const { privateKey } = generateKeyPairSync('ed25519');
  const note = Buffer.from(signNote(checkpointText(checkpoint), log, [privateKey]));
  const keys = [noteKey(log, privateKey)];
  for (let i = 0; i < note.length; i += 1) {
    const changed = Buffer.from(note);
    changed[i] = (changed[i] ?? 0) ^ 1;
    const opened = openNote(changed.toString());
    expect(opened && signersOf(opened, keys)?.length, `byte ${i}`).not.toBe(1);
  }
});

test('a key that is not known says nothing, a wrong signature of a known one spoils the note', () => {
  const note = signNote(checkpointText(checkpoint), log, [privateKey, other]);
  const opened = openNote(note);
  if (!opened) throw new Error('A note opens');
  expect(signersOf(opened, [noteKey(log, other)])).toHaveLength(1);
  expect(signersOf(opened, [noteKey(log, privateKey), noteKey(log, other)])).toHaveLength(2);
  expect(signersOf(opened, [])).toEqual([]);
  const [first, second] = opened.signatures;
  if (!first || !second) throw new Error('Both signed');
  const spoiled = { ...opened, signatures: [first, { ...second, signature: first.signature }] };
  expect(signersOf(spoiled, [noteKey(log, privateKey), noteKey(log, other)])).toBeNull();
});

test.each([
  ['no signature', 'text\n'],
  ['no line feed at the end', 'text\n\n\u2014 a AAAAAAAA'],
  ['a hyphen for the dash', 'text\n\n- a AAAAAAAA\n'],
  ['too short a signature', 'text\n\n\u2014 a AAAA\n'],
])('%s is no note', (_, note) => expect(openNote(note)).toBeNull());

test.each([
  'a+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k',
  'example.com/foo+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k',
  'example.com/foo+530d903a+AukyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k',
  'example.com/foo',
  '',
])('%s is no key', (text) => expect(parseNoteKey(text)).toBeNull());

test('a checkpoint is what its text says, and is written in one way', () => {
  const key = noteKey(log, privateKey).text;
  for (const given of [checkpoint, { ...checkpoint, size: 0, nextKey: key }])
    expect(parseCheckpoint(checkpointText(given))).toEqual(given);
  const text = checkpointText(checkpoint);
  for (const wrong of [
    text.replace('20852163', '020852163'),
    `${text}more\n`,
    text.replace('Z\n', '\n'),
    '',
    text.slice(1),
  ])
    expect(parseCheckpoint(wrong)?.origin === log && checkpointText(checkpoint) === wrong).toBe(false);
  expect(() => checkpointText({ ...checkpoint, origin: 'two\nlines' })).toThrow(RangeError);
});
