import { operatorViewer } from '@/lib/access/viewer';
import { createToken } from '@/lib/commands/create-token';
import { createUser } from '@/lib/commands/create-user';
import { ensureSource } from '@/lib/commands/ensure-source';
import { recordActivity } from '@/lib/commands/record-activity';
import { recordRuns } from '@/lib/commands/record-runs';
import { recordScan } from '@/lib/commands/record-scan';
import { db } from '@/lib/db';
import type { KindId } from '@/lib/resources/index';
import { instance } from '@/lib/resources/instance';
import { RunReport } from '@/lib/resources/run-report';
import { securityGroup } from '@/lib/resources/security-group';
import { volume } from '@/lib/resources/volume';

// Fills the database that DATABASE_URL names with some of everything, the word that is given in every name: users, tokens,
// sources, hosts, groups, volumes, runs, activity, and with them the audit log. The user is `<word>@example.org`.
const [word = '', password = ''] = process.argv.slice(2);

async function seed(): Promise<void> {
  const viewer = operatorViewer('canaries', 'req_canaries');
  const at = new Date(Date.now() - 60_000);
  await createUser(viewer, {
    email: `${word}@example.org`,
    name: `${word} user`,
    role: 'administrator',
    password,
  });
  await createToken(viewer, { name: `${word} token`, role: 'viewer' });
  const sourceId = await ensureSource(viewer, { name: `${word} cloud`, provider: 'aws', config: {} });
  const runs = await ensureSource(viewer, { name: `${word} runs`, provider: 'ansible', config: {} });
  const scan = (kind: KindId, externalId: string, fields: unknown) =>
    recordScan(viewer, {
      sourceId,
      spec: { key: `${word}/${kind}`, kind, account: `${word}-account`, region: word, freshnessSeconds: 86_400 },
      collected: { outcome: 'complete', resources: [{ externalId, fields }], unreadable: [] },
      startedAt: at,
      finishedAt: at,
    });
  const tags = { Facility: `${word} hospital`, Team: `${word} team`, Environment: 'production' };
  const [group, disk, machine] = [`sg-${word}`, `vol-${word}`, `i-${word}`];
  const edge = { ...securityGroup.example, id: group, name: `${word}-edge`, tags };
  const data = { ...volume.example, id: disk, name: `${word}-data`, encrypted: false, kmsKeyId: null, tags };
  const host = { ...instance.example, id: machine, name: `${word}-host`, securityGroupIds: [group], volumeIds: [disk] };
  await scan('aws.ec2.security-group', group, edge);
  await scan('aws.ec2.volume', disk, data);
  const { scopeId } = await scan('aws.ec2.instance', machine, { ...host, tags });
  const time = at.toISOString();
  const report = RunReport.parse({
    tool: 'ansible',
    host: { name: `${word}-host` },
    mode: 'enforce',
    startedAt: time,
    finishedAt: time,
    failed: 1,
    playbook: `${word}.yml`,
    events: [{ task: `${word} task`, status: 'failed', message: `${word} message` }],
  });
  await recordRuns(viewer, runs, [report], at);
  const activity = { eventId: `${word}-event`, at: time, account: null, region: null, service: 'ec2', action: word };
  const actor = { actor: `${word} actor`, actorKind: 'IAMUser', sourceAddress: null, userAgent: null, errorCode: null };
  const rest = { readOnly: false, subjects: [group], request: { word }, response: null };
  await recordActivity(viewer, scopeId, [{ ...activity, ...actor, ...rest }]);
}

await seed();
await db().$disconnect();
