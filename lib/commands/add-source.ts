import { z } from 'zod';
import { parseInput } from '@/lib/access/parse-input';
import { writing } from '@/lib/access/transaction';
import type { Viewer } from '@/lib/access/viewer';
import { sealConfig } from '@/lib/commands/seal-config';
import { wakeWorker } from '@/lib/commands/wake-worker';
import { AppError } from '@/lib/errors';
import { sourceOf } from '@/lib/sources/index';

export const NewSource = z.object({
  name: z.string().trim().min(1, 'must not be empty').max(80),
  provider: z.enum(['aws', 'git']),
  /** As the provider wants it: regions, roles; address and folder of a repository */
  config: z.record(z.string(), z.unknown()),
  /** Seconds between two collections; 0 collects only when asked */
  intervalSeconds: z.coerce.number().int().min(0).max(86_400).default(600),
});

/** Adds a source, to be collected in the next slot, which for a new one is now. AppError `conflict` when the name is taken. */
export async function addSource(viewer: Viewer, input: z.input<typeof NewSource>): Promise<{ id: string }> {
  const { name, provider, intervalSeconds, ...given } = parseInput(NewSource, input);
  const config = checkedConfig(provider, given.config);
  return writing(viewer, 'sources:write', async (tx, record) => {
    const [next] = await tx.$queryRaw<{ id: string }[]>`
      SELECT nextval(pg_get_serial_sequence('source', 'id'))::text AS id`;
    const sealed = await sealConfig(tx, provider, config, { table: 'source', row: next?.id ?? '' });
    const [row] = await tx.$queryRaw<{ id: string }[]>`
      INSERT INTO source (id, name, provider, config, interval_seconds) OVERRIDING SYSTEM VALUE
      VALUES (${next?.id}::bigint, ${name}, ${provider}, ${JSON.stringify(sealed)}, ${intervalSeconds})
      ON CONFLICT (name) WHERE removed_at IS NULL DO NOTHING RETURNING id::text`;
    if (!row) throw new AppError('conflict', `There is a source named ${name} already`, { field: 'name' });
    await wakeWorker(tx);
    const { externalId: _secret, accounts: _roles, ...told } = config;
    const after = { provider, intervalSeconds, ...told };
    await record({ action: 'source.added', objectKind: 'source', objectId: row.id, object: name, after });
    return row;
  });
}

/** The configuration as its provider reads it, without secrets; AppError `invalid` naming the field that is wrong. */
export function checkedConfig(provider: string, given: unknown): Record<string, unknown> {
  const source = sourceOf(provider);
  if (!source) throw new AppError('invalid', `A source of ${provider} is pushed to, not added`, { field: 'provider' });
  const config = parseInput(source.config, given) as Record<string, unknown>;
  if (typeof config.url === 'string' && /^\w+:\/\/[^/@\s]+@/.test(config.url))
    throw new AppError(
      'invalid',
      'url: leave the credentials out and give them to a Git credential helper of the worker',
      { field: 'url' },
    );
  return config;
}
