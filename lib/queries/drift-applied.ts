import { withinReach } from '@/lib/access/transaction';
import type { Viewer } from '@/lib/access/viewer';
import type { Transaction } from '@/lib/db';

/** The last enforcing run from a repository: what was applied, between what is declared and what is observed. */
export interface AppliedRun {
  id: string;
  host: string;
  outcome: string;
  /** UTC */
  startedAt: Date;
  revision: string | null;
  playbook: string | null;
  actor: string | null;
  controller: string | null;
}

/** The last enforcing run of a repository that started by `at`; null where none was reported within reach. */
export async function appliedRun(
  tx: Transaction,
  viewer: Viewer,
  repository: string,
  at: Date,
): Promise<AppliedRun | null> {
  const [run] = await tx.$queryRaw<AppliedRun[]>`
    SELECT id::text, host_name AS host, outcome, least(last_started_at, ${at}::timestamptz) AS "startedAt", revision, playbook, actor, controller
    FROM run r WHERE repository = ANY(${spellings(repository)}::text[]) AND mode = 'enforce' AND started_at <= ${at} AND ${withinReach(viewer, 'r')}
    ORDER BY started_at DESC LIMIT 1`;
  return run ?? null;
}

/** A repository goes by several names: with and without `.git`, by https and by ssh. */
function spellings(repository: string): string[] {
  const plain = repository.replace(/\/+$/, '').replace(/\.git$/, '');
  const remote = /^https:\/\/([^/]+)\/(.+)$/.exec(plain);
  const ssh = remote ? [`git@${remote[1]}:${remote[2]}`, `ssh://git@${remote[1]}/${remote[2]}`] : [`file://${plain}`];
  return [plain, ...ssh].flatMap((name) => [name, `${name}.git`, `${name}/`]);
}
