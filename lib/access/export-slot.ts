import type { Viewer } from '@/lib/access/viewer';
import { db } from '@/lib/db';
import { AppError } from '@/lib/errors';

/** Exports under way at once, over all processes. */
export const atOnce = { perViewer: 2, all: 6 };
/** One that was not heard of for so long has died with its process, or its client reads no more. */
export const heardWithinSeconds = 60;
const hearEveryMs = 10_000;

/** The place of one export among those that are under way. */
export interface ExportSlot {
  /** Says that it goes on; AppError `too-many` where its place was given to another meanwhile */
  hold(): Promise<void>;
  /** Gives the place to the next one; again does nothing */
  release(): Promise<void>;
}

/** Takes a place for an export; AppError `too-many` where the viewer has two under way, or all have six. */
export async function takeExportSlot(viewer: Viewer): Promise<ExportSlot> {
  const holder = `${viewer.kind} ${viewer.id}`;
  const id = await db().$transaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(72707376)`;
    await tx.$executeRaw`DELETE FROM export_slot
      WHERE heard_at < clock_timestamp() - make_interval(secs => ${heardWithinSeconds}::int)`;
    const [made] = await tx.$queryRaw<{ id: string }[]>`
      INSERT INTO export_slot (holder, heard_at) SELECT ${holder}, clock_timestamp()
      WHERE (SELECT count(*) FROM export_slot) < ${atOnce.all}
        AND (SELECT count(*) FROM export_slot WHERE holder = ${holder}) < ${atOnce.perViewer}
      RETURNING id::text`;
    return made?.id;
  });
  if (id === undefined) throw tooMany();
  let heard = performance.now();
  return {
    hold: async () => {
      if (performance.now() - heard < hearEveryMs) return;
      heard = performance.now();
      const held = await db().$executeRaw`UPDATE export_slot SET heard_at = clock_timestamp() WHERE id = ${id}::bigint`;
      if (held === 0) throw tooMany();
    },
    release: async () => {
      await db().$executeRaw`DELETE FROM export_slot WHERE id = ${id}::bigint`;
    },
  };
}

function tooMany(): AppError {
  const words = `Too many exports at once: ${atOnce.perViewer} for one person or token, ${atOnce.all} for all. Wait for one to end`;
  return new AppError('too-many', words, { retryAfter: '30' });
}
