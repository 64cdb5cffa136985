import type { Command } from '@/bin/command';
import { removeSample } from '@/lib/jobs/remove-sample';

export const removeSampleEstate: Command = {
  name: 'sample remove',
  usage: '',
  summary: 'Remove the sample estate with its history',
  help: [],
  options: {},
  run: async ({ viewer }) => {
    await removeSample(viewer);
    return { text: 'The sample estate is removed', json: { removed: true } };
  },
};
