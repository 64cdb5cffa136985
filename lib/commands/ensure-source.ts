import { writing } from '@/lib/access/transaction';
import type { Viewer } from '@/lib/access/viewer';
import { AppError } from '@/lib/errors';

export interface SourceInput {
  name: string;
  provider: 'aws' | 'ansible' | 'git' | 'sample' | 'join';
  /** Checked by the provider before; never a secret */
  config: Record<string, unknown>;
  intervalSeconds?: number;
  sample?: boolean;
}

/** The id of the source of that name, made where there is none. AppError `conflict` when the name is another provider's. */
export async function ensureSource(viewer: Viewer, input: SourceInput): Promise<string> {
  return writing(viewer, 'ingest', async (tx, record) => {
    const [held] = await tx.$queryRaw<{ id: string; provider: string }[]>`
      SELECT id::text, provider FROM source WHERE name = ${input.name} AND removed_at IS NULL`;
    if (held && held.provider !== input.provider) {
      throw new AppError('conflict', `The name ${input.name} is taken by a source of ${held.provider}`, {
        field: 'name',
      });
    }
    const [made] = held
      ? [held]
      : await tx.$queryRaw<{ id: string }[]>`
          INSERT INTO source (name, provider, config, interval_seconds, sample)
          VALUES (${input.name}, ${input.provider}, ${JSON.stringify(input.config)}, ${input.intervalSeconds ?? 600}, ${input.sample ?? false})
          RETURNING id::text`;
    if (!made) throw new Error('A source was neither found nor made');
    await record({
      action: held ? 'source.used' : 'source.added',
      objectKind: 'source',
      objectId: made.id,
      object: input.name,
      after: { provider: input.provider },
    });
    return made.id;
  });
}
