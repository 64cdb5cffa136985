import { type Actor, type AuditEntry, writeAuditEvent } from '@/lib/access/audit-event';
import type { Permission } from '@/lib/access/permissions';
import { everything, facilitiesOnly, reachOf, setReach } from '@/lib/access/reach';
import { requireStillIn } from '@/lib/access/require-still-in';
import { requirePermission, type Viewer } from '@/lib/access/viewer';
import { db, Prisma, type Transaction, viewersDb } from '@/lib/db';

/**
 * Runs a query: permission first, then one REPEATABLE READ transaction, so that all parts of an answer agree. The database
 * itself shows it no more than the viewer's reach.
 */
export async function reading<T>(
  viewer: Viewer,
  permission: Permission,
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  requirePermission(viewer, permission);
  const answer = await clientOf(viewer).$transaction(async (tx) => {
    await setReach(tx, reachOf(viewer), viewer.period, 'repeatable-read');
    return work(tx);
  });
  // After the work: what took long is not told to somebody who was put out meanwhile.
  await requireStillIn(clientOf(viewer), viewer);
  return answer;
}

/**
 * Runs a query of one statement, which agrees with itself, without the round trips of a transaction: permission first. It has no
 * reach: of what the walls of the database keep it sees nothing.
 */
export async function readingOnce<T>(
  viewer: Viewer,
  permission: Permission,
  work: (one: Pick<Transaction, '$queryRaw'>) => Promise<T>,
): Promise<T> {
  requirePermission(viewer, permission);
  return work(clientOf(viewer));
}

/**
 * One transaction that reaches the whole estate: for jobs, and for commands that record what a source told and leave their
 * own audit event. Nothing that answers a person runs here.
 */
export async function reachingAll<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
  return db().$transaction(async (tx) => {
    await setReach(tx, everything);
    return work(tx);
  });
}

export type RecordEvent = (entry: AuditEntry) => Promise<void>;

/**
 * Runs a command: permission first, then one transaction with the change and its audit event. A command that ends
 * without having recorded one is rolled back; so is one whose event cannot be written.
 */
export async function writing<T>(
  viewer: Viewer,
  permission: Permission,
  work: (tx: Transaction, record: RecordEvent) => Promise<T>,
): Promise<T> {
  requirePermission(viewer, permission);
  await requireStillIn(clientOf(viewer), viewer);
  return recording(viewer, async (tx, record) => {
    await setReach(tx, reachOf(viewer), viewer.period);
    return work(tx, record);
  });
}

/** What `writing` does, for those who have no viewer yet: signing in and being refused. It reaches nothing of the estate. */
export async function recording<T>(
  actor: Actor,
  work: (tx: Transaction, record: RecordEvent) => Promise<T>,
): Promise<T> {
  return clientOf(actor).$transaction(async (tx) => {
    let recorded = 0;
    const result = await work(tx, async (entry) => {
      await writeAuditEvent(tx, actor, entry);
      recorded += 1;
    });
    if (recorded === 0) throw new Error('A command must leave its audit event');
    return result;
  });
}

/** Jobs and operators run as the process that they are. */
function clientOf(actor: Actor) {
  return actor.kind === 'job' || actor.kind === 'operator' ? db() : viewersDb();
}

/** A table's name in a query, with the columns facility, environment and team. */
type Placed = 'a' | 'c' | 'd' | 'f' | 'r' | 's' | 't';

/**
 * SQL that keeps rows within reach: those of which one grant covers every part that it names. A part that a row does not
 * name is covered by any alone.
 */
export function withinReach(viewer: Viewer, alias: Placed): Prisma.Sql {
  if (viewer.reach === null) return Prisma.sql`TRUE`;
  const column = (name: string) => Prisma.raw(`${alias}.${name}`);
  const facilities = facilitiesOnly(viewer.reach);
  if (facilities !== null) return Prisma.sql`${column('facility')} = ANY(${facilities}::text[])`;
  const grants = viewer.reach.map((grant) => {
    const parts = Object.entries({
      facility: grant.facility,
      environment: grant.environment,
      team: grant.team,
    }).flatMap(([name, value]) => (value === null ? [] : [Prisma.sql`${column(name)} = ${value}`]));
    return Prisma.sql`(${Prisma.join(parts, ' AND ')})`;
  });
  return Prisma.sql`(${Prisma.join(grants, ' OR ')})`;
}

/**
 * SQL that keeps counts of a day, which know a facility (`column`) and nothing finer, within reach. Those who reach less
 * than whole facilities see none: a sum over part of their reach would be wrong.
 */
export function countsWithinReach(viewer: Viewer, column: Prisma.Sql): Prisma.Sql {
  if (viewer.reach === null) return Prisma.sql`TRUE`;
  const facilities = facilitiesOnly(viewer.reach);
  return facilities === null ? Prisma.sql`FALSE` : Prisma.sql`${column} = ANY(${facilities}::text[])`;
}
