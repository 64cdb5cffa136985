import type { Viewer } from '@/lib/access/viewer';
import { ensureSource } from '@/lib/commands/ensure-source';
import { recordDeclarations } from '@/lib/commands/record-declarations';
import { type DriftChange, recordDrift } from '@/lib/commands/record-drift';
import { recordScan } from '@/lib/commands/record-scan';
import { db } from '@/lib/db';
import { compareGroup } from '@/lib/drift/compare-group';
import type { DeclaredGroup, DeclaredRule } from '@/lib/resources/declared-group';
import type { SecurityGroupRule } from '@/lib/resources/security-group';
import type { Collected, ScopeSpec } from '@/lib/sources/source';
import { viewerFor } from '@/lib/test-database';

/** Minutes after 1 October 2026, 10:00 UTC. */
export const minute = (count: number) => new Date(Date.UTC(2026, 9, 1, 10, count));

/** A rule by port and peer: `rule(443, '0.0.0.0/0')`. */
export function rule(port: number | null, peer: string, more: Partial<SecurityGroupRule> = {}): SecurityGroupRule {
  const peerKind = peer.includes(':') ? 'ipv6' : peer.includes('.') ? 'ipv4' : 'group';
  const ports = { fromPort: port, toPort: port };
  return { direction: 'ingress', protocol: 'tcp', ...ports, peerKind, peer, description: null, ...more };
}

/** A declared rule, committed so many minutes after the start. */
export function declaredRule(line: number, committed: number, of: SecurityGroupRule): DeclaredRule {
  return { ...of, at: place(line, committed) };
}

/** A line of the test repository, committed so many minutes after the start. */
export function place(line: number, committed: number) {
  return {
    file: 'roles/network/vars/edge.yml',
    line,
    revision: 'b5520e8c0f1e4d7a9b3c5d6e7f8091a2b3c4d5e6',
    author: 'M. Castellanos',
    committedAt: minute(committed).toISOString(),
    subject: 'Open the edge',
  };
}

/** A declared group of us-east-1, with what differs from the usual. */
export function declaredGroup(name: string, rules: DeclaredRule[], more: Partial<DeclaredGroup> = {}): DeclaredGroup {
  return {
    name,
    nameResolved: true,
    state: 'present',
    account: null,
    region: 'us-east-1',
    network: null,
    purgeIngress: true,
    purgeEgress: true,
    egressDeclared: false,
    rules,
    unresolved: [],
    tool: 'ansible',
    repository: 'https://git.example.org/net',
    at: place(12, 0),
    code: [{ file: 'roles/network/vars/edge.yml', from: 13, lines: ['- proto: tcp', '  ports: 443'] }],
    ...more,
  };
}

/** An observed group as the cloud gives it. */
export function observedGroup(name: string, rules: SecurityGroupRule[], facility = 'Riverside') {
  const tags = { Facility: facility, Team: 'EHR platform' };
  const id = `sg-${name}`;
  const fields = { id, name, description: '', vpcId: 'vpc-1', ownerId: '418203995571', rules, tags };
  return { externalId: id, fields };
}

/** An account and a repository whose two sides are recorded, and compared, minute by minute. */
export async function testEstate(name: string) {
  const viewer = await viewerFor('ingest');
  const account = '418203995571';
  const cloud = await ensureSource(viewer, { name: `${name} aws`, provider: 'aws', config: {} });
  const code = await ensureSource(viewer, { name: `${name} git`, provider: 'git', config: {} });
  const groups: ScopeSpec = {
    key: `${account}/us-east-1/aws.ec2.security-group`,
    kind: 'aws.ec2.security-group',
    account,
    region: 'us-east-1',
    freshnessSeconds: 3600,
  };
  const repository: ScopeSpec = { ...groups, key: `${name}#main`, kind: 'declaration', account: null, region: null };

  const compare = (at: Date, changed: { groupIds?: string[]; declarationKeys?: string[] }, by: Viewer = viewer) =>
    recordDrift(by, { at, compare: compareGroup, ...changed });

  return {
    viewer,
    compare,
    sources: { cloud, code },
    observe: async (
      at: Date,
      resources: ReturnType<typeof observedGroup>[],
      how: 'complete' | 'partial' = 'complete',
    ) => {
      const collected: Collected = { outcome: how, resources, unreadable: [] };
      const scan = await recordScan(viewer, {
        sourceId: cloud,
        spec: groups,
        collected,
        startedAt: at,
        finishedAt: at,
      });
      return compare(at, { groupIds: [...scan.added, ...scan.changed, ...scan.gone] });
    },
    fail: async (at: Date) => {
      const collected: Collected = { outcome: 'refused', action: 'ec2:DescribeSecurityGroups', problem: 'refused' };
      await recordScan(viewer, { sourceId: cloud, spec: groups, collected, startedAt: at, finishedAt: at });
    },
    declare: async (at: Date, declarations: DeclaredGroup[], complete = true): Promise<DriftChange> => {
      const collected: Collected = { outcome: complete ? 'complete' : 'partial', declarations, unreadable: [] };
      const { scopeId } = await recordScan(viewer, {
        sourceId: code,
        spec: repository,
        collected,
        startedAt: at,
        finishedAt: at,
      });
      const declarationKeys = await recordDeclarations(viewer, { sourceId: code, scopeId, declarations, complete, at });
      return compare(at, { declarationKeys });
    },
  };
}

/** Every row of drift, oldest first. */
export function driftRows() {
  return db().$queryRaw<
    { name: string; series: string; ahead: string; summary: string; from: Date; to: Date | null; worldOpen: boolean }[]
  >`SELECT name, series::text, ahead, summary, valid_from AS "from", nullif(valid_to, 'infinity') AS "to", world_open AS "worldOpen"
    FROM drift ORDER BY id`;
}
