import { expect, test } from 'vitest';
import { ensureSource } from '@/lib/commands/ensure-source';
import { recordRuns } from '@/lib/commands/record-runs';
import { recordSilence } from '@/lib/commands/record-silence';
import { db } from '@/lib/db';
import { RunReport } from '@/lib/resources/run-report';
import { useTestDatabase, viewerFor } from '@/lib/test-database';

useTestDatabase();

const at = (minute: number) => new Date(Date.UTC(2026, 10, 20, 8, minute));

async function setUp(host: string) {
  const viewer = await viewerFor('ingest');
  const sourceId = await ensureSource(viewer, { name: host, provider: 'ansible', config: {} });
  const run = (minute: number, finished = minute) =>
    recordRuns(
      viewer,
      sourceId,
      [
        RunReport.parse({
          tool: 'ansible',
          host: { name: host },
          mode: 'enforce',
          startedAt: at(minute).toISOString(),
          finishedAt: at(finished).toISOString(),
          changed: 0,
          intervalSeconds: 600,
        }),
      ],
      at(finished),
    );
  const states = () => db().$queryRaw<{ condition: string; from: Date; to: Date | null }[]>`
    SELECT t.condition, t.valid_from AS "from", nullif(t.valid_to, 'infinity') AS "to" FROM host_state t
    JOIN snapshot s ON s.resource_id = t.host_id AND s.valid_to = 'infinity' WHERE s.name = ${host} ORDER BY t.valid_from`;
  return { viewer, run, states };
}
const audited = () => db().auditEvent.count({ where: { action: 'silence.recorded' } });

test('a host is missing from the moment its run was overdue, once, until it runs again', async () => {
  const { viewer, run, states } = await setUp('quiet');
  await run(0);
  expect(await recordSilence(viewer, at(19))).toBe(0);
  expect(await audited()).toBe(0);
  expect(await recordSilence(viewer, at(35))).toBe(1);
  expect(await recordSilence(viewer, at(36))).toBe(0);
  expect(await audited()).toBe(1);
  await run(40);
  expect(await states()).toEqual([
    { condition: 'unchanged', from: at(0), to: at(20) },
    { condition: 'missing', from: at(20), to: at(40) },
    { condition: 'unchanged', from: at(40), to: null },
  ]);
});

test('a host that is gone is not missing', async () => {
  const { viewer, run } = await setUp('gone');
  await run(0);
  await db().$executeRaw`UPDATE snapshot SET valid_to = ${at(5)} WHERE kind = 'host' AND name = 'gone'`;
  await db().$executeRaw`DELETE FROM host_interval i USING resource r JOIN snapshot s ON s.resource_id = r.id
    WHERE r.id = i.host_id AND s.name = 'quiet'`;
  expect(await recordSilence(viewer, at(500))).toBe(0);
});

test('is refused without permission and changes nothing', async () => {
  const { run, states } = await setUp('refused');
  await run(0);
  const before = await states();
  await expect(recordSilence(await viewerFor('auditor'), at(500))).rejects.toThrow('ingest');
  expect(await states()).toEqual(before);
});

test('changes nothing when its audit event cannot be written', async () => {
  const { viewer, run, states } = await setUp('no audit');
  await run(0);
  const before = await states();
  await db().$executeRaw`ALTER TABLE audit_event RENAME TO audit_event_away`;
  await expect(recordSilence(viewer, at(500))).rejects.toThrow();
  await db().$executeRaw`ALTER TABLE audit_event_away RENAME TO audit_event`;
  expect(await states()).toEqual(before);
});
