import type { Transaction } from '@/lib/db';
import { type Checkpoint, parseCheckpoint } from '@/lib/merkle/checkpoint';
import type { LogProblem } from '@/lib/merkle/log-problem';
import type { ExpectedRoot } from '@/lib/merkle/log-walk';
import { type NoteKey, openNote, parseNoteKey, signersOf } from '@/lib/merkle/signed-note';

const atATime = 2000;

/** A note that was kept outside the database, and where. */
export interface OutsideNote {
  name: string;
  note: string;
}

interface Row {
  id: number;
  at: Date;
  size: number;
  root: Uint8Array;
  nextKey: string | null;
  note: string;
}

export interface SignedCheckpoints {
  count: number;
  origin: string | null;
  /** Trusted keys: those given, and those that a trusted one announced */
  keys: NoteKey[];
  problems: LogProblem[];
  /** What is wrong when the log has only so many leaves */
  beyond: (leaves: number) => LogProblem[];
}

/** Reads every checkpoint: numbers, signatures, times and sizes that only grow, and columns that say what the note says. */
export async function verifyCheckpoints(tx: Transaction, trusted: readonly NoteKey[]): Promise<SignedCheckpoints> {
  const keys = trusted.length > 0 ? [...trusted] : await firstKey(tx);
  const problems: LogProblem[] = [];
  let last: Checkpoint | null = null;
  let largest = 0;
  let count = 0;
  for (let rows = await page(tx, 0); rows.length > 0; rows = await page(tx, rows.at(-1)?.id ?? 0)) {
    for (const row of rows) {
      const index = last?.size ?? 0;
      const say = (what: LogProblem['what'], text: string) =>
        problems.push({ what, index, last: Math.max(index, row.size - 1), text: `Checkpoint ${row.id} ${text}` });
      count += 1;
      if (row.id !== count) {
        say('deleted', `follows ${count - 1}: what was between is gone`);
        count = row.id;
      }
      const opened = readNote(row.note, keys);
      if (typeof opened === 'string') say(opened === unknownKey ? 're-signed' : 'wrong signature', opened);
      else if (!isSame(row, opened)) say('edited', 'has columns that differ from its note');
      else if (last && opened.origin !== last.origin) say('re-signed', `is of another log: ${opened.origin}`);
      else if (last && (opened.size < last.size || opened.at <= last.at))
        say('back-dated', `is smaller or older than the one before it`);
      if (typeof opened === 'string') continue;
      last = opened;
      largest = Math.max(largest, opened.size);
      const announced = opened.nextKey === null ? null : parseNoteKey(opened.nextKey);
      if (announced && !keys.some(({ text }) => text === announced.text)) keys.push(announced);
    }
  }
  const beyond = (leaves: number): LogProblem[] =>
    largest <= leaves
      ? []
      : [
          {
            what: 'tail dropped',
            index: leaves,
            last: largest - 1,
            text: `The log ends before leaf ${leaves}; a checkpoint holds ${largest}`,
          },
        ];
  return { count, origin: last?.origin ?? keys[0]?.name ?? null, keys, problems, beyond };
}

const unknownKey = 'is signed by no key that is trusted';

/** Reads notes kept outside; what they expect of the log, and what is wrong with themselves. */
export function verifyOutside(notes: readonly OutsideNote[], keys: readonly NoteKey[], origin: string | null) {
  const roots: ExpectedRoot[] = [];
  const problems: LogProblem[] = [];
  for (const { name, note } of notes) {
    const opened = readNote(note, keys);
    const say = (what: LogProblem['what'], text: string) =>
      problems.push({ what, index: 0, last: 0, text: `${name} ${text}` });
    if (typeof opened === 'string') say(opened === unknownKey ? 're-signed' : 'wrong signature', opened);
    else if (origin !== null && opened.origin !== origin) say('re-signed', `is of another log: ${opened.origin}`);
    else roots.push({ size: opened.size, root: opened.root, at: opened.at, name, outside: true });
  }
  const beyond = (leaves: number): LogProblem[] =>
    roots
      .filter(({ size }) => size > leaves)
      .map(({ size, name }) => ({
        what: 'older than the outside checkpoint',
        index: leaves,
        last: size - 1,
        text: `The log ends before leaf ${leaves}; ${name}, which was kept outside, holds ${size}: the end was dropped, or a backup restored`,
      }));
  return { roots, problems, beyond };
}

/** The checkpoint that a trusted key signed, or what is wrong with the note. */
function readNote(note: string, keys: readonly NoteKey[]): Checkpoint | string {
  const opened = openNote(note);
  const checkpoint = opened ? parseCheckpoint(opened.text) : null;
  if (!opened || !checkpoint) return 'is no checkpoint';
  const signers = signersOf(opened, keys);
  if (!signers) return 'has a signature that is wrong';
  return signers.some(({ name }) => name === checkpoint.origin) ? checkpoint : unknownKey;
}

function isSame(row: Row, { at, size, root, nextKey }: Checkpoint): boolean {
  const announced = nextKey === null ? null : (parseNoteKey(nextKey)?.id ?? '');
  return (
    row.size === size &&
    row.at.getTime() === at.getTime() &&
    row.nextKey === announced &&
    Buffer.compare(row.root, root) === 0
  );
}

function page(tx: Transaction, after: number): Promise<Row[]> {
  return tx.$queryRaw<Row[]>`
    SELECT id::float8 AS id, at, size::float8 AS size, root, next_key AS "nextKey", note FROM audit_checkpoint
    WHERE id > ${after}::bigint ORDER BY id LIMIT ${atATime}`;
}

async function firstKey(tx: Transaction): Promise<NoteKey[]> {
  const [row] = await tx.$queryRaw<
    { text: string }[]
  >`SELECT public_key AS text FROM audit_key ORDER BY made_at, id LIMIT 1`;
  const key = parseNoteKey(row?.text ?? '');
  return key ? [key] : [];
}
