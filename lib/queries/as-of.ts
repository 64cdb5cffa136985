import { Prisma, type Transaction } from '@/lib/db';

/** The moment that an answer speaks of; null is now. */
export type AsOf = Date | null;

/** The interval predicate of every table with valid_from and valid_to; `table` is its alias. Now uses the partial index. */
export function validAt(asOf: AsOf, table: 'd' | 'f' | 'g' | 'h' | 'l' | 's' | 't'): Prisma.Sql {
  const from = Prisma.raw(`${table}.valid_from`);
  const to = Prisma.raw(`${table}.valid_to`);
  return asOf === null ? Prisma.sql`${to} = 'infinity'` : Prisma.sql`(${from} <= ${asOf} AND ${to} > ${asOf})`;
}

export interface ScopeCoverage {
  key: string;
  source: string;
  kind: string;
  account: string | null;
  region: string | null;
  /** Outcome of the last scan by then; `never` where there was none */
  outcome: 'complete' | 'partial' | 'failed' | 'refused' | 'never';
  /** The API action that was refused */
  refusedAction: string | null;
  problem: string | null;
  /** UTC time of the last complete scan */
  observedAt: Date | null;
  /** No complete scan within the scope's freshness */
  stale: boolean;
}

export interface Coverage {
  /** Every scope was scanned completely and is fresh */
  complete: boolean;
  scopes: ScopeCoverage[];
}

/** How much of the estate an answer speaks of, and how old that is. `observedAt` is the oldest fresh complete scan. */
export async function coverageOf(
  tx: Transaction,
  asOf: AsOf,
  kinds: readonly string[],
): Promise<{ coverage: Coverage; observedAt: Date | null }> {
  const at = asOf ?? new Date();
  const scopes = await tx.$queryRaw<ScopeCoverage[]>`
    SELECT c.key, o.name AS source, c.kind, c.account, c.region, coalesce(last.outcome, 'never') AS outcome,
      last.refused_action AS "refusedAction", last.problem, whole.finished_at AS "observedAt",
      coalesce(whole.finished_at < ${at}::timestamptz - make_interval(secs => c.freshness_seconds), true) AS stale
    FROM scope c JOIN source o ON o.id = c.source_id
    LEFT JOIN LATERAL (SELECT outcome, refused_action, problem FROM scan
      WHERE scope_id = c.id AND finished_at <= ${at} ORDER BY finished_at DESC LIMIT 1) last ON true
    LEFT JOIN LATERAL (SELECT finished_at FROM scan
      WHERE scope_id = c.id AND outcome = 'complete' AND finished_at <= ${at} ORDER BY finished_at DESC LIMIT 1) whole ON true
    WHERE c.kind = ANY(${[...kinds]}::text[]) AND c.created_at <= ${at} AND (c.removed_at IS NULL OR c.removed_at > ${at})
    ORDER BY c.key`;
  const fresh = scopes.filter((scope) => scope.observedAt && !scope.stale).map((scope) => scope.observedAt as Date);
  const oldest = fresh.length > 0 ? new Date(Math.min(...fresh.map(Number))) : null;
  const complete = scopes.length > 0 && scopes.every((scope) => scope.outcome === 'complete' && !scope.stale);
  return { coverage: { complete, scopes }, observedAt: oldest };
}
