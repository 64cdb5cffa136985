import { randomUUID } from 'node:crypto';
import { jobViewer } from '@/lib/access/viewer';
import { readEnvironment } from '@/lib/env';
import { messageOf } from '@/lib/errors';
import { collectSource } from '@/lib/jobs/collect';
import { keepAuditLog } from '@/lib/jobs/keep-audit-log';
import { beat, closeAbandoned, takeCollection } from '@/lib/jobs/open-collections';
import { placeAgain } from '@/lib/jobs/place-again';
import { askDueCollections } from '@/lib/jobs/schedule';
import { takeSampleWish } from '@/lib/jobs/take-sample-wish';
import { takeVerification } from '@/lib/jobs/take-verification';
import { takeSourceTest } from '@/lib/jobs/test-source';
import { ensurePartitions, recordMissedDays, startTimetable } from '@/lib/jobs/timetable';
import { prepareBox } from '@/lib/jobs/worker-box';
import { linkWorker } from '@/lib/jobs/worker-link';
import { log } from '@/lib/log';

/** Collections at a time: a slow source does not hold up the others. */
const lanes = 2;
const pollMs = 1000;
const scheduleMs = 5000;
const beatMs = 15_000;
const auditLogMs = 3000;

/** Collects what is due or asked for, tries new configurations, keeps the timetable and seals the audit log, until `stop`. */
export async function runWorker(url: string, stop: AbortSignal): Promise<void> {
  const sleepers = new Set<() => void>();
  const wake = () => {
    for (const sleeper of sleepers) sleeper();
  };
  const sleep = (ms: number) =>
    new Promise<void>((resolve) => {
      const done = () => {
        clearTimeout(timer);
        sleepers.delete(done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      sleepers.add(done);
    });
  stop.addEventListener('abort', wake);

  const link = await linkWorker(url, wake);
  await prepareBox(jobViewer('worker', `job_box_${randomUUID()}`));
  await closeAbandoned(new Date());
  await ensurePartitions(new Date());
  await recordMissedDays(new Date());
  const auditLog = keepAuditLog(readEnvironment(), stop);
  const stopTimetable = await startTimetable(url);
  log.info({ worker: link.worker }, 'the worker is ready');

  /** Repeats a step until the end; one that throws is logged and tried again. `more` repeats it at once. */
  const repeat = async (ms: number, step: () => Promise<boolean>): Promise<void> => {
    while (!stop.aborted) {
      const more = await step().catch((error: unknown) => {
        log.error({ err: error }, messageOf(error));
        return false;
      });
      if (!more && !stop.aborted) await sleep(ms);
    }
  };

  await Promise.all([
    ...Array.from({ length: lanes }, () => repeat(pollMs, () => collectNext(link.worker, stop))),
    repeat(pollMs, () => takeSourceTest(new Date())),
    repeat(pollMs, () => takeSampleWish(stop)),
    repeat(pollMs, () => placeAgain(stop)),
    repeat(auditLogMs, auditLog.seal),
    repeat(auditLogMs, auditLog.carry),
    repeat(pollMs, () => takeVerification(readEnvironment())),
    repeat(scheduleMs, async () => {
      await closeAbandoned(new Date());
      if ((await askDueCollections(new Date())).length > 0) wake();
      return false;
    }),
    repeat(beatMs, async () => {
      await beat(link.worker, new Date());
      return false;
    }),
  ]);
  await stopTimetable();
  await link.close();
}

async function collectNext(worker: number, signal: AbortSignal): Promise<boolean> {
  const clock = () => new Date();
  const open = await takeCollection(worker, clock());
  if (!open) return false;
  const viewer = jobViewer('collect', `job_${randomUUID()}`);
  const { outcome, scopes } = await collectSource(viewer, open.sourceId, { at: clock(), clock, signal, open });
  log.info({ source: open.sourceId, outcome, scopes: scopes.length }, 'a source was collected');
  return true;
}
