import { createHash } from 'node:crypto';

/**
 * The last slot of a source by `at`, UTC: every `intervalSeconds`, set off by a hash of its name, so that the sources of
 * an installation do not all begin at the full minute. The next slot is one interval later.
 */
export function lastSlot(name: string, intervalSeconds: number, at: Date): Date {
  const offset = createHash('sha256').update(name).digest().readUInt32BE(0) % intervalSeconds;
  const seconds = Math.floor(at.getTime() / 1000);
  return new Date((Math.floor((seconds - offset) / intervalSeconds) * intervalSeconds + offset) * 1000);
}
