import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { jobViewer } from '@/lib/access/viewer';
import { ensureSource } from '@/lib/commands/ensure-source';
import { recordRuns } from '@/lib/commands/record-runs';
import { db } from '@/lib/db';
import { collectSource } from '@/lib/jobs/collect';
import { ingest } from '@/lib/jobs/ingest';
import { isSampleLoading } from '@/lib/jobs/is-sample-loading';
import { type LoadedSample, loadSample } from '@/lib/jobs/load-sample';
import { removeSample } from '@/lib/jobs/remove-sample';
import { whileSampleLoads } from '@/lib/jobs/while-sample-loads';
import { instance } from '@/lib/resources/instance';
import { incidentsBefore } from '@/lib/sources/sample/incidents';
import { useTestDatabase, viewerFor } from '@/lib/test-database';

useTestDatabase();

// A Saturday evening: the port was opened again the night before, and for the first time fifteen days ago
const end = new Date('2026-11-21T20:00:00Z');
const days = 16;
const incidents = incidentsBefore(end.getTime());
const folder = mkdtempSync(join(tmpdir(), 'plumbline-sample-'));
const later = new Date(end.getTime() + 10 * 60_000);

let loaded: LoadedSample;
const told: string[] = [];
let before: unknown;

/** Every table but the log, and what is in it of any estate. */
async function everything(): Promise<Record<string, unknown>> {
  const tables = await db().$queryRaw<{ name: string }[]>`
    SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'
      AND table_name NOT IN ('audit_event', 'audit_pending', 'token', 'reach_grant', '_prisma_migrations') AND table_name !~ '^(run_event|audit_event|audit_leaf)_' ORDER BY 1`;
  const rows = await Promise.all(
    tables.map(
      async ({ name }) => [name, await db().$queryRawUnsafe(`SELECT t::text FROM ${name} t ORDER BY 1`)] as const,
    ),
  );
  return Object.fromEntries(rows.filter(([, found]) => Array.isArray(found) && found.length > 0));
}

/** Another estate: one instance that Ansible manages. */
async function loadAnother(): Promise<void> {
  const job = jobViewer('test', 'test');
  const sourceId = await ensureSource(job, { name: 'other', provider: 'aws', config: {} });
  const spec = { key: 'other', kind: 'aws.ec2.instance', account: '1', region: 'r', freshnessSeconds: 3600 } as const;
  const resources = [
    {
      externalId: instance.example.id,
      fields: { ...instance.example, id: 'i-other', name: 'other', addresses: ['192.0.2.1'] },
    },
  ];
  const at = new Date(end.getTime() - 3 * 86_400_000);
  await ingest(
    job,
    sourceId,
    spec,
    { outcome: 'complete', resources, unreadable: [] },
    { startedAt: at, finishedAt: at },
  );
  const counts = { ok: 1, changed: 0, failed: 0, skipped: 0, ignored: 0, rescued: 0, events: [] };
  const host = { name: 'other', addresses: ['192.0.2.1'], facts: {}, groups: [], tags: {} };
  const times = { startedAt: at.toISOString(), finishedAt: at.toISOString(), intervalSeconds: 14 * 86_400 };
  const report = {
    tool: 'ansible',
    mode: 'enforce',
    host,
    ...times,
    ...counts,
    interrupted: false,
    unreachable: false,
  } as const;
  await recordRuns(
    job,
    sourceId,
    [{ ...report, host: { ...host, addresses: ['192.0.2.1'], groups: [] }, events: [] }],
    at,
  );
}

