import PgBoss from 'pg-boss';
import { reachingAll } from '@/lib/access/transaction';
import { jobViewer } from '@/lib/access/viewer';
import { recordDay } from '@/lib/commands/record-day';
import { recordSilence } from '@/lib/commands/record-silence';
import { db } from '@/lib/db';
import { readEnvironment } from '@/lib/env';
import { isSampleLoading } from '@/lib/jobs/is-sample-loading';
import { keepToRetention } from '@/lib/jobs/keep-to-retention';
import { verifyAuditLog } from '@/lib/jobs/verify-audit-log';
import { log } from '@/lib/log';

interface Chore {
  /** UTC */
  cron: string;
  work: (at: Date) => Promise<unknown>;
}

const dayMs = 86_400_000;

/** What the worker does by the clock, each at most once at a time over all workers. */
const chores: Record<string, Chore> = {
  // Not while the sample's history is made: its hosts live in another time, and all would be overdue.
  silence: {
    cron: '* * * * *',
    work: async (at) => ((await isSampleLoading()) ? 0 : recordSilence(viewer('silence', at), at)),
  },
  midnight: { cron: '1 0 * * *', work: recordMissedDays },
  partitions: { cron: '10 * * * *', work: ensurePartitions },
  audit: { cron: '20 3 * * *', work: verifyLogOfDay },
  retention: { cron: '40 4 * * *', work: keepToRetention },
};

function viewer(name: string, at: Date) {
  return jobViewer(name, `job_${name}_${at.toISOString()}`);
}

/** Counts every midnight since the last that was counted, 30 at most: a worker that was down leaves no hole. */
export async function recordMissedDays(at: Date): Promise<void> {
  const days = await reachingAll(
    (tx) => tx.$queryRaw<{ day: Date }[]>`
    SELECT day::date FROM generate_series(
      greatest((SELECT max(day) + 1 FROM day_count), ${at}::timestamptz::date - 30), ${at}::timestamptz::date, '1 day') AS day
    WHERE EXISTS (SELECT FROM source WHERE created_at < day)`,
  );
  if (await isSampleLoading()) return;
  for (const { day } of days) await recordDay(viewer('midnight', day), day);
}

/** Verifies the audit log with what this machine knows of it; a log that was changed is an error of its own, not of the chore. */
async function verifyLogOfDay(at: Date): Promise<void> {
  const { problems, unrecorded } = await verifyAuditLog(viewer('verify', at), readEnvironment());
  const [first] = problems;
  if (first) log.error({ first, problems: problems.length }, 'the audit log was changed');
  if (unrecorded !== null) throw new Error(`A verification of the audit log could not be recorded: ${unrecorded}`);
}

/** The monthly partitions of run events and of the audit log, for this month and ahead. */
export async function ensurePartitions(at: Date): Promise<void> {
  for (const ahead of [0, 31]) {
    const moment = new Date(at.getTime() + ahead * dayMs);
    await db().$executeRaw`SELECT ensure_run_event_month(${moment}::timestamptz)`;
    await db()
      .$executeRaw`SELECT ensure_audit_month(m) FROM unnest(ARRAY[${moment}::timestamptz, ${moment}::timestamptz + interval '31 days']) m`;
  }
}

/** Puts the chores on pg-boss, which keeps their times in the database; resolves with how to stop. */
export async function startTimetable(url: string): Promise<() => Promise<void>> {
  const boss = new PgBoss({ connectionString: url, max: 2, application_name: 'plumbline timetable' });
  boss.on('error', (error) => log.warn({ error: error.message }, 'the timetable met an error'));
  await boss.start();
  for (const [name, chore] of Object.entries(chores)) {
    await boss.createQueue(name, { name, policy: 'singleton', expireInSeconds: 300, retryLimit: 2 });
    await boss.schedule(name, chore.cron, {}, { tz: 'UTC' });
    await boss.work(name, { pollingIntervalSeconds: 2 }, async () => chore.work(new Date()));
  }
  return () => boss.stop({ graceful: true, timeout: 3000 });
}
