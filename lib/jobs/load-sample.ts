import { jobViewer, requirePermission, type Viewer } from '@/lib/access/viewer';
import { addSampleSources } from '@/lib/commands/add-sample-sources';
import { startSampleSources } from '@/lib/commands/start-sample-sources';
import { db } from '@/lib/db';
import { messageOf } from '@/lib/errors';
import { makeSampleHistory, type SampleProgress } from '@/lib/jobs/make-sample-history';
import { type OpenCollection, openCollection } from '@/lib/jobs/open-collections';
import { beginSampleRepository, hasGit, sampleRepositoryFolder } from '@/lib/jobs/sample-repository';
import { whileSampleLoads } from '@/lib/jobs/while-sample-loads';

export interface LoadOptions {
  /** The moment at which the history ends; by default now */
  end?: Date;
  days?: number;
  onProgress?: (progress: SampleProgress) => void;
  signal?: AbortSignal;
}

export interface LoadedSample {
  sourceId: string;
  days: number;
  /** What is missing, and why; null: nothing */
  missing: string | null;
}

const withoutGit = 'git is not installed: the sample has no repository, and so no declared groups and no drift';

/**
 * Loads the sample estate: adds its sources, makes their history and lets the schedule go on from there. AppError
 * `conflict` when it is loaded already. A load that breaks off can be removed like a whole one.
 */
export async function loadSample(viewer: Viewer, options: LoadOptions = {}): Promise<LoadedSample> {
  requirePermission(viewer, 'sources:write');
  return whileSampleLoads(() => load(viewer, options));
}

async function load(viewer: Viewer, options: LoadOptions): Promise<LoadedSample> {
  const { end = new Date(), days = 90, onProgress = () => undefined, signal = new AbortController().signal } = options;
  const config = { end: new Date(Math.floor(end.getTime() / 1000) * 1000).toISOString(), days };
  const folder = (await hasGit()) ? sampleRepositoryFolder() : null;
  const { sampleId, gitId } = await addSampleSources(viewer, config, folder);
  const code = gitId && folder ? { gitId, folder } : null;
  const missing = code ? null : withoutGit;
  const job = jobViewer('sample estate', viewer.requestId);
  const ids = [sampleId, ...(gitId ? [gitId] : [])];
  const open = await Promise.all(ids.map((id) => openCollection(id, viewer.name, new Date())));
  try {
    if (code) await beginSampleRepository(code.folder);
    const tellAll = async (progress: SampleProgress) => {
      signal.throwIfAborted();
      await tell(open, progress);
      onProgress(progress);
    };
    await makeSampleHistory(job, { config, sampleId, code, onProgress: tellAll });
    await startSampleSources(job, ids, { days });
    await close(open, 'complete', missing);
  } catch (error) {
    await close(open, 'failed', messageOf(error));
    throw error;
  }
  return { sourceId: sampleId, days, missing };
}

async function tell(open: readonly OpenCollection[], { day, days, doing }: SampleProgress): Promise<void> {
  await db().$executeRaw`UPDATE collection SET scopes_total = ${days}, scopes_done = ${day}, doing = ${doing},
    heartbeat_at = clock_timestamp() WHERE id = ANY(${open.map(({ id }) => id)}::bigint[])`;
}

async function close(
  open: readonly OpenCollection[],
  outcome: 'complete' | 'failed',
  problem: string | null,
): Promise<void> {
  await db().$executeRaw`UPDATE collection SET finished_at = clock_timestamp(), outcome = ${outcome}, doing = NULL,
    problem = ${problem} WHERE id = ANY(${open.map(({ id }) => id)}::bigint[]) AND finished_at IS NULL`;
}
