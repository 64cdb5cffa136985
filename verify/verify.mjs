#!/usr/bin/env node
// Verifies what Plumbline says of its audit log, without Plumbline: one file, plain Node 18 or later, no packages, no network.
// It shares no code with the application, so that a fault there is not repeated here.
import { createHash, createPublicKey, verify } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const usage = `Usage: node verify.mjs <what> --key KEY [--checkpoint FILE]... FILE...

  checkpoint   FILE: a signed note, or a folder of them; several are checked in the order of their times
  proof        FILE: the answer of /api/v1/audit/proof
  consistency  FILE: the answer of /api/v1/audit/consistency
  part         FILE: the answer of /api/v1/audit/part (one JSON a line)

--key KEY         the public key that you trust, or a file with one or more. Get it on another way than the file you check.
--checkpoint FILE a checkpoint that you kept yourself: a proof or part must lead to this one
Ends with 0 when everything holds, with 1 when anything does not, with 2 when it was typed wrongly.
`;

/** Something does not hold. */
class Wrong extends Error {}
/** Typed wrongly. */
class Typed extends Error {}

const sha256 = (...parts) => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};
const leafHash = (payload) => sha256(Buffer.from([0]), Buffer.from(payload, 'utf8'));
const nodeHash = (left, right) => sha256(Buffer.from([1]), left, right);
const half = (n) => Math.floor(n / 2);

function hashOf(text, what) {
  const bytes = Buffer.from(typeof text === 'string' ? text : '', 'base64');
  if (bytes.length !== 32 || bytes.toString('base64') !== text) throw new Wrong(`${what} is no hash in base64`);
  return bytes;
}

const hashesOf = (list) => {
  if (!Array.isArray(list) || list.length > 128) throw new Wrong('the proof is no list of hashes');
  return list.map((text, i) => hashOf(text, `hash ${i + 1} of the proof`));
};

function count(value, what) {
  if (!Number.isSafeInteger(value) || value < 0) throw new Wrong(`${what} is no number of leaves`);
  return value;
}

// --- Proofs: RFC 6962, 2.1, verified as RFC 9162, 2.1.3.2 and 2.1.4.2 say

function rootOfInclusion(leaf, index, size, proof) {
  if (index >= size) throw new Wrong(`a log of ${size} leaves has no leaf ${index}`);
  let [at, last, root] = [index, size - 1, leaf];
  for (const hash of proof) {
    if (last === 0) throw new Wrong('the proof is too long');
    if (at % 2 === 1 || at === last) {
      root = nodeHash(hash, root);
      while (at % 2 === 0 && at !== 0) [at, last] = [half(at), half(last)];
    } else root = nodeHash(root, hash);
    [at, last] = [half(at), half(last)];
  }
  if (last !== 0) throw new Wrong('the proof is too short');
  return root;
}

function requireConsistent(older, newer, proof) {
  const no = (why) => new Wrong(`the log of ${newer.size} does not begin with the log of ${older.size}: ${why}`);
  if (older.size > newer.size) throw no('it is smaller');
  if (older.size === newer.size) {
    if (proof.length > 0 || !older.root.equals(newer.root)) throw no('the roots differ');
    return;
  }
  if (older.size === 0) {
    if (proof.length > 0 || !older.root.equals(sha256())) throw no('an empty log has another root');
    return;
  }
  let [at, last] = [older.size - 1, newer.size - 1];
  while (at % 2 === 1) [at, last] = [half(at), half(last)];
  const [first, ...rest] = at === 0 ? [older.root, ...proof] : proof;
  if (!first) throw no('the proof is too short');
  let [olderRoot, newerRoot] = [first, first];
  for (const hash of rest) {
    if (last === 0) throw no('the proof is too long');
    if (at % 2 === 1 || at === last) {
      olderRoot = nodeHash(hash, olderRoot);
      newerRoot = nodeHash(hash, newerRoot);
      while (at % 2 === 0 && at !== 0) [at, last] = [half(at), half(last)];
    } else newerRoot = nodeHash(newerRoot, hash);
    [at, last] = [half(at), half(last)];
  }
  if (last !== 0) throw no('the proof is too short');
  if (!olderRoot.equals(older.root)) throw no('the proof does not lead to the older root');
  if (!newerRoot.equals(newer.root)) throw no('the proof does not lead to the newer root');
}

