import { db } from '@/lib/db';
import { messageOf } from '@/lib/errors';
import { openConfig } from '@/lib/jobs/open-config';
import type { ScopeTest } from '@/lib/queries/get-source-test';
import { sourceOf } from '@/lib/sources/index';
import type { Collected, Source } from '@/lib/sources/source';

const secondsPerScope = 30;

/** Takes one configuration that somebody wants tried and collects each scope without keeping anything. False when none waits. */
export async function takeSourceTest(at: Date): Promise<boolean> {
  await db().$executeRaw`DELETE FROM source_test WHERE asked_at < ${at}::timestamptz - interval '1 day'`;
  const [asked] = await db().$queryRaw<{ id: string; provider: string; config: string }[]>`
    UPDATE source_test SET started_at = ${at}::timestamptz
    WHERE id = (SELECT id FROM source_test WHERE started_at IS NULL ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING id::text, provider, config`;
  if (!asked) return false;
  const source = sourceOf(asked.provider);
  const problem = source
    ? await tryStored(source, asked, at).catch(messageOf)
    : `A source of ${asked.provider} is pushed to, not collected`;
  await db().$executeRaw`UPDATE source_test SET finished_at = clock_timestamp(), problem = ${problem}
    WHERE id = ${asked.id}::bigint`;
  return true;
}

async function tryStored(source: Source<unknown>, { id, config }: { id: string; config: string }, at: Date) {
  const opened = openConfig(source, config, { table: 'source_test', row: id });
  return testScopes(source, opened, at, (rows) => keep(id, rows));
}

/** Asks every scope in turn and tells after each what is known so far. Returns null; throws when there are no scopes to ask. */
async function testScopes(
  source: Source<unknown>,
  given: unknown,
  at: Date,
  tell: (rows: ScopeTest[]) => Promise<void>,
): Promise<null> {
  const config = source.config.parse(given);
  const context = () => ({
    at,
    signal: AbortSignal.timeout(secondsPerScope * 1000),
    progress: () => undefined,
    lastCompleteAt: at,
  });
  const specs = await source.scopes(config, context());
  let rows = specs.map(
    ({ key, kind, region }): ScopeTest => ({
      key,
      kind,
      region,
      outcome: 'waiting',
      count: null,
      action: null,
      problem: null,
    }),
  );
  await tell(rows);
  for (const spec of specs) {
    const collected = await source
      .collect(config, spec, context())
      .catch((error: unknown): Collected => ({ outcome: 'failed', problem: messageOf(error) }));
    rows = rows.map((row) => (row.key === spec.key ? { ...row, ...told(collected) } : row));
    await tell(rows);
  }
  return null;
}

function told(collected: Collected): Pick<ScopeTest, 'outcome' | 'count' | 'action' | 'problem'> {
  const problem = collected.problem ?? null;
  if (collected.outcome === 'refused') return { outcome: 'refused', count: null, action: collected.action, problem };
  if (collected.outcome === 'failed') return { outcome: 'failed', count: null, action: null, problem };
  const lists = [collected.resources, collected.declarations, collected.activity, collected.runs];
  const count = lists.reduce((sum, list) => sum + (list?.length ?? 0), 0);
  return { outcome: collected.outcome, count, action: null, problem };
}

async function keep(id: string, rows: ScopeTest[]): Promise<void> {
  await db().$executeRaw`UPDATE source_test SET answer = ${JSON.stringify(rows)} WHERE id = ${id}::bigint`;
}
