import { join, resolve } from 'node:path';
import { jobViewer } from '@/lib/access/viewer';
import type { Environment } from '@/lib/env';
import { messageOf } from '@/lib/errors';
import { carryCheckpoints } from '@/lib/jobs/carry-checkpoints';
import { seal } from '@/lib/jobs/seal';
import { SigningKeys } from '@/lib/jobs/signing-keys';
import { witnessesOf } from '@/lib/jobs/witnesses';
import { log } from '@/lib/log';

/** Where the private keys of the log lie. */
export function keyFolder({ PLUMBLINE_DATA_DIR: data }: Environment): string {
  return resolve(join(data, 'keys'));
}

/** The two things that the worker does for the audit log again and again; a problem that lasts is logged once. */
export function keepAuditLog(environment: Environment, stop: AbortSignal) {
  const keys = new SigningKeys(keyFolder(environment));
  const witnesses = witnessesOf(environment);
  return {
    seal: once(async (at) => {
      await seal(keys, environment.PLUMBLINE_ORGANISATION, { at, stop });
    }),
    carry: once((at) => carryCheckpoints(jobViewer('carry', `job_carry_${at.toISOString()}`), witnesses, stop)),
  };
}

function once(step: (at: Date) => Promise<void>): () => Promise<false> {
  let said: string | null = null;
  return async () => {
    const problem = await step(new Date()).then(() => null, messageOf);
    if (problem !== null && problem !== said)
      log.error({ problem }, 'the audit log could not be sealed or carried out');
    said = problem;
    return false;
  };
}
