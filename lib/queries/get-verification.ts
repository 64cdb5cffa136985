import { z } from 'zod';
import { readingLog } from '@/lib/access/reading-evidence';
import type { Viewer } from '@/lib/access/viewer';

export interface Verification {
  id: string;
  askedBy: string;
  askedAt: Date;
  /** Null while it waits for the worker */
  startedAt: Date | null;
  /** Null while it goes on */
  finishedAt: Date | null;
  /** Leaves that are verified, of so many; null before it begins */
  done: number;
  leaves: number | null;
  /** What it found; null before its end, and where it broke off */
  problems: number | null;
  /** The first problem, or why it broke off */
  first: string | null;
  /** Number of the last checkpoint that the log was held against */
  checkpoint: string | null;
}

export const VerificationQuery = z.object({
  of: z
    .union([z.literal('open'), z.string().regex(/^\d{1,18}$/)])
    .default('open')
    .describe('Which one; none: the last'),
});
export type VerificationQuery = z.output<typeof VerificationQuery>;

/** A verification that was asked for, and how far it is: the one that is named, or the last; null where none was. */
export async function getVerification(
  viewer: Viewer,
  { of }: VerificationQuery,
): Promise<{ verification: Verification | null }> {
  return readingLog(viewer, 'audit:read', async (tx) => {
    const [row] = await tx.$queryRaw<Verification[]>`
      SELECT id::text, asked_by AS "askedBy", asked_at AS "askedAt", started_at AS "startedAt", finished_at AS "finishedAt",
        leaves_done::float8 AS done, leaves::float8, problems, first_problem AS first, checkpoint_id::text AS checkpoint
      FROM audit_verification WHERE ${of === 'open'} OR id = ${of === 'open' ? null : of}::bigint ORDER BY id DESC LIMIT 1`;
    return { verification: row ?? null };
  });
}
