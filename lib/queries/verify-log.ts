import { requirePermission, type Viewer } from '@/lib/access/viewer';
import { db, Prisma, type Transaction } from '@/lib/db';
import type { Erasure } from '@/lib/merkle/erasure';
import { inLogOrder, type LogProblem } from '@/lib/merkle/log-problem';
import type { ExpectedRoot } from '@/lib/merkle/log-walk';
import type { NoteKey } from '@/lib/merkle/signed-note';
import { type OutsideNote, verifyCheckpoints, verifyOutside } from '@/lib/queries/verify-checkpoints';
import { verifyLeaves } from '@/lib/queries/verify-leaves';
import { verifyQueue } from '@/lib/queries/verify-queue';

const longestMs = 6 * 3600_000;

export interface VerifyWith {
  /** Keys that are trusted from the beginning; none: the first one in the database, which then vouches for itself */
  keys: readonly NoteKey[];
  /** Checkpoints that were kept outside the database */
  outside: readonly OutsideNote[];
  /** Hears how many leaves are verified */
  walked?: (leaves: number) => Promise<void>;
}

export interface LogReport {
  /** Events with a leaf, and events that wait for one */
  leaves: number;
  waiting: number;
  checkpoints: number;
  outside: number;
  /** Trusted keys came from outside the database */
  keysFromOutside: boolean;
  /** What retention took away, by which events */
  erasures: Erasure[];
  /** In the order of the log; empty when all is well */
  problems: LogProblem[];
}

/**
 * Derives the whole audit log anew from the rows of its events: payloads, leaf hashes, tree, checkpoints, signatures, and holds it
 * against checkpoints kept outside. One consistent snapshot, read in pages. Changes nothing and leaves no event: see recordVerification.
 */
export async function verifyLog(viewer: Viewer, given: VerifyWith): Promise<LogReport> {
  requirePermission(viewer, 'audit:read');
  return db().$transaction((tx) => verifyLogIn(tx, given), {
    isolationLevel: Prisma.TransactionIsolationLevel.RepeatableRead,
    timeout: longestMs,
  });
}

/** `verifyLog` within a transaction that is open. */
export async function verifyLogIn(tx: Transaction, { keys, outside, walked: heard }: VerifyWith): Promise<LogReport> {
  const signed = await verifyCheckpoints(tx, keys);
  const kept = verifyOutside(outside, signed.keys, signed.origin);
  const expected = new Map<number, ExpectedRoot[]>();
  for (const root of kept.roots) expected.set(root.size, [...(expected.get(root.size) ?? []), root]);
  const walked = await verifyLeaves(tx, expected, heard);
  const queue = await verifyQueue(tx, walked.leaves);
  const beyond = [...signed.beyond(walked.leaves), ...kept.beyond(walked.leaves)];
  const problems = [...signed.problems, ...kept.problems, ...walked.problems, ...queue.problems, ...beyond];
  return {
    leaves: walked.leaves,
    waiting: queue.waiting,
    checkpoints: signed.count,
    outside: kept.roots.length,
    keysFromOutside: keys.length > 0,
    erasures: walked.erasures,
    problems: problems.sort(inLogOrder),
  };
}
