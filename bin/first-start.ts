import { randomUUID } from 'node:crypto';
import { makeFirstLink } from '@/lib/access/first-link';
import { operatorViewer } from '@/lib/access/viewer';
import { askSample } from '@/lib/commands/ask-sample';
import { ensureAdministrator } from '@/lib/commands/ensure-administrator';
import { resealSecrets } from '@/lib/commands/reseal-secrets';
import { readEnvironment } from '@/lib/env';
import { AppError } from '@/lib/errors';
import { prepareBox } from '@/lib/jobs/worker-box';

/** What a start does to an empty installation, and to what an earlier version kept in clear. `firstLink` is the path that makes the administrator, null when there is one. */
export async function firstStart({ sample }: { sample: boolean }): Promise<{ firstLink: string | null }> {
  const { PLUMBLINE_ADMIN_EMAIL: email, PLUMBLINE_ADMIN_PASSWORD: password } = readEnvironment();
  if (!email !== !password)
    throw new Error('PLUMBLINE_ADMIN_EMAIL and PLUMBLINE_ADMIN_PASSWORD belong together: set both');
  const viewer = operatorViewer('npm start', `start_${randomUUID()}`);
  await resealSecrets(viewer, 'clear');
  await prepareBox(viewer);
  if (email && password) await ensureAdministrator(viewer, email, password);
  if (sample) await askSample(viewer, { wish: 'load' }).catch(unlessConflict);
  return { firstLink: await makeFirstLink() };
}

/** Loaded, or being loaded: a second start with --sample is no error. */
function unlessConflict(error: unknown): void {
  if (!(error instanceof AppError && error.code === 'conflict')) throw error;
}
