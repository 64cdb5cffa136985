import type { Viewer } from '@/lib/access/viewer';
import { recordDelivery } from '@/lib/commands/record-delivery';
import { db } from '@/lib/db';
import { messageOf } from '@/lib/errors';
import type { Carried, Witness } from '@/lib/jobs/witness';
import { log } from '@/lib/log';
import { openNote } from '@/lib/merkle/signed-note';

/** At most so many checkpoints to one witness at a time. */
const atATime = 20;
const longestWaitSeconds = 300;

/** Carries out what each witness has not got yet, in order and from the first that it was offered; one that is ill stops no other. */
export async function carryCheckpoints(
  viewer: Viewer,
  witnesses: readonly Witness[],
  signal: AbortSignal,
): Promise<void> {
  await Promise.all(witnesses.map((witness) => carryTo(viewer, witness, signal)));
}

async function carryTo(viewer: Viewer, witness: Witness, signal: AbortSignal): Promise<void> {
  for (const checkpoint of await nextOf(witness.name)) {
    if (signal.aborted) return;
    const problem = await witness.carry(checkpoint, signal).then(() => null, messageOf);
    await recordDelivery(viewer, {
      witness: witness.name,
      checkpointId: checkpoint.id,
      problem: problem?.slice(0, 500) ?? null,
    });
    if (problem === null) continue;
    log.warn({ witness: witness.name, checkpoint: checkpoint.id, problem }, 'a checkpoint could not be carried out');
    return;
  }
}

/** After the last one delivered; where none was, the one that was tried, or the latest. One that failed waits 10 s, 20 s … 5 min. */
async function nextOf(witness: string): Promise<Carried[]> {
  const rows = await db().$queryRaw<(Omit<Carried, 'origin' | 'publicKeys'> & { waits: boolean })[]>`
    WITH kept AS (SELECT max(checkpoint_id) AS id FROM audit_witness WHERE witness = ${witness} AND delivered_at IS NOT NULL),
      tried AS (SELECT min(checkpoint_id) AS id FROM audit_witness WHERE witness = ${witness} AND delivered_at IS NULL)
    SELECT c.id::int, c.at, c.size::float8, c.note,
      coalesce(w.tried_at > clock_timestamp() - make_interval(secs => least(5 * 2 ^ least(w.tries, 10), ${longestWaitSeconds})), false) AS waits
    FROM audit_checkpoint c LEFT JOIN audit_witness w ON w.witness = ${witness} AND w.checkpoint_id = c.id
    WHERE c.id >= coalesce((SELECT id + 1 FROM kept), (SELECT id FROM tried), (SELECT max(id) FROM audit_checkpoint))
    ORDER BY c.id LIMIT ${atATime}`;
  if (rows.length === 0 || rows[0]?.waits) return [];
  const keys = await db().$queryRaw<{ text: string }[]>`SELECT public_key AS text FROM audit_key ORDER BY made_at, id`;
  const publicKeys = keys.map(({ text }) => text);
  return rows.map(({ waits: _, ...row }) => ({
    ...row,
    origin: openNote(row.note)?.text.split('\n')[0] ?? '',
    publicKeys,
  }));
}
