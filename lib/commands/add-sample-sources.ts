import { writing } from '@/lib/access/transaction';
import type { Viewer } from '@/lib/access/viewer';
import { AppError } from '@/lib/errors';

/** As forges call it; the folder is nobody's business */
export const sampleRepositoryName = 'meridian/ehr-network';

/**
 * Adds the sources of the sample estate, marked as such: the estate itself, and the repository that declares its groups,
 * where there is a git. They are not collected by the clock before their history is made. AppError `conflict` when the
 * sample is there already.
 */
export async function addSampleSources(
  viewer: Viewer,
  config: { end: string; days: number },
  repository: string | null,
): Promise<{ sampleId: string; gitId: string | null }> {
  return writing(viewer, 'sources:write', async (tx, record) => {
    const [held] = await tx.$queryRaw<{ id: string }[]>`SELECT id::text FROM source WHERE sample LIMIT 1`;
    if (held) throw new AppError('conflict', 'The sample estate is loaded already: remove it first');
    const add = async (name: string, provider: string, settings: Record<string, unknown>) => {
      const [row] = await tx.$queryRaw<{ id: string }[]>`
        INSERT INTO source (name, provider, config, interval_seconds, sample)
        VALUES (${name}, ${provider}, ${JSON.stringify(settings)}, 0, true) RETURNING id::text`;
      if (!row) throw new Error('A source of the sample was not written');
      return row.id;
    };
    const sampleId = await add('Meridian Health', 'sample', config);
    const gitId = repository
      ? await add(sampleRepositoryName, 'git', { url: repository, name: sampleRepositoryName })
      : null;
    await record({
      action: 'sample.loaded',
      objectKind: 'source',
      objectId: sampleId,
      object: 'Sample estate',
      after: { ...config, declared: repository !== null },
    });
    return { sampleId, gitId };
  });
}
