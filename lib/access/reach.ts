import type { Viewer } from '@/lib/access/viewer';
import type { Transaction } from '@/lib/db';
import { AppError } from '@/lib/errors';

/** Everything: for what records the estate, which knows no facilities. */
export const everything = '*';

/**
 * A viewer's reach as the policies of the database read it: `*`, or the hex of each facility's UTF-8, separated by
 * commas, or nothing. Jobs, operators and pushes record and reach everything.
 */
export function reachOf(viewer: Pick<Viewer, 'role' | 'facilities'>): string {
  if (viewer.facilities === null || viewer.role === 'system' || viewer.role === 'ingest') return everything;
  return viewer.facilities
    .filter((name) => name !== '')
    .map((name) => Buffer.from(name, 'utf8').toString('hex'))
    .join(',');
}

/**
 * Gives the transaction its reach, until it ends. SET takes no parameters, so the text is checked to be nothing but hex
 * and commas, or a star.
 */
export async function setReach(tx: Transaction, reach: string): Promise<void> {
  if (!/^(?:\*|(?:[0-9a-f]{2})*(?:,(?:[0-9a-f]{2})+)*)$/.test(reach)) throw new Error('This is no reach');
  await tx.$executeRawUnsafe(`SET LOCAL plumbline.reach = '${reach}'`);
}

/**
 * Throws `forbidden` unless the viewer reaches all of these facilities, `null` being every one: nobody gives what they do
 * not have, nor ends what they do not see.
 */
export function requireReach(viewer: Viewer, facilities: readonly string[] | null): void {
  if (viewer.facilities === null) return;
  const held = new Set(viewer.facilities);
  if (facilities === null || facilities.some((name) => !held.has(name)))
    throw new AppError('forbidden', 'This goes beyond the facilities within your reach', { reach: 'exceeded' });
}
