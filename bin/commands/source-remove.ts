import type { Command } from '@/bin/command';
import { sourceNamed } from '@/bin/commands/source-named';
import { removeSource } from '@/lib/commands/remove-source';

export const removeSourceNamed: Command = {
  name: 'source remove',
  usage: 'NAME',
  summary: 'End a source: nothing more is observed of it, its past stays',
  help: [],
  options: {},
  words: 1,
  run: async (given) => {
    const { id, name } = await sourceNamed(given);
    await removeSource(given.viewer, { id });
    return { text: `${name} is removed; its past stays`, json: { id, name, removed: true } };
  },
};
