import { describe, expect, test } from 'vitest';
import { ensureSource } from '@/lib/commands/ensure-source';
import { recordRuns } from '@/lib/commands/record-runs';
import { db } from '@/lib/db';
import { RunReport } from '@/lib/resources/run-report';
import { useTestDatabase, viewerFor } from '@/lib/test-database';

useTestDatabase();

const at = (minute: number) => new Date(Date.UTC(2026, 10, 20, 8, minute));
const report = (host: string, minute: number, more: Record<string, unknown> = {}) =>
  RunReport.parse({
    tool: 'ansible',
    host: { name: host, tags: { Facility: 'Riverside' }, ...(more.host as object) },
    mode: 'enforce',
    startedAt: at(minute).toISOString(),
    finishedAt: at(minute + 1).toISOString(),
    ok: 12,
    changed: 0,
    failed: 0,
    revision: 'a1',
    playbook: 'site.yml',
    ...Object.fromEntries(Object.entries(more).filter(([key]) => key !== 'host')),
  });

async function setUp(name: string) {
  const viewer = await viewerFor('ingest');
  const sourceId = await ensureSource(viewer, { name, provider: 'ansible', config: {} });
  const record = (minute: number, ...reports: RunReport[]) => recordRuns(viewer, sourceId, reports, at(minute));
  const runs = () => db().$queryRaw<
    { host: string; outcome: string; runs: number; error: string | null; facility: string }[]
  >`
    SELECT host_name AS host, outcome, runs, error, facility FROM run WHERE source_id = ${sourceId}::bigint ORDER BY host_name, started_at, id`;
  const states = (host: string) => db().$queryRaw<{ condition: string; from: Date; to: Date | null }[]>`
    SELECT t.condition, t.valid_from AS "from", nullif(t.valid_to, 'infinity') AS "to" FROM host_state t
    JOIN snapshot s ON s.resource_id = t.host_id AND s.valid_to = 'infinity' WHERE s.name = ${host} ORDER BY t.valid_from`;
  return { viewer, sourceId, record, runs, states };
}

const failure = { task: 'Install nginx', action: 'ansible.builtin.apt', status: 'failed', message: 'no space left' };

