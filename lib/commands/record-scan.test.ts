import { describe, expect, test } from 'vitest';
import { ensureSource } from '@/lib/commands/ensure-source';
import { recordScan } from '@/lib/commands/record-scan';
import { db } from '@/lib/db';
import { volume } from '@/lib/resources/volume';
import type { Collected, ScopeSpec } from '@/lib/sources/source';
import { useTestDatabase, viewerFor } from '@/lib/test-database';

useTestDatabase();

const spec: ScopeSpec = {
  key: 'a/us-east-1/aws.ec2.volume',
  kind: 'aws.ec2.volume',
  account: 'a',
  region: 'us-east-1',
  freshnessSeconds: 3600,
};
const at = (minute: number) => new Date(Date.UTC(2026, 9, 1, 10, minute));
const volumes = (...ids: string[]) =>
  ids.map((id) => ({ externalId: id, fields: { ...volume.example, id, attachments: [] } }));
const complete = (...ids: string[]): Collected => ({ outcome: 'complete', resources: volumes(...ids), unreadable: [] });

async function setUp(name: string) {
  const viewer = await viewerFor('ingest');
  const sourceId = await ensureSource(viewer, { name, provider: 'aws', config: {} });
  const scan = (minute: number, collected: Collected) =>
    recordScan(viewer, { sourceId, spec, collected, startedAt: at(minute), finishedAt: at(minute) });
  const current = async () => {
    const rows = await db().$queryRaw<
      { id: string }[]
    >`SELECT r.external_id AS id FROM snapshot s JOIN resource r ON r.id = s.resource_id
      JOIN scope c ON c.id = s.scope_id WHERE c.source_id = ${sourceId}::bigint AND s.valid_to = 'infinity' ORDER BY 1`;
    return rows.map((row) => row.id);
  };
  const snapshots = async () =>
    (
      await db().$queryRaw<
        { n: number }[]
      >`SELECT count(*)::int AS n FROM snapshot s JOIN scope c ON c.id = s.scope_id WHERE c.source_id = ${sourceId}::bigint`
    )[0]?.n;
  return { viewer, sourceId, scan, current, snapshots };
}

describe('a scan', () => {
  test('opens what is new, leaves what is the same, closes what is gone', async () => {
    const { scan, current, snapshots } = await setUp('one');
    expect((await scan(0, complete('vol-1', 'vol-2'))).added).toHaveLength(2);
    const second = await scan(10, complete('vol-2', 'vol-3'));
    expect([second.added.length, second.changed.length, second.gone.length]).toEqual([1, 0, 1]);
    expect(await current()).toEqual(['vol-2', 'vol-3']);
    expect(await snapshots()).toBe(3);
  });

  test('that changed nothing writes its scan row and nothing else', async () => {
    const { scan, snapshots, sourceId } = await setUp('two');
    await scan(0, complete('vol-1'));
    const events = () => db().auditEvent.count();
    const before = await events();
    await scan(10, complete('vol-1'));
    expect(await snapshots()).toBe(1);
    expect(await events()).toBe(before);
    const scans = await db().$queryRaw<
      { n: number; same: number }[]
    >`SELECT count(*)::int AS n, count(DISTINCT population_digest)::int AS same
      FROM scan JOIN scope c ON c.id = scope_id WHERE c.source_id = ${sourceId}::bigint`;
    expect(scans[0]).toEqual({ n: 2, same: 1 });
  });

  test.each<[string, Collected]>([
    ['failed', { outcome: 'failed', problem: 'connection reset' }],
    ['refused', { outcome: 'refused', action: 'ec2:DescribeVolumes', problem: 'not authorised' }],
    ['partial', { outcome: 'partial', resources: [], unreadable: [], problem: 'page 2 did not come' }],
  ])('that %s closes nothing', async (name, collected) => {
    const { scan, current } = await setUp(name);
    await scan(0, complete('vol-1', 'vol-2'));
    await scan(10, collected);
    expect(await current()).toEqual(['vol-1', 'vol-2']);
  });

  test('keeps an unreadable row, counts it, and does not say that it is gone', async () => {
    const { scan, current } = await setUp('unreadable');
    await scan(0, complete('vol-1', 'vol-2'));
    await scan(10, {
      outcome: 'complete',
      resources: [...volumes('vol-1'), { externalId: 'vol-2', fields: { id: 7 } }],
      unreadable: [],
    });
    expect(await current()).toEqual(['vol-1', 'vol-2']);
    expect(await db().unreadable.count()).toBe(1);
  });

  test('older than the last one is refused and changes nothing', async () => {
    const { scan, current } = await setUp('older');
    await scan(10, complete('vol-1'));
    await expect(scan(0, complete('vol-9'))).rejects.toThrow('has a scan of');
    expect(await current()).toEqual(['vol-1']);
  });

  test('is refused without permission and changes nothing', async () => {
    const { sourceId, snapshots } = await setUp('refused viewer');
    const reader = await viewerFor('auditor');
    await expect(
      recordScan(reader, { sourceId, spec, collected: complete('vol-1'), startedAt: at(0), finishedAt: at(0) }),
    ).rejects.toThrow('ingest');
    expect(await snapshots()).toBe(0);
  });

  test('changes nothing when its audit event cannot be written', async () => {
    const { scan, snapshots } = await setUp('no audit');
    await db().$executeRaw`ALTER TABLE audit_event RENAME TO audit_event_away`;
    await expect(scan(0, complete('vol-1'))).rejects.toThrow();
    await db().$executeRaw`ALTER TABLE audit_event_away RENAME TO audit_event`;
    expect(await snapshots()).toBe(0);
  });
});
