import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeAuditEvent } from '@/lib/access/audit-event';
import { jobViewer } from '@/lib/access/viewer';
import { db, type Transaction } from '@/lib/db';
import { seal } from '@/lib/jobs/seal';
import { SigningKeys } from '@/lib/jobs/signing-keys';
import type { OutsideNote } from '@/lib/queries/verify-checkpoints';
import { verifyLogIn } from '@/lib/queries/verify-log';
import { useTestDatabase } from '@/lib/test-database';
import { reportSuite } from './report-suite';
import { Forger } from './test-forger';
import { inside, throughOutside } from './test-mutations';

useTestDatabase();
const folder = mkdtempSync(join(tmpdir(), 'plumbline-audit-'));
const keys = new SigningKeys(folder);
const job = jobViewer('test', 'test');
const seed = 20261120;
const rounds = 20;
const measured = { mutations: 0, found: 0, firstNamed: 0, unseenFromInside: 0 };
let origin = '';
let size = 0;
/** Leaves that the last outside checkpoint but one holds */
let covered = 0;
/** Every checkpoint, as a witness has them */
const outside: OutsideNote[] = [];

let state = seed;
/** From 0 up to, but not with, `below`. */
function pick(below: number): number {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return Math.floor((state / 2 ** 32) * below);
}

beforeAll(async () => {
  for (let round = 0; round < 6; round += 1) {
    await db().$transaction(async (tx) => {
      for (let i = 0; i < 50; i += 1) {
        const entry = { action: 'user.added', objectKind: 'user', objectId: String(i), object: `user ${i}` };
        await writeAuditEvent(tx, job, { ...entry, before: null, after: { round, i }, reason: 'because' });
      }
    });
    const { checkpoint } = await seal(keys, 'test', { at: new Date(), every: { busyMs: 0, idleMs: 0 } });
    if (checkpoint) outside.push({ name: `witness of ${checkpoint.size}`, note: checkpoint.note });
    [covered, size] = [size, checkpoint?.size ?? size];
  }
  origin = keys.everyPublicKey()[0]?.name ?? '';
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  const pass = measured.found === measured.mutations && measured.mutations >= 500;
  const target = { mutations: 500, found: measured.mutations, firstNamed: measured.mutations };
  reportSuite({ suite: 'audit', pass, measured, target, seed });
});

class Undo extends Error {}

/** What a verification says after a change that is then undone. */
async function after(change: (forger: Forger) => Promise<unknown>, kept: readonly OutsideNote[]) {
  const [key] = keys.everyPublicKey();
  const secret = keys.privateKey(key?.id ?? '');
  if (!key || !secret) throw new Error('The log has a key');
  let report: Awaited<ReturnType<typeof verifyLogIn>> | null = null;
  const work = async (tx: Transaction) => {
    await tx.$executeRaw`SET LOCAL session_replication_role = replica`;
    await change(new Forger(tx, origin, secret));
    report = await verifyLogIn(tx, { keys: [key], outside: kept });
    throw new Undo();
  };
  await db()
    .$transaction(work)
    .catch((error: unknown) => {
      if (!(error instanceof Undo)) throw error;
    });
  if (!report) throw new Error('Nothing was verified');
  return report as Awaited<ReturnType<typeof verifyLogIn>>;
}

const target = () => ({ size, checkpoints: outside.length, lastNote: outside.at(-1)?.note ?? '' });

test('the log that nobody touched is sound', async () => {
  expect(await after(async () => undefined, outside)).toMatchObject({
    problems: [],
    leaves: size,
    outside: outside.length,
  });
});

/** The first leaf that each mutation concerns; those of the whole log or of its end aside. */
const elsewhere = /past the log|sealed today|kept hash|checkpoint/;
const swapped = (name: string, leaf: number) => {
  if (name.startsWith('two leaves')) return Math.min(leaf, (leaf + 1 + (leaf % 30)) % size);
  return name.startsWith('two events') ? Math.max(0, leaf - 1) : leaf;
};

test.each(inside)('%s: found, and the first leaf named', async (name, what, change) => {
  for (let round = 0; round < rounds; round += 1) {
    const leaf = pick(size);
    measured.mutations += 1;
    const [first] = (await after((forger) => change(forger, leaf, target()), [])).problems;
    if (!first) throw new Error(`${name}, leaf ${leaf}: not found`);
    measured.found += 1;
    expect(what, `leaf ${leaf}: ${first.text}`).toContain(first.what);
    const concerned = swapped(name, leaf);
    if (!elsewhere.test(name)) {
      expect(first.index, first.text).toBeLessThanOrEqual(concerned);
      expect(first.last, first.text).toBeGreaterThanOrEqual(concerned);
      if (first.what !== 'rewritten') expect(first.index, first.text).toBe(concerned);
    }
    measured.firstNamed += 1;
  }
});

test.each(throughOutside)(
  '%s: found through a checkpoint from outside, and not without',
  async (name, what, change) => {
    for (let round = 0; round < rounds; round += 1) {
      const leaf = pick(size);
      measured.mutations += 1;
      const [first] = (await after((forger) => change(forger, leaf, target()), outside)).problems;
      if (!first) throw new Error(`${name}, leaf ${leaf}: not found`);
      measured.found += 1;
      expect(what, first.text).toContain(first.what);
      expect(first.last, first.text).toBeGreaterThanOrEqual(leaf);
      // Where the log ends before the last outside checkpoint, what follows the one before that is beyond telling.
      const certain = name.startsWith('an old backup') && leaf >= covered ? size : leaf;
      expect(first.index, first.text).toBeLessThanOrEqual(certain);
      measured.firstNamed += 1;
      if (round === 0) {
        expect((await after((forger) => change(forger, leaf, target()), [])).problems).toEqual([]);
        measured.unseenFromInside += 1;
      }
    }
  },
);
