import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { db } from '@/lib/db';
import {
  beat,
  closeAbandoned,
  isWorkerAlive,
  openCollection,
  takeCollection,
  workerLock,
} from '@/lib/jobs/open-collections';
import { useTestDatabase } from '@/lib/test-database';

useTestDatabase();

const at = new Date('2026-11-20T10:42:00Z');
const after = (seconds: number) => new Date(at.getTime() + seconds * 1000);
let locks: pg.Client[] = [];

/** A worker's life: the lock on a connection of its own. */
async function live(worker: number): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: process.env.DATABASE_URL });
  await client.connect();
  await client.query('SELECT pg_advisory_lock($1, $2)', [workerLock, worker]);
  locks.push(client);
  return client;
}

beforeEach(async () => {
  await db().$executeRaw`DELETE FROM collection`;
  await db().$executeRaw`DELETE FROM source`;
  await db().$executeRaw`INSERT INTO source (name, provider) VALUES ('a', 'aws'), ('b', 'git')`;
  await db().$executeRaw`INSERT INTO collection (source_id, asked_at, asked_by) SELECT id, ${at}, 'test' FROM source`;
});
afterEach(async () => {
  for (const client of locks) await client.end();
  locks = [];
});

const problems = () =>
  db().$queryRaw<{ outcome: string | null }[]>`SELECT outcome FROM collection WHERE started_at IS NOT NULL`;

test('two workers never take the same collection', async () => {
  const taken = await Promise.all([takeCollection(1, at), takeCollection(2, at), takeCollection(3, at)]);
  const ids = taken.flatMap((it) => it?.id ?? []);
  expect(new Set(ids).size).toBe(2);
  expect(ids).toHaveLength(2);
});

test('what a dead worker held is closed at once, and can be asked for again', async () => {
  const client = await live(7);
  const taken = await takeCollection(7, at);
  expect(await closeAbandoned(after(1))).toBe(0);
  expect(await isWorkerAlive()).toBe(true);
  await client.end();
  locks = [];
  expect(await isWorkerAlive()).toBe(false);
  expect(await closeAbandoned(after(2))).toBe(1);
  expect(await problems()).toEqual([{ outcome: 'failed' }]);
  await openCollection(taken?.sourceId ?? '', 'again', after(3));
});

test('a worker that hangs is noticed after two minutes, one that goes on is not', async () => {
  await live(8);
  await takeCollection(8, at);
  await beat(8, after(100));
  expect(await closeAbandoned(after(200))).toBe(0);
  expect(await closeAbandoned(after(221))).toBe(1);
});

test('what nobody has taken yet waits', async () => {
  expect(await closeAbandoned(after(86_400))).toBe(0);
});
