import type { Command } from '@/bin/command';
import { loadSample } from '@/lib/jobs/load-sample';

export const loadSampleEstate: Command = {
  name: 'sample load',
  usage: '',
  summary: 'Load the sample estate: an invented company, 90 days of history',
  help: ['npm run demo starts Plumbline with it.'],
  options: {},
  run: async ({ viewer, values }) => {
    const onProgress = ({ doing }: { doing: string }) => {
      if (process.stderr.isTTY && !values.json) process.stderr.write(`\r${doing} `);
    };
    const loaded = await loadSample(viewer, { onProgress });
    const text = `The sample estate is loaded: ${loaded.days} days${loaded.missing ? `; ${loaded.missing}` : ''}`;
    return { text, json: loaded };
  },
};
