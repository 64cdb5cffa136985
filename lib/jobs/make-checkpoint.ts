import type { Viewer } from '@/lib/access/viewer';
import { recordAuditKey } from '@/lib/commands/record-audit-key';
import { type RecordedCheckpoint, recordCheckpoint } from '@/lib/commands/record-checkpoint';
import { db } from '@/lib/db';
import { type KnownKey, signersAt } from '@/lib/jobs/signers';
import { SigningKeys } from '@/lib/jobs/signing-keys';
import { parseNoteKey, signNote } from '@/lib/merkle/signed-note';

/** Milliseconds between checkpoints: while events come, and when none do. */
export const pace = { busyMs: 30_000, idleMs: 3600_000 };

/** While an event waits longer than this, the sequencer is behind: what it will still seal is older than a checkpoint of now. */
const behindSeconds = 300;

interface Key extends KnownKey {
  publicKey: string;
}

/** The keys of the log, in the order in which they were made. */
export async function knownKeys(): Promise<Key[]> {
  return db().$queryRaw<Key[]>`
    SELECT k.id, k.public_key AS "publicKey",
      (SELECT c.at FROM audit_checkpoint c WHERE c.next_key = k.id ORDER BY c.id LIMIT 1) AS "announcedAt"
    FROM audit_key k ORDER BY k.made_at, k.id`;
}

/**
 * Signs a checkpoint when one is due: 30 seconds after the last while events come, an hour after it when none do. Null when
 * none is due. Makes the first key where the log has none. Throws where the key that should sign is not here.
 */
export async function makeCheckpoint(
  viewer: Viewer,
  keys: SigningKeys,
  organisation: string,
  { busyMs, idleMs } = pace,
): Promise<RecordedCheckpoint | null> {
  const known = await knownKeys();
  if (known.length === 0) {
    await makeFirstKey(viewer, keys, organisation);
    return null;
  }
  const state = await stateOfLog();
  const due = state.idleFor === null || state.idleFor >= idleMs || (state.grown && state.idleFor >= busyMs);
  if (!due || state.behind) return null;
  const { sign, announce } = signersAt(known, state.now);
  const hands = [...sign, known.at(-1)?.id ?? ''].map((id) => ({ id, key: keys.privateKey(id) }));
  const present = hands.slice(0, sign.length).filter(({ key }) => key !== null);
  const able = (present.length > 0 ? present : hands).flatMap(({ key }) => key ?? []);
  const [first] = known;
  const origin = parseNoteKey(first?.publicKey ?? '')?.name;
  if (!origin) throw new Error('The first key of the audit log is no key');
  if (able.length === 0)
    throw new Error(
      `No checkpoint of the audit log is signed: the key ${sign.join(' or ')} is not in ${keys.folder}. See npx plumbline audit rotate-key`,
    );
  const made = await recordCheckpoint(viewer, {
    origin,
    nextKey: announce ? parseNoteKey(known.find(({ id }) => id === announce)?.publicKey ?? '') : null,
    sign: (text) => signNote(text, origin, able),
    last: keys.lastSigned(origin),
  });
  keys.keepLastSigned(origin, made.note);
  // Once the new key alone has signed, the old one is of use to forgers only.
  if (announce === null) for (const { id } of known.slice(0, -1)) keys.retire(id);
  return made;
}

async function makeFirstKey(viewer: Viewer, keys: SigningKeys, organisation: string): Promise<void> {
  const made = keys.make(SigningKeys.newOrigin(organisation));
  try {
    await recordAuditKey(viewer, made, null);
  } catch (error) {
    keys.retire(made.id);
    throw error;
  }
}

interface LogState {
  now: Date;
  /** Milliseconds since the last checkpoint; null before the first */
  idleFor: number | null;
  grown: boolean;
  behind: boolean;
}

async function stateOfLog(): Promise<LogState> {
  const [row] = await db().$queryRaw<LogState[]>`
    WITH last AS (SELECT at, size FROM audit_checkpoint ORDER BY id DESC LIMIT 1)
    SELECT clock_timestamp() AS now, (SELECT extract(epoch FROM clock_timestamp() - at)::float8 * 1000 FROM last) AS "idleFor",
      coalesce((SELECT max(leaf_index) + 1 FROM audit_leaf), 0) > coalesce((SELECT size FROM last), 0) AS grown,
      coalesce((SELECT p.at < clock_timestamp() - make_interval(secs => ${behindSeconds}) FROM audit_pending p
        ORDER BY p.event_id LIMIT 1), false) AS behind`;
  if (!row) throw new Error('The database did not say how the audit log is');
  return row;
}
