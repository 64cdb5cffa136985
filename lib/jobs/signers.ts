/** A public key of the log, in the order in which they were made. */
export interface KnownKey {
  id: string;
  /** When a checkpoint first announced it; null for the first key and for one that no checkpoint has announced */
  announcedAt: Date | null;
}

/** For so long after its announcement the old key signs beside the new one. */
export const overlapMs = 24 * 3600_000;

/**
 * Which keys sign now, and which one the checkpoint announces: the first key alone; then old and new, from the checkpoint that
 * announces the new one and that the old one signs alone, for 24 hours; then the new one alone.
 */
export function signersAt(keys: readonly KnownKey[], now: Date): { sign: string[]; announce: string | null } {
  const latest = keys.at(-1);
  const before = keys.at(-2);
  if (!latest) return { sign: [], announce: null };
  if (!before) return { sign: [latest.id], announce: null };
  if (latest.announcedAt === null) return { sign: [before.id], announce: latest.id };
  if (now.getTime() < latest.announcedAt.getTime() + overlapMs)
    return { sign: [before.id, latest.id], announce: latest.id };
  return { sign: [latest.id], announce: null };
}
