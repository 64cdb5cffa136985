import type { Command } from '@/bin/command';
import { readEnvironment } from '@/lib/env';
import { keyFolder } from '@/lib/jobs/keep-audit-log';
import { rotateKey } from '@/lib/jobs/rotate-key';
import { SigningKeys } from '@/lib/jobs/signing-keys';

export const rotateAuditKey: Command = {
  name: 'audit rotate-key',
  usage: '',
  summary: 'Make the key that signs the audit log next',
  help: ['The next checkpoint announces it; both keys sign for 24 hours, then the new one alone.'],
  options: {},
  run: async ({ viewer }) => {
    const made = await rotateKey(viewer, new SigningKeys(keyFolder(readEnvironment())), new Date());
    return { text: made.text, json: { id: made.id, publicKey: made.text } };
  },
};
