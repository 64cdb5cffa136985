import type { Viewer } from '@/lib/access/viewer';
import { ensureSource } from '@/lib/commands/ensure-source';
import { recordDay } from '@/lib/commands/record-day';
import { recordRuns } from '@/lib/commands/record-runs';
import { db } from '@/lib/db';
import { ingest } from '@/lib/jobs/ingest';
import type { KindId } from '@/lib/resources/index';
import type { Collected } from '@/lib/sources/source';
import { groups, instances, runs, volumes } from './fleet';

/** Milliseconds and bytes of one recorded scan; bytes are those of the rows that it wrote. */
export interface ScanCost {
  kind: string;
  milliseconds: number;
  bytes: number;
}

/** Records one scan of the kind and says what it cost after the fetching. */
export async function scan(
  viewer: Viewer,
  sourceId: string,
  kind: KindId,
  collected: Collected,
  at: Date,
): Promise<ScanCost> {
  const spec = {
    key: `bench/us-east-1/${kind}`,
    kind,
    account: '418203995571',
    region: 'us-east-1',
    freshnessSeconds: 40 * 86_400,
  };
  const started = performance.now();
  const { scanId } = await ingest(viewer, sourceId, spec, collected, { startedAt: at, finishedAt: at });
  const milliseconds = performance.now() - started;
  const [row] = await db().$queryRaw<{ bytes: number }[]>`
    SELECT (coalesce((SELECT pg_column_size(n.*) FROM scan n WHERE id = ${scanId}::bigint), 0)
      + coalesce((SELECT sum(pg_column_size(s.*)) FROM snapshot s WHERE s.valid_from = ${at}), 0))::int AS bytes`;
  return { kind, milliseconds, bytes: row?.bytes ?? 0 };
}

/** An estate of `hosts` hosts with `days` days of four runs each; returns what the first and the unchanged scans cost. */
export async function fill(
  viewer: Viewer,
  hosts: number,
  days: number,
  end: Date,
): Promise<{ first: ScanCost[]; unchanged: ScanCost[] }> {
  const sourceId = await ensureSource(viewer, { name: 'bench', provider: 'aws', config: {} });
  const ansible = await ensureSource(viewer, { name: 'bench runs', provider: 'ansible', config: {} });
  const start = new Date(end.getTime() - days * 86_400_000);
  const later = new Date(end.getTime() - 60_000);
  const kinds = [
    ['aws.ec2.security-group', groups()],
    ['aws.ec2.volume', volumes(hosts)],
    ['aws.ec2.instance', instances(hosts)],
  ] as const;
  const first: ScanCost[] = [];
  for (const [kind, collected] of kinds) first.push(await scan(viewer, sourceId, kind, collected, start));
  for (let slot = 0; slot < days * 4; slot++) {
    const at = new Date(start.getTime() + slot * 21_600_000);
    await recordRuns(viewer, ansible, runs(hosts, slot, at), new Date(at.getTime() + 3_700_000));
    if (slot % 4 === 0) await recordDay(viewer, at);
    process.stderr.write(`\r${slot + 1} of ${days * 4} slots of ${hosts} runs`);
  }
  process.stderr.write('\n');
  // As autovacuum leaves it within minutes
  await db().$executeRaw`VACUUM ANALYZE`;
  const unchanged: ScanCost[] = [];
  for (const [kind, collected] of kinds) unchanged.push(await scan(viewer, sourceId, kind, collected, later));
  return { first, unchanged };
}
