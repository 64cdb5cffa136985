import { type Given, UsageError } from '@/bin/command';
import { AppError } from '@/lib/errors';
import { listSources, SourceFilter, type SourceRow } from '@/lib/queries/list-sources';

/** The source of the name that was typed. */
export async function sourceNamed({ positionals, viewer }: Given): Promise<SourceRow> {
  const [name] = positionals;
  if (name === undefined) throw new UsageError('the name of the source is missing');
  const { rows } = await listSources(viewer, SourceFilter.parse({ limit: 500 }));
  const found = rows.find((row) => row.name === name);
  if (!found) throw new AppError('not-found', `There is no source named ${name}: npx plumbline source list`);
  return found;
}
