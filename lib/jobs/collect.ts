import { writing } from '@/lib/access/transaction';
import { requirePermission, type Viewer } from '@/lib/access/viewer';
import { db } from '@/lib/db';
import { AppError, messageOf } from '@/lib/errors';
import { ingest } from '@/lib/jobs/ingest';
import { type OpenCollection, openCollection } from '@/lib/jobs/open-collections';
import { openConfig } from '@/lib/jobs/open-config';
import { sourceOf } from '@/lib/sources/index';
import type { CollectContext, Collected, ScopeSpec, Source } from '@/lib/sources/source';

export interface ScopeOutcome {
  key: string;
  outcome: Collected['outcome'];
  /** The refused API action */
  action: string | null;
  problem: string | null;
}

export interface CollectionResult {
  outcome: Collected['outcome'];
  scopes: ScopeOutcome[];
  /** Why no scope could be collected at all */
  problem: string | null;
}

export interface CollectOptions {
  at: Date;
  /** Gives the times of the scans; by default they all are `at` */
  clock?: () => Date;
  signal?: AbortSignal;
  /** The collection that a worker has taken; by default a new one */
  open?: OpenCollection;
}

/**
 * Collects the scopes of a source, one after the other, each ingested as soon as it has answered: one that fails or is
 * refused stops none of the others. Leaves one audit event with the outcome of each.
 */
export async function collectSource(
  viewer: Viewer,
  sourceId: string,
  { at, clock = () => at, signal = new AbortController().signal, ...given }: CollectOptions,
): Promise<CollectionResult> {
  requirePermission(viewer, 'sources:run');
  const found = await readSource(sourceId);
  const open = given.open ?? (await openCollection(sourceId, viewer.name, at));
  const result = await collectScopes(viewer, open, found, { at, clock, signal }).catch(
    (error: unknown): CollectionResult => ({ outcome: 'failed', scopes: [], problem: messageOf(error) }),
  );
  await close(viewer, open, found.name, result, clock());
  return result;
}

interface FoundSource {
  name: string;
  provider: string;
  config: string;
}

async function readSource(id: string): Promise<FoundSource> {
  const [row] = await db().$queryRaw<FoundSource[]>`
    SELECT name, provider, config FROM source WHERE id = ${id}::bigint AND removed_at IS NULL`;
  if (!row) throw new AppError('not-found', `There is no source ${id}`);
  return row;
}

async function collectScopes(
  viewer: Viewer,
  open: OpenCollection,
  found: FoundSource,
  { at, clock, signal }: Required<Omit<CollectOptions, 'open'>>,
): Promise<CollectionResult> {
  const source = sourceOf(found.provider);
  if (!source) throw new Error(`A source of ${found.provider} is pushed to, not collected`);
  const opened = openConfig(source, found.config, { table: 'source', row: open.sourceId });
  const config: unknown = source.config.parse(opened);
  const progress = (doing: string) => void sayDoing(open.id, doing);
  const specs = await source.scopes(config, { at, signal, progress, lastCompleteAt: null });
  await db().$executeRaw`UPDATE collection SET scopes_total = ${specs.length} WHERE id = ${open.id}::bigint`;
  const scopes: ScopeOutcome[] = [];
  for (const spec of specs) {
    signal.throwIfAborted();
    await sayDoing(open.id, spec.key);
    const context = { at: clock(), signal, progress, lastCompleteAt: await lastComplete(open.sourceId, spec.key) };
    scopes.push(await collectScope(viewer, open.sourceId, source, config, spec, context, clock));
    await db().$executeRaw`UPDATE collection SET scopes_done = ${scopes.length} WHERE id = ${open.id}::bigint`;
  }
  return { outcome: worst(scopes), scopes, problem: null };
}

async function collectScope(
  viewer: Viewer,
  sourceId: string,
  source: Source<unknown>,
  config: unknown,
  spec: ScopeSpec,
  context: CollectContext,
  clock: () => Date,
): Promise<ScopeOutcome> {
  const startedAt = clock();
  const failed = (error: unknown): Collected => ({ outcome: 'failed', problem: messageOf(error) });
  const collected = await source.collect(config, spec, context).catch(failed);
  const write = (answer: Collected) => ingest(viewer, sourceId, spec, answer, { startedAt, finishedAt: clock() });
  const written = await write(collected).then(
    () => collected,
    async (error: unknown) => {
      const answer = failed(error);
      await write(answer);
      return answer;
    },
  );
  return {
    key: spec.key,
    outcome: written.outcome,
    action: written.outcome === 'refused' ? written.action : null,
    problem: written.problem ?? null,
  };
}

const ranking = ['failed', 'refused', 'partial', 'complete'] as const;

/** Complete only when every scope is; else the worst of them. No scope at all is not complete. */
function worst(scopes: ScopeOutcome[]): Collected['outcome'] {
  return ranking.find((outcome) => scopes.some((scope) => scope.outcome === outcome)) ?? 'failed';
}

async function lastComplete(sourceId: string, key: string): Promise<Date | null> {
  const [row] = await db().$queryRaw<{ at: Date | null }[]>`
    SELECT max(s.finished_at) AS at FROM scan s JOIN scope c ON c.id = s.scope_id
    WHERE c.source_id = ${sourceId}::bigint AND c.key = ${key} AND s.outcome = 'complete'`;
  return row?.at ?? null;
}

async function sayDoing(collectionId: string, doing: string): Promise<void> {
  await db().$executeRaw`UPDATE collection SET doing = ${doing.slice(0, 200)}, heartbeat_at = clock_timestamp()
    WHERE id = ${collectionId}::bigint`;
}

async function close(
  viewer: Viewer,
  open: OpenCollection,
  name: string,
  { outcome, scopes, problem }: CollectionResult,
  at: Date,
): Promise<void> {
  const wrong = scopes.filter((scope) => scope.outcome !== 'complete');
  const first = wrong[0] ? `${wrong[0].key}: ${wrong[0].problem ?? wrong[0].outcome}` : null;
  await writing(viewer, 'sources:run', async (tx, record) => {
    await tx.$executeRaw`UPDATE collection SET finished_at = ${at}::timestamptz, outcome = ${outcome}, doing = NULL,
      problem = ${problem ?? first} WHERE id = ${open.id}::bigint AND finished_at IS NULL`;
    await record({
      action: 'source.collected',
      outcome: outcome === 'complete' ? 'done' : outcome === 'refused' ? 'refused' : 'failed',
      objectKind: 'source',
      objectId: open.sourceId,
      object: name,
      after: {
        outcome,
        scopes: scopes.length,
        ...Object.fromEntries(wrong.slice(0, 50).map((s) => [s.key, s.outcome])),
      },
      reason: problem ?? first,
    });
  });
}
