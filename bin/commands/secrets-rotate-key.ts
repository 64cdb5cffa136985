import type { Command } from '@/bin/command';
import { addSecretKey, secretKeys } from '@/lib/access/secret-keys';
import { dropUnusedKeys, resealSecrets } from '@/lib/commands/reseal-secrets';
import { readEnvironment } from '@/lib/env';
import { rotateBox } from '@/lib/jobs/worker-box';

export const rotateSecretKey: Command = {
  name: 'secrets rotate-key',
  usage: '',
  summary: 'Seal client secrets, second factors and secrets of sources with new keys',
  help: [
    'Where PLUMBLINE_SECRET_KEYS holds the keys: add one at its end, restart, then run this.',
    'The key before stays until the next rotation.',
  ],
  options: {},
  run: async ({ viewer }) => {
    if (!readEnvironment().PLUMBLINE_SECRET_KEYS) addSecretKey();
    const sealed = await resealSecrets(viewer, 'all');
    await dropUnusedKeys();
    const key = secretKeys().at(-1)?.id ?? '';
    const sources = await rotateBox(viewer);
    const text = `${sealed} secrets are sealed with key ${key}, ${sources.sealed} sources with key ${sources.key}`;
    return { text, json: { key, sealed, sources } };
  },
};
