import { type BoxPlace, boxKeyOf, openInWorker } from '@/lib/access/worker-box';
import { boxKeys } from '@/lib/jobs/box-keys';
import { changeSecrets } from '@/lib/sources/change-secrets';
import type { Source } from '@/lib/sources/source';

/** A stored configuration with its secrets opened. AppError `unavailable` when one cannot be. */
export function openConfig({ secrets = [] }: Source<unknown>, stored: string, at: Omit<BoxPlace, 'member'>): unknown {
  return changeSecrets(JSON.parse(stored) as unknown, secrets, (text, member) =>
    boxKeyOf(text) === null ? text : openInWorker(text, boxKeys.privateKey, { ...at, member }),
  );
}
