import { z } from 'zod';
import { parseInput } from '@/lib/access/parse-input';
import { writing } from '@/lib/access/transaction';
import type { Viewer } from '@/lib/access/viewer';
import { checkedConfig } from '@/lib/commands/add-source';
import { sealConfig } from '@/lib/commands/seal-config';
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
    const [next] = await tx.$queryRaw<{ id: string }[]>`
      SELECT nextval(pg_get_serial_sequence('source_test', 'id'))::text AS id`;
    const sealed = await sealConfig(tx, provider, config, { table: 'source_test', row: next?.id ?? '' });
    const [row] = await tx.$queryRaw<{ id: string }[]>`
      INSERT INTO source_test (id, provider, config, asked_by) OVERRIDING SYSTEM VALUE
      VALUES (${next?.id}::bigint, ${provider}, ${JSON.stringify(sealed)}, ${viewer.name}) RETURNING id::text`;
    if (!row) throw new Error('A test was not written');
    await wakeWorker(tx);
    await record({ action: 'source.tested', objectKind: 'source', object: provider, after: { provider } });
    return row;
  });
}
