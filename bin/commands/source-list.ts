import type { Command } from '@/bin/command';
import { listSources, SourceFilter } from '@/lib/queries/list-sources';

export const listSourcesOf: Command = {
  name: 'source list',
  usage: '',
  summary: 'List the sources with what they last collected',
  help: [],
  options: {},
  run: async ({ viewer }) => {
    const { rows } = await listSources(viewer, SourceFilter.parse({ limit: 500 }));
    const lines = rows.map((row) =>
      [row.name, row.provider, row.state, row.lastCompleteAt?.toISOString() ?? 'never complete'].join('\t'),
    );
    return { text: lines.join('\n') || 'There is no source yet', json: rows };
  },
};
