import { db, Prisma } from '@/lib/db';

const actions = [
  'scan.recorded',
  'runs.recorded',
  'drift.recorded',
  'session.begun',
  'evidence.viewed',
  'export.made',
  'role.changed',
  'waiver.approved',
];
/** How often each of them occurs among 1000 */
const shares = [380, 180, 60, 120, 180, 50, 20, 10];

/**
 * Fills the log with `events` made-up events, spread evenly over the `months` before `end`: 400 people, jobs for six in ten,
 * 2,000 addresses, four events to three requests. As owner, past the queue: they have no leaves. Indexes are made afterwards,
 * as they are defined, for that is far faster.
 */
export async function fillAudit(events: number, months: number, end: Date): Promise<void> {
  const indexes = await db().$queryRaw<{ name: string; definition: string }[]>`
    SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS definition FROM pg_index
    WHERE indrelid = 'audit_event'::regclass AND NOT indisprimary`;
  for (const { name } of indexes) await db().$executeRaw`DROP INDEX ${Prisma.raw(name)}`;
  const begin = new Date(end.getTime() - months * 30.44 * 86_400_000);
  const upTo = shares.map((_, i) => shares.slice(0, i + 1).reduce((sum, share) => sum + share, 0));
  for (let month = 0; month < months + 1; month += 1)
    await db().$executeRaw`SELECT ensure_audit_month(${begin}::timestamptz + make_interval(months => ${month}))`;
  const step = 500_000;
  for (let first = 1; first <= events; first += step)
    await db().$transaction(async (tx) => {
      await tx.$executeRaw`SET LOCAL session_replication_role = replica`;
      await tx.$executeRaw`
        INSERT INTO audit_event (at, actor_kind, actor_id, actor, action, outcome, object_kind, object_id, object, before, after, reason, address, request_id, reach)
        SELECT ${begin}::timestamptz + (${end}::timestamptz - ${begin}::timestamptz) * (n / ${events}::float8),
          CASE WHEN job THEN 'job' ELSE 'person' END, CASE WHEN NOT job THEN who::text END, CASE WHEN job THEN 'ingest' ELSE 'Person ' || who END,
          action, CASE WHEN h % 97 = 0 THEN 'refused' ELSE 'done' END, CASE WHEN job THEN 'scope' ELSE 'user' END,
          (h % 20000)::text, CASE WHEN job THEN 'scope ' ELSE 'user-' END || h % 20000 || '.example.org', '{"value":"before"}',
          '{"value":"after","count":' || h % 1000 || '}', CASE WHEN h % 211 = 0 THEN 'CHG-' || h % 1000000 END,
          CASE WHEN NOT job THEN '10.' || h % 8 || '.' || h % 250 || '.' || who % 250 END, 'req_' || md5((n * 3 / 4)::text),
          CASE WHEN job OR h % 5 > 0 THEN '*' ELSE (ARRAY['Riverside', 'Eastgate', 'Northfield'])[1 + h % 3] END
        FROM (SELECT n, h, 1 + (h / 7) % 400 AS who, action, action IN ('scan.recorded', 'runs.recorded', 'drift.recorded') AS job FROM (
          SELECT n, h, (${actions}::text[])[1 + (SELECT count(*)::int FROM unnest(${upTo}::int[]) s WHERE s <= h % 1000)] AS action
          FROM (SELECT n, abs(hashint8(n)::bigint) AS h FROM generate_series(${first}::bigint, ${Math.min(first + step - 1, events)}::bigint) n) a) b) c`;
    });
  await db().$executeRaw`SET maintenance_work_mem = '1GB'`;
  // As the definition of a partitioned index is told, it would be made on no partition.
  for (const { definition } of indexes) await db().$executeRaw`${Prisma.raw(definition.replace(' ON ONLY ', ' ON '))}`;
  await db().$executeRaw`ANALYZE audit_event`;
}
