import type { Period } from '@/lib/access/reach';
import { recordView } from '@/lib/access/reading-evidence';
import type { Viewer } from '@/lib/access/viewer';
import { AppError } from '@/lib/errors';

/**
 * Throws `forbidden` unless the moment of which an answer speaks, now where none is given, lies in the period of evidence
 * that the viewer may look at.
 */
export function requirePeriod(viewer: Viewer, asOf: Date | null | undefined, now: Date = new Date()): void {
  if (viewer.period === null || nearestInPeriod(viewer.period, asOf ?? now) === null) return;
  throw outsidePeriod(viewer.period);
}

export function outsidePeriod(period: Period): AppError {
  const [from, to] = [period.from.toISOString(), period.to.toISOString()];
  return new AppError('forbidden', `asOf: you may look at evidence from ${from} to ${to}`, { field: 'asOf', from, to });
}

/** The moment of the period that is nearest to one outside of it; null for one within. */
export function nearestInPeriod(period: Period, moment: Date): Date | null {
  if (moment < period.from) return period.from;
  return moment > period.to ? period.to : null;
}

/**
 * Records that an auditor looked at a page or asked a door, committed before anything is read: without it nothing is
 * shown. What others look at is recorded where it is evidence.
 */
export async function recordLook(viewer: Viewer, address: string): Promise<void> {
  if (viewer.role !== 'auditor') return;
  const [path = address] = address.split('?');
  await recordView(viewer, 'account', {
    objectKind: 'page',
    objectId: path.slice(0, 200),
    object: address.slice(0, 500),
  });
}