// --- Signed notes and checkpoints: C2SP signed-note and tlog-checkpoint, Ed25519

function parseKey(text) {
  const [, name, id, encoded] = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]{44})$/.exec(text) ?? [];
  const bytes = Buffer.from(encoded ?? '', 'base64');
  const hint =
    name &&
    sha256(Buffer.from(`${name}\n`), bytes)
      .toString('hex')
      .slice(0, 8);
  if (!name || bytes.length !== 33 || bytes[0] !== 1 || hint !== id) return null;
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: bytes.subarray(1).toString('base64url') };
  return { name, id, key: createPublicKey({ key: jwk, format: 'jwk' }), text };
}

/** The checkpoint of a note that one of the keys signed. Its `next-key`, if it has one, may sign later ones. */
function openCheckpoint(note, keys, what) {
  const cut = typeof note === 'string' ? note.lastIndexOf('\n\n') : -1;
  if (cut < 0 || !note.endsWith('\n')) throw new Wrong(`${what} is no signed note`);
  const text = note.slice(0, cut + 1);
  const signers = [];
  for (const line of note.slice(cut + 2, -1).split('\n')) {
    const [, name, encoded] = /^\u2014 (\S+) ([A-Za-z0-9+/]+={0,2})$/.exec(line) ?? [];
    if (!name) throw new Wrong(`${what} has a line that is no signature`);
    const bytes = Buffer.from(encoded, 'base64');
    if (bytes.toString('base64') !== encoded)
      throw new Wrong(`${what} has a signature that is not written as it should be`);
    const known = keys.find((key) => key.name === name && key.id === bytes.subarray(0, 4).toString('hex'));
    if (!known) continue;
    if (bytes.length !== 68 || !verify(null, Buffer.from(text), known.key, bytes.subarray(4)))
      throw new Wrong(`${what} has a wrong signature of ${known.id}`);
    signers.push(known);
  }
  const [origin, size, root, ...more] = text.slice(0, -1).split('\n');
  const signer = signers.find(({ name }) => name === origin);
  if (!signer) throw new Wrong(`${what} is signed by no key that you trust`);
  if (!/^(0|[1-9]\d{0,15})$/.test(size ?? '')) throw new Wrong(`${what} does not say how many leaves there are`);
  const said = (word) => more.find((line) => line.startsWith(`${word} `))?.slice(word.length + 1) ?? null;
  const announced = said('next-key');
  const next = announced === null ? null : parseKey(announced);
  if (announced !== null && next?.name !== origin) throw new Wrong(`${what} announces a key that is none of this log`);
  return {
    origin,
    size: count(Number(size), `${what}: its size`),
    root: hashOf(root, `${what}: its root`),
    time: said('time') ?? '',
    next,
    signer,
  };
}

const told = ({ origin, size, root, time, signer }) =>
  `${origin}, ${size} leaves, root ${root.toString('base64')}, ${time || 'no time'}, key ${signer.id}`;

// --- What is checked

const say = (line) => process.stdout.write(`ok    ${line}\n`);

/** The keys that a checkpoint announced are trusted from there on. */
function learn(keys, { next }) {
  if (!next || keys.some(({ text }) => text === next.text)) return;
  keys.push(next);
  say(`the key ${next.id} was announced by a key that you trust: it is trusted from here on`);
}

