import { redirect } from 'next/navigation';
import { nearestInPeriod, outsidePeriod, recordLook } from '@/lib/access/auditor-look';
import { ownPath } from '@/lib/access/own-path';
import { recordRefusal } from '@/lib/access/refusal';
import type { Viewer } from '@/lib/access/viewer';
import { AppError } from '@/lib/errors';

/**
 * What a page owes to a viewer with a period of evidence, and to the log: now is led to the nearest moment of the period,
 * another date outside of it is refused, and an auditor's view is recorded. `address` is what proxy.ts notes; without it
 * nobody knows of which date the page would speak, so that those with a period are shown none.
 */
export async function admitToPage(viewer: Viewer, address: string | null): Promise<void> {
  if (viewer.period !== null) {
    if (address === null) throw new AppError('forbidden', 'The date that you ask for is not known');
    const url = new URL(address, 'http://plumbline.invalid');
    const given = url.searchParams.getAll('asOf');
    const nearest = nearestInPeriod(viewer.period, new Date());
    if (given.join('') === '' && nearest !== null) {
      url.searchParams.set('asOf', nearest.toISOString());
      redirect(ownPath(`${url.pathname}${url.search}`));
    }
    for (const text of given) {
      const asOf = new Date(text);
      // What is no date is refused by the page itself.
      if (Number.isNaN(asOf.getTime()) || nearestInPeriod(viewer.period, asOf) === null) continue;
      await recordRefusal(viewer, `GET ${address}`, outsidePeriod(viewer.period));
      redirect('/outside-period');
    }
  }
  await recordLook(viewer, address ?? 'a page');
}
