/** A checkpoint on its way out. */
export interface Carried {
  /** Its number */
  id: number;
  at: Date;
  /** Number of events */
  size: number;
  origin: string;
  note: string;
  /** Public keys of the log, one `name+id+base64` each */
  publicKeys: readonly string[];
}

/** Somebody or something outside the database that keeps checkpoints. */
export interface Witness {
  /** What it is and where, without credentials: `folder /srv/witness` */
  name: string;
  /** Hands it over; throws why it could not. Handing over the same one again changes nothing. */
  carry: (checkpoint: Carried, signal: AbortSignal) => Promise<void>;
}

/** Where a checkpoint lies in a folder or repository: a name that sorts by time, under the log and the day. */
export function pathOf({ origin, at, size }: Carried): string {
  const moment = at.toISOString();
  return `${origin.replaceAll('/', '-')}/${moment.slice(0, 10)}/${moment.replaceAll(/[-:.]/g, '')}-${size}.txt`;
}
