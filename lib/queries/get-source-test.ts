import { reading } from '@/lib/access/transaction';
import type { Viewer } from '@/lib/access/viewer';
import { AppError } from '@/lib/errors';

export interface ScopeTest {
  key: string;
  kind: string;
  region: string | null;
  outcome: 'waiting' | 'complete' | 'partial' | 'refused' | 'failed';
  /** How many the scope answered with; null unless it did */
  count: number | null;
  /** The refused API action */
  action: string | null;
  problem: string | null;
}

export interface SourceTest {
  /** What each scope answered, as far as it has come */
  scopes: ScopeTest[];
  ended: boolean;
  /** Why no scope could be asked */
  problem: string | null;
}

/** How far the worker has come with trying a configuration. AppError `not-found` a day later. */
export async function getSourceTest(viewer: Viewer, { id }: { id: string }): Promise<SourceTest> {
  return reading(viewer, 'sources:write', async (tx) => {
    const [row] = await tx.$queryRaw<{ answer: string; ended: boolean; problem: string | null }[]>`
      SELECT answer, finished_at IS NOT NULL AS ended, problem FROM source_test WHERE id = ${id}::bigint`;
    if (!row) throw new AppError('not-found', 'There is no such test');
    return { scopes: JSON.parse(row.answer) as ScopeTest[], ended: row.ended, problem: row.problem };
  });
}
