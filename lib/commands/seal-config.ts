import { type BoxPlace, sealForWorker } from '@/lib/access/worker-box';
import type { Transaction } from '@/lib/db';
import { AppError } from '@/lib/errors';
import { changeSecrets } from '@/lib/sources/change-secrets';
import { sourceOf } from '@/lib/sources/index';

/** Where the worker tells its public key. */
export const boxSetting = 'worker.box';

/**
 * A configuration as it is stored: its secrets sealed for the worker, which alone opens them. AppError `unavailable` when
 * there is a secret and no worker has told its key yet.
 */
export async function sealConfig<T>(
  tx: Transaction,
  provider: string,
  config: T,
  at: Omit<BoxPlace, 'member'>,
): Promise<T> {
  const names = sourceOf(provider)?.secrets ?? [];
  const [row] = await tx.$queryRaw<{ value: string }[]>`SELECT value FROM setting WHERE key = ${boxSetting}`;
  return changeSecrets(config, names, (secret, member) => {
    if (!row) throw new AppError('unavailable', 'The worker has not told its key yet: start it, then try again');
    return sealForWorker(secret, row.value, { ...at, member });
  });
}
