import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ensureSource } from '@/lib/commands/ensure-source';
import { driftRows, minute } from '@/lib/commands/test-estate';
import { ingest } from '@/lib/jobs/ingest';
import { securityGroups } from '@/lib/sources/aws/security-group';
import { git } from '@/lib/sources/git/git';
import { testContext, testRepository } from '@/lib/sources/git/test-repository';
import type { ScopeSpec } from '@/lib/sources/source';
import { useTestDatabase, viewerFor } from '@/lib/test-database';

useTestDatabase();

const recorded = ['../shared/data/ansible-runs-recorded', '../../shared/data/ansible-runs-recorded'].find((folder) =>
  existsSync(folder),
);

test.skipIf(!recorded)('a recorded run: what Ansible found to differ is drift, and nothing else', async () => {
  const viewer = await viewerFor('ingest');
  const live = JSON.parse(readFileSync(`${recorded}/20-live-security-groups.json`, 'utf8')) as {
    SecurityGroups: unknown[];
  };
  const account = '644160558196';
  const spec: ScopeSpec = {
    key: `${account}/us-east-1/aws.ec2.security-group`,
    kind: 'aws.ec2.security-group',
    account,
    region: 'us-east-1',
    freshnessSeconds: 3600,
  };
  const resources = live.SecurityGroups.map((raw) => {
    const fields = securityGroups.row.parse(raw);
    return { externalId: fields?.id ?? '', fields };
  });
  const cloud = await ensureSource(viewer, { name: 'aws', provider: 'aws', config: {} });
  const span = (at: number) => ({ startedAt: minute(at), finishedAt: minute(at) });
  await ingest(viewer, cloud, spec, { outcome: 'complete', resources, unreadable: [] }, span(1));

  const repository = testRepository(`${recorded}/playbooks`);
  repository.commit({}, 'M. Castellanos', '2026-09-01T10:00:00Z');
  const config = git.config.parse({ url: repository.folder });
  const code = await ensureSource(viewer, { name: 'code', provider: 'git', config });
  const [scope] = await git.scopes(config, testContext);
  if (!scope) throw new Error('A repository is one scope');
  await ingest(viewer, code, scope, await git.collect(config, scope, testContext), span(2));

  const found = (await driftRows()).map(({ name, ahead, summary }) => `${name}: ${ahead}: ${summary}`).sort();
  expect(found).toEqual([
    'bastion: code: Port 22 from 203.0.113.7/32, missing in the cloud',
    'db: cloud: Port 5432 from 10.1.2.3/32 instead of app',
    'not-there-yet: code: Declared, but not in the cloud',
    'web-public: cloud: Port 22 open to 0.0.0.0/0, undeclared',
  ]);
});
