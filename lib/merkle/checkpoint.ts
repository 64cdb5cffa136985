/** The state of the log at a moment, as it is signed (C2SP tlog-checkpoint, with two extension lines of ours). */
export interface Checkpoint {
  /** Which log: organisation and installation */
  origin: string;
  /** Number of leaves */
  size: number;
  root: Uint8Array;
  /** UTC time of the database: that an hour was empty is provable, too */
  at: Date;
  /** The key that will sign after this one, when a change is near */
  nextKey: string | null;
}

/** The text of a checkpoint, ready to be signed. */
export function checkpointText({ origin, size, root, at, nextKey }: Checkpoint): string {
  if (/[\n\r]/.test(origin) || origin === '') throw new RangeError('The origin of a log is one line');
  const lines = [origin, String(size), Buffer.from(root).toString('base64'), `time ${at.toISOString()}`];
  if (nextKey !== null) lines.push(`next-key ${nextKey}`);
  return `${lines.join('\n')}\n`;
}

/** What a signed text says of the log; null when it is no checkpoint of ours. */
export function parseCheckpoint(text: string): Checkpoint | null {
  const [origin = '', digits = '', encoded = '', ...more] = text.split('\n');
  const root = Buffer.from(encoded, 'base64');
  const [, moment = ''] = /^time (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)$/.exec(more[0] ?? '') ?? [];
  const at = new Date(moment);
  if (!/^(0|[1-9]\d{0,15})$/.test(digits) || root.length !== 32 || Number.isNaN(at.getTime())) return null;
  const nextKey = more.find((line) => line.startsWith('next-key '))?.slice('next-key '.length) ?? null;
  const found = { origin, size: Number(digits), root, at, nextKey };
  // One way to write it only: what was parsed is what was signed.
  return origin !== '' && checkpointText(found) === text ? found : null;
}
