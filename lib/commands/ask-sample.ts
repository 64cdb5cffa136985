import { z } from 'zod';
import { requireEverything } from '@/lib/access/reach';
import { writing } from '@/lib/access/transaction';
import type { Viewer } from '@/lib/access/viewer';
import { wakeWorker } from '@/lib/commands/wake-worker';
import { AppError } from '@/lib/errors';

export const SampleWish = z.object({ wish: z.enum(['load', 'remove']) });

/** Asks the worker to load or to remove the sample estate. AppError `conflict` when it is so already, or asked for. */
export async function askSample(viewer: Viewer, { wish }: z.output<typeof SampleWish>): Promise<void> {
  await writing(viewer, 'sources:write', async (tx, record) => {
    requireEverything(viewer);
    const [held] = await tx.$queryRaw<{ loaded: boolean }[]>`
      SELECT EXISTS (SELECT FROM source WHERE sample AND removed_at IS NULL) AS loaded`;
    if (held?.loaded === (wish === 'load'))
      throw new AppError('conflict', wish === 'load' ? 'The sample estate is loaded' : 'There is no sample estate');
    const asked = await tx.$executeRaw`INSERT INTO setting (key, value) VALUES ('sample', ${wish})
      ON CONFLICT (key) DO NOTHING`;
    if (asked === 0) throw new AppError('conflict', 'The sample estate is being loaded or removed already');
    await wakeWorker(tx);
    await record({ action: `sample.${wish}-asked`, objectKind: 'source', object: 'Sample estate' });
  });
}