function checkCheckpoints(files, keys) {
  const found = files.flatMap(notesAt);
  if (found.length === 0) throw new Wrong('there is no checkpoint');
  const timeOf = (note) => /^time (.*)$/m.exec(note)?.[1] ?? '';
  found.sort((one, other) => (timeOf(one.note) < timeOf(other.note) ? -1 : 1));
  let before = null;
  for (const { name, note } of found) {
    const checkpoint = openCheckpoint(note, keys, name);
    say(`${name}: ${told(checkpoint)}`);
    learn(keys, checkpoint);
    if (before?.origin === checkpoint.origin) {
      if (checkpoint.size < before.size)
        throw new Wrong(`${name} has fewer leaves than one before it: the log was cut`);
      if (checkpoint.size === before.size && !checkpoint.root.equals(before.root))
        throw new Wrong(`${name} has another root than one of the same size: there are two histories`);
    } else if (before) throw new Wrong(`${name} is of another log than ${before.origin}`);
    before = checkpoint;
  }
  say(`${found.length} checkpoints, none of them smaller than one before it`);
}

/** The checkpoint that came with a file, and the ones that were kept: where sizes are equal, roots must be. */
function trustedCheckpoint(note, keys, kept) {
  const own = openCheckpoint(note, keys, 'the checkpoint');
  say(`the checkpoint is signed: ${told(own)}`);
  for (const { name, note: other } of kept) {
    const mine = openCheckpoint(other, keys, name);
    if (mine.origin !== own.origin) throw new Wrong(`${name} is of another log: ${mine.origin}`);
    if (mine.size !== own.size)
      throw new Wrong(
        `${name} has ${mine.size} leaves, the checkpoint ${own.size}: ask for a proof to that one, or for their consistency`,
      );
    if (!mine.root.equals(own.root))
      throw new Wrong(`${name} has another root at ${own.size} leaves: there are two histories`);
    say(`${name}, which you kept, says the same`);
  }
  return own;
}

/** What a leaf says; null where its payload was taken away after its time and its hash alone is in the log. */
function checkLeaf({ payload, leafHash: left, leafIndex, proof }, { size, root }) {
  if (typeof payload !== 'string' && left === undefined) throw new Wrong('the payload is no text');
  const index = count(leafIndex, 'the leaf index');
  const hash = typeof payload === 'string' ? leafHash(payload) : hashOf(left, 'the leaf hash');
  const derived = rootOfInclusion(hash, index, size, hashesOf(proof));
  if (!derived.equals(root)) throw new Wrong(`leaf ${index} is not in the log: its proof leads to another root`);
  if (typeof payload !== 'string') return null;
  const said = JSON.parse(payload);
  if (said.leaf !== index) throw new Wrong(`leaf ${index} says that it is leaf ${said.leaf}`);
  return said;
}

const eventText = ({ id, at, actor, action, outcome, objectKind, objectId, object }) =>
  `event ${id}, ${at}: ${actor}, ${action}, ${[objectKind, object ?? objectId].filter(Boolean).join(' ')}, ${outcome}`;

function checkProof(files, keys, kept) {
  for (const file of files) {
    const answer = readJson(file);
    if (typeof answer.payload !== 'string') throw new Wrong('the payload is no text');
    const said = checkLeaf(answer, trustedCheckpoint(answer.checkpoint, keys, kept));
    say(`leaf ${said.leaf} is in the log: ${eventText(said)}`);
  }
}

function checkConsistency(files, keys, kept) {
  for (const file of files) {
    const answer = readJson(file);
    const older = openCheckpoint(answer.from, keys, 'the older checkpoint');
    say(`the older checkpoint is signed: ${told(older)}`);
    learn(keys, older);
    const newer = openCheckpoint(answer.to, keys, 'the newer checkpoint');
    say(`the newer checkpoint is signed: ${told(newer)}`);
    if (older.origin !== newer.origin) throw new Wrong('the checkpoints are of two logs');
    for (const { name, note } of kept) {
      const mine = openCheckpoint(note, keys, name);
      const side = [older, newer].find(({ size, root }) => size === mine.size && root.equals(mine.root));
      if (!side) throw new Wrong(`${name}, which you kept, is neither of the two`);
      say(`${name}, which you kept, is one of the two`);
    }
    requireConsistent(older, newer, hashesOf(answer.proof));
    say(`the log of ${newer.size} leaves begins with the log of ${older.size}: nothing before was changed`);
  }
}

