import { z } from 'zod';
import { parseInput } from '@/lib/access/parse-input';
import { writing } from '@/lib/access/transaction';
import type { Viewer } from '@/lib/access/viewer';
import { checkedConfig } from '@/lib/commands/add-source';
import { wakeWorker } from '@/lib/commands/wake-worker';

export const SourceToTest = z.object({
  provider: z.enum(['aws', 'git']),
  config: z.record(z.string(), z.unknown()),
});

/** Asks the worker, which alone has keys to a cloud, to try a configuration; nothing that it reads is kept. */
export async function askSourceTest(viewer: Viewer, input: z.input<typeof SourceToTest>): Promise<{ id: string }> {
  const { provider, ...given } = parseInput(SourceToTest, input);
  const config = checkedConfig(provider, given.config);
  return writing(viewer, 'sources:write', async (tx, record) => {
    const [row] = await tx.$queryRaw<{ id: string }[]>`
      INSERT INTO source_test (provider, config, asked_by) VALUES (${provider}, ${JSON.stringify(config)}, ${viewer.name})
      RETURNING id::text`;
    if (!row) throw new Error('A test was not written');
    await wakeWorker(tx);
    await record({ action: 'source.tested', objectKind: 'source', object: provider, after: { provider } });
    return row;
  });
}
