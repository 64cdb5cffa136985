import { ensureSource } from '@/lib/commands/ensure-source';
import { recordRuns } from '@/lib/commands/record-runs';
import { db } from '@/lib/db';
import { RunReport } from '@/lib/resources/run-report';
import { viewerFor } from '@/lib/test-database';

/** 20 November 2026, so many minutes after 08:00 UTC: the day that the tests of runs speak of. */
export const runMinute = (minute: number) => new Date(Date.UTC(2026, 10, 20, 8, minute));

/** A run of a host at a minute; `facility` and whatever a report has. */
export type TestRun = { host: string; minute: number; facility?: string } & Record<string, unknown>;

/** Records runs the way every run is recorded, each a delivery of its own. Returns the id of each host by its name. */
export async function recordTestRuns(source: string, runs: readonly TestRun[]): Promise<Map<string, string>> {
  const viewer = await viewerFor('ingest');
  const sourceId = await ensureSource(viewer, { name: source, provider: 'ansible', config: {} });
  for (const { host, minute, facility = 'Riverside', ...more } of runs) {
    const startedAt = runMinute(minute);
    const finishedAt = new Date(startedAt.getTime() + 30_000);
    const report = RunReport.parse({
      tool: 'ansible',
      host: { name: host, tags: { Facility: facility } },
      mode: 'enforce',
      startedAt: startedAt.toISOString(),
      finishedAt: finishedAt.toISOString(),
      ok: 12,
      changed: 0,
      revision: 'a1b2c3d',
      playbook: 'site.yml',
      intervalSeconds: 600,
      ...more,
    });
    await recordRuns(viewer, sourceId, [report], finishedAt);
  }
  const rows = await db().$queryRaw<{ name: string; id: string }[]>`
    SELECT name, resource_id::text AS id FROM snapshot WHERE kind = 'host' AND valid_to = 'infinity'`;
  return new Map(rows.map((row) => [row.name, row.id]));
}
