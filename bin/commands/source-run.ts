import type { Command, Given } from '@/bin/command';
import { sourceNamed } from '@/bin/commands/source-named';
import { askCollection } from '@/lib/commands/ask-collection';
import { AppError } from '@/lib/errors';
import { collectSource } from '@/lib/jobs/collect';
import { isWorkerAlive } from '@/lib/jobs/open-collections';
import { type CollectionRow, getCollection } from '@/lib/queries/get-collection';
import type { SourceRow } from '@/lib/queries/list-sources';

/** A worker that ends is started again by its supervisor well before. */
const patienceMs = 60_000;

export const runSource: Command = {
  name: 'source run',
  usage: 'NAME [--wait]',
  summary: 'Collect from a source now',
  help: ['--wait  wait until it has ended; exit code 0 only when every scope is complete, else the scopes are named'],
  options: { wait: { type: 'boolean' } },
  words: 1,
  run: async (given) => {
    const source = await sourceNamed(given);
    if (await isWorkerAlive()) return askWorker(given, source);
    // Nobody would take it: it is collected here, in this process.
    const clock = () => new Date();
    await collectSource(given.viewer, source.id, { at: clock(), clock });
    return told(await getCollection(given.viewer, { source: source.id }));
  },
};

async function askWorker(given: Given, source: SourceRow) {
  const { collection } = await askCollection(given.viewer, { id: source.id });
  if (!given.values.wait) return { text: `${source.name} is being collected`, json: { collection } };
  let aliveAt = Date.now();
  for (;;) {
    const row = await getCollection(given.viewer, { source: source.id, id: collection });
    if (row.finishedAt) return told(row);
    if (await isWorkerAlive()) aliveAt = Date.now();
    if (Date.now() - aliveAt > patienceMs) throw new AppError('unavailable', 'The worker has ended: run it again');
    await new Promise((wake) => setTimeout(wake, 300));
  }
}

function told(row: CollectionRow) {
  const wrong = row.scopes.filter(({ outcome }) => outcome !== 'complete');
  if (wrong.length > 0 || row.outcome !== 'complete')
    process.stderr.write(
      `${[
        `plumbline: ${row.source} is ${row.outcome}${wrong.length === 0 && row.problem ? `: ${row.problem}` : ''}`,
        ...wrong.map(
          (it) => `  ${it.key}: ${it.outcome}${it.refusedAction ? ` ${it.refusedAction}` : ''}, ${it.problem ?? ''}`,
        ),
      ].join('\n')}\n`,
    );
  const complete = row.scopes.length - wrong.length;
  return {
    text: `${row.source}: ${complete} of ${row.scopes.length} scopes complete`,
    json: row,
    exitCode: row.outcome === 'complete' ? 0 : 1,
  };
}
