import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { beginSession } from '@/lib/access/begin-session';
import { reading } from '@/lib/access/transaction';
import { operatorViewer, viewerOfSession, viewerOfToken } from '@/lib/access/viewer';
import { createToken } from '@/lib/commands/create-token';
import { createUser } from '@/lib/commands/create-user';
import { db } from '@/lib/db';
import { startEmbeddedPostgres } from '@/lib/embedded-postgres';
import { migrate } from '@/lib/migrate';
import { freePort } from '@/lib/test-postgres';
import { percentile } from './percentile';
import { table } from './table';

// What it costs to know who asks and what they reach, per request. tsx bench/session.ts [--sessions 20000] [--times 2000]
const { values } = parseArgs({
  options: { sessions: { type: 'string', default: '20000' }, times: { type: 'string', default: '2000' } },
});
const [sessions, times] = [Number(values.sessions), Number(values.times)];

const folder = mkdtempSync(join(tmpdir(), 'plumbline-bench-'));
const server = await startEmbeddedPostgres(join(folder, 'postgres'), { port: await freePort(), password: 'bench' });
process.env.DATABASE_URL = server.url;
const operator = operatorViewer('bench', 'bench');
const context = { address: '192.0.2.1', requestId: 'bench' };

async function timed(work: () => Promise<unknown>): Promise<number[]> {
  for (let i = 0; i < 100; i += 1) await work();
  const taken: number[] = [];
  for (let i = 0; i < times; i += 1) {
    const begun = performance.now();
    await work();
    taken.push(performance.now() - begun);
  }
  return taken;
}
const words = (taken: number[]) =>
  `${percentile(taken, 0.5).toFixed(2)} ms, ${percentile(taken, 0.95).toFixed(2)} ms at p95`;

try {
  await migrate(server.url, resolve(import.meta.dirname, '../prisma/migrations'));
  const facilities = ['Riverside', 'Lakeshore', 'Northgate'];
  const user = {
    email: 'bench@example.org',
    role: 'engineer',
    password: 'a long and plain passphrase',
    facilities,
  } as const;
  const { id } = await createUser(operator, { ...user, facilities: [...facilities] });
  await db()
    .$executeRaw`INSERT INTO session (id_hash, secret_hash, user_id, created_at, last_active_at, authenticated_at)
    SELECT sha256(n::text::bytea), sha256(n::text::bytea), ${id}::bigint, now(), now(), now() FROM generate_series(1, ${sessions}::int) n`;
  await db().$executeRaw`ANALYZE session`;
  const browser = { ...context, userAgent: 'bench', broughtAlong: null };
  const session = await db().$transaction((tx) => beginSession(tx, id, browser, new Date()));
  const token = await createToken(operator, { name: 'bench', role: 'engineer', facilities: [...facilities] });
  const person = await viewerOfSession(session, context);
  const nothing = () => db().$transaction((tx) => tx.$queryRaw`SELECT 1`);
  const asPerson = await timed(() => viewerOfSession(session, context));
  const asToken = await timed(() => viewerOfToken(token.secret, context));
  const within = await timed(() => reading(person, 'fleet:read', (tx) => tx.$queryRaw`SELECT 1`));
  const without = await timed(nothing);
  const whole = await timed(async () =>
    reading(await viewerOfSession(session, context), 'fleet:read', (tx) => tx.$queryRaw`SELECT 1`),
  );
  const reach = percentile(within, 0.5) - percentile(without, 0.5);
  const sum = percentile(whole, 0.5) - percentile(without, 0.5);
  process.stdout.write(
    table(
      [`${sessions} sessions`, 'measured', 'target'],
      [
        ['session looked up, extended once a second', words(asPerson), ''],
        ['token looked up, with its last use', words(asToken), ''],
        ['transaction with reach', words(within), ''],
        ['transaction without', words(without), ''],
        ['reach, of a transaction', `${reach.toFixed(2)} ms`, ''],
        ['session check and reach, per request', `${sum.toFixed(2)} ms`, '2 ms'],
      ],
    ),
  );
} finally {
  await db().$disconnect();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
