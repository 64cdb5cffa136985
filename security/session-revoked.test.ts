import { afterAll, expect, test } from 'vitest';
import { sessionCookieName } from '@/lib/access/session-cookie';
import { reading } from '@/lib/access/transaction';
import { operatorViewer, type Viewer } from '@/lib/access/viewer';
import { createToken } from '@/lib/commands/create-token';
import { endSessionsOfUser } from '@/lib/commands/end-sessions-of-user';
import { revokeToken } from '@/lib/commands/revoke-token';
import { db } from '@/lib/db';
import { ListFilter } from '@/lib/queries/page';
import { route } from '@/lib/route';
import { useTestDatabase } from '@/lib/test-database';
import { personFor } from '@/lib/test-person';
import { reportSuite } from '@/security/report-suite';

useTestDatabase();

const operator = operatorViewer('test', 'test');
const measured = {
  requests: 0,
  answeredLate: 0,
  latestAfterRevokeMs: 0,
  streamEndedAfterMs: 0,
  tablesSearched: 0,
  found: 0,
};
afterAll(() =>
  reportSuite({
    suite: 'session-revoked',
    pass: measured.answeredLate === 0 && measured.found === 0,
    measured,
    target: { answeredLate: 0, latestAfterRevokeMs: 1000, found: 0 },
    seed: null,
  }),
);

const sleep = (seconds: number) => (viewer: Viewer) =>
  reading(viewer, 'fleet:read', async (tx) => {
    await tx.$executeRaw`SELECT pg_sleep(${seconds}::float8)`;
    return { slept: seconds };
  });
const ask = (handler: ReturnType<typeof route>, headers: Record<string, string>, query = '') =>
  handler(new Request(`http://127.0.0.1:3000/api/v1/slow${query}`, { headers }));
const wait = (ms: number) => new Promise((done) => setTimeout(done, ms));

test.each(['session', 'token'] as const)(
  'of 20 requests in flight when a %s is ended none is answered later than a second after',
  async (kind) => {
    const { id, session } = await personFor('engineer');
    const token = await createToken(operator, { name: 'in flight', role: 'engineer' });
    const headers: Record<string, string> =
      kind === 'session'
        ? { cookie: `${sessionCookieName()}=${session}` }
        : { authorization: `Bearer ${token.secret}` };
    const answers: Promise<{ status: number; at: number }>[] = Array.from({ length: 20 }, async (_, i) => {
      const { status } = await ask(route({ can: 'fleet:read', answer: sleep(0.15 * (i + 1)) }), headers);
      return { status, at: performance.now() };
    });
    await wait(400);
    if (kind === 'session') await endSessionsOfUser(operator, { id });
    else await revokeToken(operator, { id: token.id });
    const committed = performance.now();
    const settled = await Promise.all(answers);
    measured.requests += settled.length;
    const good = settled.filter(({ status }) => status === 200);
    const late = good.filter(({ at }) => at - committed > 1000);
    measured.answeredLate += late.length;
    measured.latestAfterRevokeMs = Math.max(
      measured.latestAfterRevokeMs,
      ...good.map(({ at }) => Math.round(at - committed)),
    );
    expect(late).toEqual([]);
    expect(settled.some(({ status }) => status === 401)).toBe(true);
    expect((await ask(route({ can: 'fleet:read', answer: sleep(0) }), headers)).status).toBe(401);
  },
);

test('an export that streams breaks off within a second', async () => {
  const { id, session } = await personFor('engineer');
  const page = async (viewer: Viewer, { cursor }: { cursor?: string | undefined }) => {
    await sleep(0.2)(viewer);
    const number = Number(cursor ?? 0);
    const coverage = { complete: true, scopes: [] };
    return {
      rows: [{ number }],
      next: number < 60 ? String(number + 1) : null,
      asOf: null,
      observedAt: null,
      coverage,
    };
  };
  const GET = route({ can: 'fleet:read', query: ListFilter, csv: { name: 'slow' }, answer: page });
  const response = await ask(GET, { cookie: `${sessionCookieName()}=${session}` }, '?format=csv');
  expect(response.status).toBe(200);
  const reader = response.body?.getReader();
  await reader?.read();
  await reader?.read();
  await endSessionsOfUser(operator, { id });
  const committed = performance.now();
  const broken = (async () => {
    for (;;) if ((await reader?.read())?.done) return;
  })();
  await expect(broken).rejects.toMatchObject({ code: 'unauthenticated' });
  measured.streamEndedAfterMs = Math.round(performance.now() - committed);
  expect(measured.streamEndedAfterMs).toBeLessThan(1500);
  expect(await db().exportSlot.count()).toBe(0);
});

test('no text of the database opens a session', async () => {
  const people = [await personFor('viewer'), await personFor('administrator')];
  const tables = await db().$queryRaw<{ name: string }[]>`
    SELECT quote_ident(relname) AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'`;
  for (const { name } of tables) {
    const [row] = await db().$queryRawUnsafe<{ text: string | null }[]>(
      `SELECT string_agg(t::text, ' ') AS text FROM ${name} t`,
    );
    measured.tablesSearched += 1;
    for (const { session } of people) {
      const raw = Buffer.from(session, 'base64url');
      for (const form of [session, raw.toString('hex'), raw.toString('base64'), Buffer.from(session).toString('hex')])
        if (row?.text?.includes(form)) measured.found += 1;
    }
  }
  expect(measured.found).toBe(0);
  const hashes = await db().$queryRaw<
    { id: Uint8Array; secret: Uint8Array }[]
  >`SELECT id_hash AS id, secret_hash AS secret FROM session`;
  const handler = route({ can: 'fleet:read', answer: sleep(0) });
  for (const bytes of hashes.flatMap(({ id, secret }) => [id, secret])) {
    const cookie = `${sessionCookieName()}=${Buffer.from(bytes).toString('base64url')}`;
    expect((await ask(handler, { cookie })).status).toBe(401);
  }
});
