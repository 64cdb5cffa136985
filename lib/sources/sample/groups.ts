import type { z } from 'zod';
import type { securityGroup } from '@/lib/resources/security-group';
import { codeCommits, edited } from '@/lib/sources/sample/code-commits';
import { sites } from '@/lib/sources/sample/facilities';
import { groupChanges } from '@/lib/sources/sample/group-changes';
import { cloudRules } from '@/lib/sources/sample/group-rules';
import { groupId, type SampleGroup, sampleGroups } from '@/lib/sources/sample/group-table';
import { scopeKey } from '@/lib/sources/sample/resource-tags';
import type { Stretch, Timeline } from '@/lib/sources/sample/timeline';

type Group = z.infer<typeof securityGroup.fields>;

/** What EC2 says of every security group from `start` on. */
export function groupTimelines(start: number, end: number): Timeline[] {
  const changes = groupChanges(start, end);
  return sampleGroups.map((group) => {
    const stretches: Stretch[] = [];
    let rules = rulesBefore(group, start, end);
    let from = Number.NEGATIVE_INFINITY;
    for (const change of changes.filter((it) => it.group === group.name)) {
      stretches.push({ from, to: change.at, fields: groupFields(group, rules) });
      rules = edited(rules, change);
      from = change.at;
    }
    stretches.push({ from, to: Number.POSITIVE_INFINITY, fields: groupFields(group, rules) });
    return {
      scope: scopeKey(sites[group.site], 'aws.ec2.security-group'),
      externalId: groupId(group.name, group.site),
      stretches,
    };
  });
}

/** What the code had brought to the cloud by then. */
function rulesBefore(group: SampleGroup, start: number, end: number): string[] {
  if (!group.file) return group.name === 'default' ? [] : group.rules;
  return codeCommits(end)
    .filter(({ appliedAt }) => appliedAt !== null && appliedAt <= start)
    .flatMap(({ edits }) => edits.filter((edit) => edit.group === group.name))
    .reduce(edited, [] as string[]);
}

function groupFields(group: SampleGroup, rules: readonly string[]): Group {
  const site = sites[group.site];
  return {
    id: groupId(group.name, group.site),
    name: group.name,
    description: group.description,
    vpcId: site.vpcId,
    ownerId: site.account,
    rules: cloudRules(rules, group.egress),
    tags: { Name: group.name, Facility: group.facility, Environment: site.environment, Team: group.team },
  };
}