describe('recording runs', () => {
  test('makes node and host, keeps the run with its events and leaves one audit event', async () => {
    const { record, runs, sourceId } = await setUp('events');
    const answer = await record(2, report('ev-1', 0, { failed: 1, events: [failure] }), report('ev-2', 0));
    expect(answer).toMatchObject({ runs: 2, hosts: 2 });
    expect(answer.newNodes).toHaveLength(2);
    expect(await runs()).toEqual([
      { host: 'ev-1', outcome: 'failed', runs: 1, error: 'Install nginx: no space left', facility: 'Riverside' },
      { host: 'ev-2', outcome: 'unchanged', runs: 1, error: null, facility: 'Riverside' },
    ]);
    expect(
      await db().$queryRaw`SELECT task, status, message FROM run_event e JOIN run r ON r.id = e.run_id
      WHERE r.source_id = ${sourceId}::bigint`,
    ).toEqual([{ task: 'Install nginx', status: 'failed', message: 'no space left' }]);
    const events = await db().auditEvent.findMany({ where: { action: 'runs.recorded', objectId: sourceId } });
    expect(events.map((event) => event.after)).toEqual([JSON.stringify({ delivered: 2, runs: 2, hosts: 2 })]);
  });

  test('folds uneventful runs over several deliveries, and tells corrective from intentional', async () => {
    const { record, runs } = await setUp('folds');
    await record(2, report('fold-1', 0), report('fold-1', 10));
    await record(22, report('fold-1', 20));
    await record(32, report('fold-1', 30, { changed: 1 }));
    await record(42, report('fold-1', 40, { changed: 2, revision: 'b2' }));
    await record(52, report('fold-1', 50, { revision: 'b2' }));
    expect((await runs()).map((run) => [run.outcome, run.runs])).toEqual([
      ['unchanged', 3],
      ['corrective', 1],
      ['intentional', 1],
      ['unchanged', 1],
    ]);
  });

  test('compares with the run of an earlier day', async () => {
    const { record, runs } = await setUp('days');
    const day = 24 * 60;
    await record(2, report('day-1', 0, { changed: 1 }));
    await record(3 * day + 2, report('day-1', 3 * day, { changed: 1 }));
    expect((await runs()).map((run) => run.outcome)).toEqual(['changed', 'corrective']);
  });

  test('delivered again, in any part and order, writes nothing', async () => {
    const { record, runs, states } = await setUp('again');
    const all = [0, 10, 20, 30].map((minute) => report('again-1', minute, { changed: minute === 20 ? 1 : 0 }));
    await record(32, ...all);
    const before = [
      await runs(),
      await states('again-1'),
      await db().$queryRaw`SELECT * FROM host_interval ORDER BY 1`,
    ];
    expect(await record(33, ...[...all].reverse())).toMatchObject({ runs: 0 });
    expect(await record(34, ...all.slice(1, 3))).toMatchObject({ runs: 0 });
    expect([
      await runs(),
      await states('again-1'),
      await db().$queryRaw`SELECT * FROM host_interval ORDER BY 1`,
    ]).toEqual(before);
  });

  test('an older run is kept as a row of its own and does not change the state', async () => {
    const { record, runs, states } = await setUp('older');
    await record(22, report('older-1', 0), report('older-1', 20));
    await record(23, report('older-1', 10, { failed: 1 }));
    expect((await runs()).map((run) => [run.outcome, run.runs])).toEqual([
      ['unchanged', 2],
      ['failed', 1],
    ]);
    expect((await states('older-1')).map((state) => state.condition)).toEqual(['unchanged']);
  });

  test('notes the gap before a run that came too late', async () => {
    const { record, states } = await setUp('gap');
    await record(2, report('gap-1', 0, { intervalSeconds: 600 }));
    await record(62, report('gap-1', 60, { intervalSeconds: 600 }));
    expect(await states('gap-1')).toEqual([
      { condition: 'unchanged', from: at(0), to: at(21) },
      { condition: 'missing', from: at(21), to: at(60) },
      { condition: 'unchanged', from: at(60), to: null },
    ]);
  });

  test('facts that a report lacks stay known, and the host shows those that changed', async () => {
    const { record } = await setUp('facts');
    const host = () => db().$queryRaw<{ system: string; kernel: string }[]>`
      SELECT system, body::jsonb ->> 'kernel' AS kernel FROM snapshot WHERE kind = 'host' AND name = 'facts-1' AND valid_to = 'infinity'`;
    await record(2, report('facts-1', 0, { host: { system: 'Debian 12', kernel: '6.1.0-1' } }));
    await record(12, report('facts-1', 10));
    expect(await host()).toEqual([{ system: 'Debian 12', kernel: '6.1.0-1' }]);
    await record(22, report('facts-1', 20, { host: { kernel: '6.1.0-2' } }));
    expect(await host()).toEqual([{ system: 'Debian 12', kernel: '6.1.0-2' }]);
    await record(23, report('facts-1', 15, { host: { kernel: '6.1.0-1' } }));
    expect(await host()).toEqual([{ system: 'Debian 12', kernel: '6.1.0-2' }]);
  });

  test('keeps 200 events, the failures among them, and says how many were left out', async () => {
    const { record, sourceId } = await setUp('many');
    const many = Array.from({ length: 500 }, (_, i) => ({
      ...failure,
      status: i === 480 ? 'failed' : 'changed',
      task: `Task ${i}`,
    }));
    await record(2, report('many-1', 0, { failed: 1, changed: 499, events: many }));
    const events = await db().$queryRaw<{ task: string; message: string }[]>`
      SELECT task, message FROM run_event e JOIN run r ON r.id = e.run_id WHERE r.source_id = ${sourceId}::bigint ORDER BY seq`;
    expect(events).toHaveLength(200);
    expect(events.some((event) => event.task === 'Task 480')).toBe(true);
    expect(events.at(-1)?.message).toBe('301 more events were not kept');
  });

  test('a clock that is ahead does not keep the next run from counting', async () => {
    const { record, states } = await setUp('ahead');
    await record(2, report('ahead-1', 600));
    await record(12, report('ahead-1', 10, { failed: 1 }));
    expect((await states('ahead-1')).map((state) => state.condition)).toEqual(['unchanged', 'failed']);
  });

  test('text that Postgres refuses is taken in all the same', async () => {
    const { record, runs } = await setUp('hostile');
    const message = 'nul \0 and \ud800';
    await record(2, report('hostile-1', 0, { failed: 1, actor: 'a\0b', events: [{ ...failure, message }] }));
    expect(await runs()).toMatchObject([{ error: 'Install nginx: nul \ufffd and \ufffd' }]);
  });

  test('the same host from several deliveries at once counts each run once', async () => {
    const { record, runs } = await setUp('at once');
    const all = Array.from({ length: 12 }, (_, i) => report('once-1', i * 4));
    await record(1, report('once-1', 0));
    await Promise.all(all.map((one) => record(60, one)));
    expect((await runs()).reduce((sum, run) => sum + run.runs, 0)).toBe(12);
  });

  test('is refused without permission and changes nothing', async () => {
    const { sourceId, runs } = await setUp('refused');
    const reader = await viewerFor('administrator');
    await expect(recordRuns(reader, sourceId, [report('refused-1', 0)], at(2))).rejects.toThrow('ingest');
    expect(await runs()).toEqual([]);
  });

  test('changes nothing when its audit event cannot be written', async () => {
    const { record, runs } = await setUp('no audit');
    const nodes = () => db().$queryRaw`SELECT count(*)::int FROM snapshot`;
    const before = await nodes();
    await db().$executeRaw`ALTER TABLE audit_event RENAME TO audit_event_away`;
    await expect(record(2, report('lost-1', 0, { failed: 1, events: [failure] }))).rejects.toThrow();
    await db().$executeRaw`ALTER TABLE audit_event_away RENAME TO audit_event`;
    expect(await runs()).toEqual([]);
    expect(await nodes()).toEqual(before);
  });

  test('2,500 hosts run twice in two deliveries, and each is one row', async () => {
    const { record, sourceId } = await setUp('large');
    const fleet = (minute: number) => Array.from({ length: 2500 }, (_, i) => report(`large-${i}`, minute));
    expect(await record(2, ...fleet(0))).toMatchObject({ runs: 2500, hosts: 2500 });
    expect(await record(12, ...fleet(10))).toMatchObject({ runs: 2500, hosts: 2500, newNodes: [] });
    const [counts] = await db().$queryRaw<{ rows: number; runs: number; counted: number }[]>`
      SELECT count(*)::int AS rows, sum(runs)::int AS runs,
        (SELECT sum(count)::int FROM run_count WHERE source_id = ${sourceId}::bigint) AS counted
      FROM run WHERE source_id = ${sourceId}::bigint`;
    expect(counts).toEqual({ rows: 2500, runs: 5000, counted: 2500 });
  });
});
