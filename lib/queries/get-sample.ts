import { reading } from '@/lib/access/transaction';
import type { Viewer } from '@/lib/access/viewer';

export interface SampleState {
  loaded: boolean;
  /** What is being done with it now */
  wish: 'load' | 'remove' | null;
  /** Days of history that are made, of how many; 0 of 0 before it begins */
  done: number;
  total: number;
  /** Why the last load broke off */
  problem: string | null;
}

/** Whether the sample estate is here, and how far its load has come. */
export async function getSample(viewer: Viewer): Promise<SampleState> {
  return reading(viewer, 'sources:read', async (tx) => {
    const [row] = await tx.$queryRaw<SampleState[]>`
      SELECT EXISTS (SELECT FROM source WHERE sample AND removed_at IS NULL) AS loaded,
        (SELECT value FROM setting WHERE key = 'sample') AS wish,
        coalesce(last.scopes_done, 0) AS done, coalesce(last.scopes_total, 0) AS total,
        CASE WHEN last.outcome = 'failed' THEN last.problem END AS problem
      FROM (SELECT 1) one LEFT JOIN LATERAL (SELECT n.* FROM collection n JOIN source o ON o.id = n.source_id
        WHERE o.provider = 'sample' ORDER BY n.asked_at DESC LIMIT 1) last ON true`;
    if (!row) throw new Error('The state of the sample was not answered');
    return row;
  });
}
