import { generateKeyPairSync } from 'node:crypto';
import { Prisma } from '@/lib/db';
import type { Tampering } from '@/lib/merkle/log-problem';
import { noteKey, openNote, signNote } from '@/lib/merkle/signed-note';
import type { Forger } from './test-forger';

/** The log that is tampered with. */
export interface Target {
  /** Number of leaves; the last checkpoint holds them all */
  size: number;
  checkpoints: number;
  lastNote: string;
}

const eventOf = (leaf: number) => Prisma.sql`(SELECT event_id FROM audit_leaf WHERE leaf_index = ${leaf})`;
const columns = 'actor,actor_id,action,object,object_id,object_kind,before,after,reason,address,request_id'.split(',');

/** What is done, what it may be called, and how it is done to a leaf. */
export type Mutation = [
  name: string,
  what: Tampering[],
  change: (forger: Forger, leaf: number, target: Target) => Promise<unknown>,
];

/** Seen without help from outside. */
export const inside: Mutation[] = [
  [
    'an event is edited',
    ['edited'],
    (forger, leaf) =>
      forger.run(
        Prisma.sql`UPDATE audit_event SET ${Prisma.raw(columns[leaf % columns.length] ?? '')} = 'x' WHERE id = ${eventOf(leaf)}`,
      ),
  ],
  [
    'its result is edited',
    ['edited'],
    (forger, leaf) => forger.run(Prisma.sql`UPDATE audit_event SET outcome = 'refused' WHERE id = ${eventOf(leaf)}`),
  ],
  [
    'one byte of a leaf is edited',
    ['edited', 'reordered', 'inserted', 'deleted', 'back-dated'],
    (forger, leaf) =>
      forger.run(
        Prisma.sql`UPDATE audit_leaf SET payload = overlay(payload placing '~' from ${1 + ((leaf * 7) % 200)}) WHERE leaf_index = ${leaf}`,
      ),
  ],
  [
    'one byte of a leaf hash is edited',
    ['edited'],
    (forger, leaf) =>
      forger.run(
        Prisma.sql`UPDATE audit_leaf SET leaf_hash = set_byte(leaf_hash, ${leaf % 32}, (get_byte(leaf_hash, ${leaf % 32}) + 1) % 256) WHERE leaf_index = ${leaf}`,
      ),
  ],
  [
    'an event and its leaf are edited alike',
    ['rewritten'],
    async (forger, leaf) => {
      await forger.run(Prisma.sql`UPDATE audit_event SET actor = 'Somebody else' WHERE id = ${eventOf(leaf)}`);
      await forger.reseal(leaf);
    },
  ],
  [
    'an event is deleted',
    ['deleted'],
    (forger, leaf) => forger.run(Prisma.sql`DELETE FROM audit_event WHERE id = ${eventOf(leaf)}`),
  ],
  [
    'a leaf is deleted',
    ['deleted', 'tail dropped'],
    (forger, leaf) => forger.run(Prisma.sql`DELETE FROM audit_leaf WHERE leaf_index = ${leaf}`),
  ],
  [
    'an event and its leaf are deleted',
    ['deleted', 'tail dropped'],
    async (forger, leaf) => {
      await forger.run(Prisma.sql`DELETE FROM audit_event WHERE id = ${eventOf(leaf)}`);
      await forger.run(Prisma.sql`DELETE FROM audit_leaf WHERE leaf_index = ${leaf}`);
    },
  ],
  [
    'an event and its leaf are deleted and the others move up',
    ['deleted', 'tail dropped'],
    async (forger, leaf) => {
      await forger.run(Prisma.sql`DELETE FROM audit_event WHERE id = ${eventOf(leaf)}`);
      await forger.run(Prisma.sql`DELETE FROM audit_leaf WHERE leaf_index = ${leaf}`);
      await forger.shift(leaf + 1, -1);
    },
  ],
  ['an event is inserted past the log', ['inserted'], (forger) => forger.addEvent()],
  [
    'an event and a leaf are inserted',
    ['inserted', 'rewritten'],
    async (forger, leaf) => {
      await forger.shift(leaf, 1);
      await forger.addLeaf(leaf, await forger.addEvent());
    },
  ],
  [
    'two leaves change places',
    ['reordered'],
    async (forger, leaf, target) => {
      const other = (leaf + 1 + (leaf % 30)) % target.size;
      await forger.run(Prisma.sql`UPDATE audit_leaf SET leaf_index = -1 WHERE leaf_index = ${leaf}`);
      await forger.run(Prisma.sql`UPDATE audit_leaf SET leaf_index = ${leaf} WHERE leaf_index = ${other}`);
      await forger.run(Prisma.sql`UPDATE audit_leaf SET leaf_index = ${other} WHERE leaf_index = -1`);
    },
  ],
  [
    'two events change places and their leaves say so',
    ['rewritten'],
    async (forger, leaf) => {
      const other = leaf === 0 ? 1 : leaf - 1;
      await forger.run(Prisma.sql`UPDATE audit_leaf SET event_id = -event_id WHERE leaf_index IN (${leaf}, ${other})`);
      await forger.run(Prisma.sql`UPDATE audit_leaf l SET event_id = -o.event_id FROM audit_leaf o
      WHERE l.leaf_index IN (${leaf}, ${other}) AND o.leaf_index = ${leaf + other} - l.leaf_index`);
      await forger.reseal(leaf);
      await forger.reseal(other);
    },
  ],
  [
    'an event is dated back',
    ['back-dated'],
    (forger, leaf) =>
      forger.run(
        Prisma.sql`UPDATE audit_event SET at = at - make_interval(mins => ${1 + leaf}) WHERE id = ${eventOf(leaf)}`,
      ),
  ],
  [
    'an event is dated before Christ',
    ['back-dated'],
    (forger, leaf) =>
      forger.run(
        Prisma.sql`UPDATE audit_event SET at = (to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.MS') || 'Z BC')::timestamptz WHERE id = ${eventOf(leaf)}`,
      ),
  ],
  [
    'an event of yesterday is sealed today',
    ['back-dated'],
    async (forger, _leaf, target) =>
      forger.addLeaf(target.size, await forger.addEvent(new Date(Date.now() - 86_400_000))),
  ],
  ['a kept hash is edited', ['edited'], (forger) => forger.run(Prisma.sql`UPDATE audit_node SET hash = sha256(hash)`)],
  ['a kept hash is deleted', ['deleted'], (forger) => forger.run(Prisma.sql`DELETE FROM audit_node`)],
  [
    'a checkpoint is deleted',
    ['deleted'],
    (forger, leaf, target) =>
      forger.run(Prisma.sql`DELETE FROM audit_checkpoint WHERE id = ${1 + (leaf % (target.checkpoints - 1))}`),
  ],
  [
    'the size of a checkpoint is edited',
    ['edited', 'rewritten'],
    (forger, leaf, target) =>
      forger.run(Prisma.sql`UPDATE audit_checkpoint SET size = size - 1 WHERE id = ${1 + (leaf % target.checkpoints)}`),
  ],
  [
    'the note of a checkpoint is edited',
    ['wrong signature'],
    (forger, leaf, target) =>
      forger.run(
        Prisma.sql`UPDATE audit_checkpoint SET note = replace(note, 'time 20', 'time 21') WHERE id = ${1 + (leaf % target.checkpoints)}`,
      ),
  ],
  [
    'checkpoints are signed with another key',
    ['re-signed'],
    async (forger, _leaf, target) => {
      const { privateKey } = generateKeyPairSync('ed25519');
      const note = signNote(openNote(target.lastNote)?.text ?? '', forger.origin, [privateKey]);
      const forged = noteKey(forger.origin, privateKey);
      await forger.run(Prisma.sql`UPDATE audit_key SET id = ${forged.id}, public_key = ${forged.text}`);
      await forger.run(Prisma.sql`UPDATE audit_checkpoint SET note = ${note} WHERE size = ${target.size}`);
    },
  ],
];

/** By who has the true key: seen through a checkpoint from outside alone. */
export const throughOutside: Mutation[] = [
  [
    'the tail is dropped',
    ['older than the outside checkpoint'],
    async (forger, leaf) => {
      await forger.dropTail(leaf);
      await forger.resign();
    },
  ],
  [
    'an old backup is restored and goes on',
    ['older than the outside checkpoint', 're-signed'],
    async (forger, leaf, target) => {
      await forger.dropTail(leaf);
      await forger.goOn(leaf, target.size + (leaf % 2 ? 2 : -2));
      await forger.resign();
    },
  ],
  [
    'the past is edited and all is signed again',
    ['re-signed'],
    async (forger, leaf) => {
      await forger.run(Prisma.sql`UPDATE audit_event SET actor = 'Somebody else' WHERE id = ${eventOf(leaf)}`);
      await forger.reseal(leaf);
      await forger.resign();
    },
  ],
];
