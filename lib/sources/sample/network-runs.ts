import { RunReport } from '@/lib/resources/run-report';
import { iso, minute } from '@/lib/sources/sample/calendar';
import type { CodeCommit } from '@/lib/sources/sample/code-commits';
import { sampleGroups } from '@/lib/sources/sample/group-table';

/** The controller that applies the security groups: a host of the sample. */
const controller = 'rvs-ci-01';

/**
 * The enforcing runs that brought commits of the security groups to the cloud within (after, until], each limited to the
 * file of its commit. `revisions` are the ids of the commits, oldest first.
 */
export function networkRuns(
  commits: readonly CodeCommit[],
  revisions: readonly string[],
  repository: string,
  after: number,
  until: number,
): RunReport[] {
  return commits.flatMap((commit, index) => {
    const { appliedAt, edits } = commit;
    if (appliedAt === null || appliedAt <= after || appliedAt > until) return [];
    const revision = revisions[index];
    if (!revision) return [];
    const began = appliedAt - 2 * minute;
    const files = edits.map(({ group }) => sampleGroups.find(({ name }) => name === group)?.file ?? 'network');
    return RunReport.parse({
      tool: 'ansible',
      host: { name: controller },
      mode: 'enforce',
      startedAt: iso(began),
      finishedAt: iso(appliedAt),
      ok: 3 + edits.length,
      changed: edits.length,
      revision,
      repository,
      playbook: 'network.yml',
      controller,
      actor: 'ansible-ci',
      tags: [...new Set(files.map((file) => file.replace(/^.*\/|\.yml$/g, '')))].join(','),
      intervalSeconds: 4 * 3600,
      events: edits.map(({ group }) => ({
        task: `network : ${group}`,
        action: 'amazon.aws.ec2_security_group',
        status: 'changed',
        path: group,
      })),
    });
  });
}