function checkPart(files, keys, kept) {
  for (const file of files) {
    const text = readFileSync(file, 'utf8');
    if (!text.endsWith('\n')) throw new Wrong(`${file} ends in the middle of a line`);
    const [head, ...lines] = text.slice(0, -1).split('\n');
    const { part, from, to, checkpoint: note } = parse(head, `${file}, line 1`);
    if (part !== 1) throw new Wrong(`${file} is no part of a log, or one of a later kind`);
    const checkpoint = trustedCheckpoint(note, keys, kept);
    const expected = count(to, 'the last leaf') - count(from, 'the first leaf') + 1;
    for (const [i, line] of lines.entries()) {
      const leaf = parse(line, `${file}, line ${i + 2}`);
      if (leaf.leafIndex !== from + i) throw new Wrong(`line ${i + 2} is leaf ${leaf.leafIndex}, not ${from + i}`);
      try {
        const said = checkLeaf(leaf, checkpoint);
        say(`leaf ${leaf.leafIndex}: ${said ? eventText(said) : 'was taken away; its hash is in the log'}`);
      } catch (error) {
        throw new Wrong(`line ${i + 2}: ${error.message}`);
      }
    }
    if (lines.length !== expected) throw new Wrong(`${file} has ${lines.length} leaves and should have ${expected}`);
    say(`all ${expected} leaves from ${from} to ${to} are there and in the log`);
  }
}

// --- Files and arguments

function parse(text, what) {
  try {
    const value = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value;
  } catch {
    // said below
  }
  throw new Wrong(`${what} is no JSON`);
}

function readJson(file) {
  const value = parse(readFileSync(file, 'utf8'), file);
  return value.data ?? value;
}

/** The note in a file, or all of those in a folder that a witness keeps. */
function notesAt(path) {
  if (!statSync(path).isDirectory()) return [{ name: path, note: readFileSync(path, 'utf8') }];
  return readdirSync(path, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() || (entry.name.endsWith('.txt') && entry.name !== 'public-keys.txt')
      ? notesAt(join(path, entry.name))
      : [],
  );
}

function keysOf(given) {
  const inFile = statSync(given, { throwIfNoEntry: false })?.isFile();
  const lines = (inFile ? readFileSync(given, 'utf8') : given).split('\n').filter((line) => line.trim() !== '');
  return lines.map((line) => {
    const key = parseKey(line.trim());
    if (!key) throw new Typed(`--key: ${line.trim()} is no public key`);
    return key;
  });
}

const checks = { checkpoint: checkCheckpoints, proof: checkProof, consistency: checkConsistency, part: checkPart };

function main([what, ...rest]) {
  if (!Object.hasOwn(checks, what ?? '')) throw new Typed(what ? `${what} cannot be checked` : 'say what to check');
  const [keys, kept, files] = [[], [], []];
  for (let i = 0; i < rest.length; i += 1) {
    const option = { '--key': keysOf, '--checkpoint': notesAt }[rest[i]];
    if (!option && rest[i].startsWith('-')) throw new Typed(`${rest[i]} is not known`);
    if (!option) files.push(rest[i]);
    else if (rest[i + 1] === undefined) throw new Typed(`${rest[i]} wants something after it`);
    else (rest[i] === '--key' ? keys : kept).push(...option(rest[++i]));
  }
  if (keys.length === 0) throw new Typed('--key is missing: without a key that you trust nothing is proven');
  if (files.length === 0) throw new Typed('no file is named');
  checks[what](files, keys, kept);
}

try {
  main(process.argv.slice(2));
  process.stdout.write('Everything holds.\n');
} catch (error) {
  const typed = error instanceof Typed;
  process.stdout.write(typed ? '' : `WRONG ${error.message}\n`);
  process.stderr.write(typed ? `${error.message}\n\n${usage}` : '');
  process.exitCode = typed ? 2 : 1;
}