beforeAll(async () => {
  process.env.PLUMBLINE_DATA_DIR = folder;
  await loadAnother();
  before = await everything();
  loaded = await loadSample(await viewerFor('administrator'), {
    end,
    days,
    onProgress: ({ doing }) => told.push(doing),
  });
}, 300_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const at = (moment: number) => new Date(moment);
const drift = async (moment: number) =>
  (
    await db().$queryRaw<{ name: string }[]>`
      SELECT name FROM drift WHERE valid_from <= ${at(moment)} AND valid_to > ${at(moment)} AND ahead = 'cloud' ORDER BY name`
  ).map(({ name }) => name);
const conditions = async (moment: number) => {
  const rows = await db().$queryRaw<{ condition: string; count: number }[]>`
    SELECT condition, count(*)::int AS count FROM host_state WHERE valid_from <= ${at(moment)} AND valid_to > ${at(moment)} GROUP BY 1`;
  return Object.fromEntries(rows.map(({ condition, count }) => [condition, count]));
};

test('it tells how far it is, and what it could not do', () => {
  expect(told).toEqual(Array.from({ length: days + 1 }, (_, day) => `day ${day} of ${days}`));
  expect(loaded.missing).toBeNull();
});

test('about 400 hosts are joined, managed without a cloud or never managed', async () => {
  const rows = await db().$queryRaw<{ status: string; count: number }[]>`
    SELECT status, count(*)::int AS count FROM snapshot WHERE kind = 'host' AND valid_to = 'infinity' AND name <> 'other' GROUP BY 1 ORDER BY 1`;
  expect(rows).toEqual([
    { status: 'cloud-only', count: 12 },
    { status: 'joined', count: expect.closeTo(374, -1) },
    { status: 'managed-only', count: 14 },
  ]);
});

test('the port is drift on the Friday night, none after the Monday, and drift again', async () => {
  const { portOpened, portClosed, portOpenedAgain } = incidents;
  const minutes = 15 * 60_000;
  expect(await drift(portOpened - minutes)).not.toContain('ehr-app-edge');
  expect(await drift(portOpened + minutes)).toContain('ehr-app-edge');
  expect(await drift(portClosed + minutes)).not.toContain('ehr-app-edge');
  expect(await drift(portOpenedAgain + minutes)).toContain('ehr-app-edge');
});

test('what the code declares and nobody applied is drift, with the code ahead', async () => {
  const rows = await db().$queryRaw<{ name: string }[]>`
    SELECT name FROM drift WHERE valid_to = 'infinity' AND ahead = 'code' ORDER BY name`;
  expect(rows.map(({ name }) => name)).toEqual(['log-collector', 'rx-robot-gw']);
});

test('hosts fail with the bad commit, and are missing while their collector is down', async () => {
  const { badCommit, revert, collectorDown } = incidents;
  const hours = 3_600_000;
  expect((await conditions(badCommit + 4 * hours)).failed).toBeGreaterThanOrEqual(40);
  expect((await conditions(revert + 4 * hours)).failed ?? 0).toBeLessThan(10);
  expect((await conditions(collectorDown + 13 * hours)).missing).toBe(96);
  expect(await conditions(end.getTime() - 60_000)).toMatchObject({ failed: 9, missing: 14, pending: 3 });
});

test('a scope is refused, and what it saw before is neither closed nor fresh', async () => {
  const rows = await db().$queryRaw<{ outcome: string; action: string; held: number }[]>`
    SELECT s.outcome, s.refused_action AS action,
      (SELECT count(*)::int FROM snapshot v WHERE v.scope_id = c.id AND v.valid_to = 'infinity') AS held
    FROM scope c JOIN scan s ON s.scope_id = c.id WHERE c.key = '730911846220/us-west-2/aws.ec2.volume' ORDER BY s.finished_at DESC LIMIT 1`;
  expect(rows).toEqual([{ outcome: 'refused', action: 'ec2:DescribeVolumes', held: 35 }]);
});

test('each midnight was counted', async () => {
  const [row] = await db().$queryRaw<{ days: number }[]>`
    SELECT count(DISTINCT day)::int AS days FROM day_count WHERE metric = 'hosts'`;
  expect(row?.days).toBe(days);
});

test('the repository has its commits, by their authors and at their times', () => {
  const text = execFileSync('git', ['log', '--format=%an %at'], { cwd: join(folder, 'sample', 'repository') });
  const times = text
    .toString()
    .trim()
    .split('\n')
    .map((line) => Number(line.split(' ').at(-1)));
  expect(times.length).toBe(16);
  expect(times).toEqual([...times].sort((a, b) => b - a));
  expect(times[0]).toBeLessThan(end.getTime() / 1000);
});

test('it lives on: the schedule collects what came since', async () => {
  const runs = () => db().$queryRaw<{ runs: number }[]>`SELECT sum(runs)::int AS runs FROM run`;
  const [then] = await runs();
  const result = await collectSource(jobViewer('collect', 'test'), loaded.sourceId, { at: later });
  expect(result.scopes.filter(({ outcome }) => outcome !== 'complete').map(({ key }) => key)).toEqual([
    '730911846220/us-west-2/aws.ec2.volume',
  ]);
  const [now] = await runs();
  expect((now?.runs ?? 0) - (then?.runs ?? 0)).toBeGreaterThan(5);
});

test('it is loaded once, and by whom may add sources', async () => {
  await expect(loadSample(await viewerFor('administrator'))).rejects.toMatchObject({ code: 'conflict' });
  await expect(loadSample(await viewerFor('manager'))).rejects.toMatchObject({ code: 'forbidden' });
  await expect(removeSample(await viewerFor('manager'))).rejects.toMatchObject({ code: 'forbidden' });
});

test('while it is loaded it is not removed, and the clock of today notes nobody as overdue', async () => {
  expect(await isSampleLoading()).toBe(false);
  await whileSampleLoads(async () => {
    expect(await isSampleLoading()).toBe(true);
    await expect(removeSample(await viewerFor('administrator'))).rejects.toMatchObject({ code: 'conflict' });
    await expect(whileSampleLoads(async () => 'twice')).rejects.toMatchObject({ code: 'conflict' });
  });
  expect(await isSampleLoading()).toBe(false);
});

test('removed, it leaves audit events alone, and another estate as it was', async () => {
  const removed = await removeSample(jobViewer('test', 'test'));
  expect(removed.hosts).toBeGreaterThan(400);
  const after = await everything();
  // The day counts spoke of both estates; they were counted again for the other
  delete after.day_count;
  expect(after).toEqual(before);
  expect(readdirSync(folder)).toEqual([]);
  const actions = await db().$queryRaw<
    { action: string }[]
  >`SELECT DISTINCT action FROM audit_event WHERE action LIKE 'sample.%' ORDER BY 1`;
  expect(actions.map(({ action }) => action)).toEqual([
    'sample.completed',
    'sample.loaded',
    'sample.removed',
    'sample.stopped',
  ]);
  await expect(removeSample(await viewerFor('administrator'))).rejects.toMatchObject({ code: 'not-found' });
}, 120_000);
