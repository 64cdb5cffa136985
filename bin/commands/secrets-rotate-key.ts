import type { Command } from '@/bin/command';
import { addSecretKey, secretKeys } from '@/lib/access/secret-keys';
import { dropUnusedKeys, resealSecrets } from '@/lib/commands/reseal-secrets';
import { readEnvironment } from '@/lib/env';

export const rotateSecretKey: Command = {
  name: 'secrets rotate-key',
  usage: '',
  summary: 'Seal client secrets and second factors with a new key',
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
    return { text: `${sealed} secrets are sealed with key ${key}`, json: { key, sealed } };
  },
};
