import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { secondOf } from '@/lib/resources/delta-times';
import { type Arrival, foldRuns, type RunRow } from '@/lib/resources/run-fold';
import { RunReport } from '@/lib/resources/run-report';

const noon = Date.UTC(2026, 10, 20, 12);

interface Sketch {
  minute: number;
  changed?: number;
  failed?: number;
  mode?: 'enforce' | 'check';
  revision?: string;
  facility?: string;
}

function arrival({
  minute,
  changed = 0,
  failed = 0,
  mode = 'enforce',
  revision = 'a1',
  facility = 'Riverside',
}: Sketch): Arrival {
  const startedAt = noon + minute * 60_000;
  const at = new Date(startedAt).toISOString();
  const report = RunReport.parse({
    tool: 'ansible',
    host: { name: 'web' },
    mode,
    startedAt: at,
    finishedAt: at,
    changed,
    failed,
    revision,
  });
  const counts = { ok: 3, changed, failed, skipped: 0, ignored: 0, rescued: 0 };
  const work = { repository: null, playbook: 'site.yml', controller: null, actor: null, tags: null };
  const place = { hostName: 'web', facility, environment: null, team: null };
  const times = { startedAt, lastStartedAt: startedAt, finishedAt: startedAt + 5000 };
  return {
    report,
    row: { hostId: '1', sourceId: '1', tool: 'ansible', mode, revision, ...counts, ...work, ...place, ...times },
  };
}

const shape = (rows: Iterable<RunRow>) => [...rows].map((row) => [row.outcome, row.starts.length]);

describe('folding', () => {
  test.each<[string, Sketch[], [string, number][]]>([
    ['uneventful runs are one row', [{ minute: 0 }, { minute: 10 }, { minute: 20 }], [['unchanged', 3]]],
    [
      'a change stands between two folds',
      [{ minute: 0 }, { minute: 10, changed: 1 }, { minute: 20 }],
      [
        ['unchanged', 1],
        ['corrective', 1],
        ['unchanged', 1],
      ],
    ],
    [
      'another revision',
      [{ minute: 0 }, { minute: 10, revision: 'b2' }],
      [
        ['unchanged', 1],
        ['unchanged', 1],
      ],
    ],
    [
      'another mode',
      [{ minute: 0 }, { minute: 10, mode: 'check' }],
      [
        ['unchanged', 1],
        ['unchanged', 1],
      ],
    ],
    [
      'another facility, for who may see it',
      [{ minute: 0 }, { minute: 10, facility: 'Northgate' }],
      [
        ['unchanged', 1],
        ['unchanged', 1],
      ],
    ],
    [
      'another day',
      [{ minute: 0 }, { minute: 720 }],
      [
        ['unchanged', 1],
        ['unchanged', 1],
      ],
    ],
    [
      'failures do not fold',
      [
        { minute: 0, failed: 1 },
        { minute: 10, failed: 1 },
      ],
      [
        ['failed', 1],
        ['failed', 1],
      ],
    ],
  ])('%s', (_name, runs, rows) => {
    expect(shape(foldRuns([], runs.map(arrival)).added)).toEqual(rows);
  });

  test('a run older than the last of the fold is a row of its own', () => {
    const first = foldRuns([], [{ minute: 0 }, { minute: 20 }].map(arrival));
    const late = foldRuns([...first.added], [arrival({ minute: 10 })]);
    expect(shape(late.added)).toEqual([['unchanged', 1]]);
    expect(late.grown.size).toBe(0);
  });

  test('a change after a late run compares with the run just before it, not with the last that came in', () => {
    const known = foldRuns(
      [],
      [arrival({ minute: 0, revision: 'a1', changed: 1 }), arrival({ minute: 20, revision: 'b2' })],
    );
    const more = foldRuns(
      [...known.added],
      [arrival({ minute: 10, changed: 1 }), arrival({ minute: 30, revision: 'b2', changed: 1 })],
    );
    expect(more.taken.map((it) => it.outcome)).toEqual(['corrective', 'corrective']);
  });
});

const sketch = fc.record({
  minute: fc.integer({ min: -3000, max: 3000 }),
  changed: fc.constantFrom(0, 0, 0, 1),
  failed: fc.constantFrom(0, 0, 0, 0, 1),
  mode: fc.constantFrom<'enforce' | 'check'>('enforce', 'enforce', 'check'),
  revision: fc.constantFrom('a1', 'b2'),
});

/** What identifies a run when it is delivered again. */
const identity = (run: Arrival) => `${run.row.mode} ${secondOf(run.row.startedAt)}`;

function deliver(batches: Arrival[][]): RunRow[] {
  const rows: RunRow[] = [];
  for (const batch of batches) rows.push(...foldRuns(rows, batch).added);
  return rows;
}

const starts = (rows: RunRow[]) => rows.flatMap((row) => row.starts.map((second) => `${row.mode} ${second}`)).sort();

test('whatever comes in, in whatever batches and order, every start is there once, and again changes nothing', () => {
  fc.assert(
    fc.property(fc.array(fc.array(sketch, { maxLength: 12 }), { maxLength: 6 }), (sketches) => {
      const batches = sketches.map((batch) => batch.map(arrival));
      const expected = [...new Set(batches.flat().map(identity))].sort();
      const rows = deliver(batches);
      expect(starts(rows)).toEqual(expected);
      expect(starts(deliver([...batches].reverse()))).toEqual(expected);
      const again = foldRuns(rows, batches.flat());
      expect([again.taken.length, again.added.size, again.grown.size]).toEqual([0, 0, 0]);
    }),
    { numRuns: 500 },
  );
});

test('every fold ends on the day on which it began, its starts ascend, and it holds nothing but uneventful runs', () => {
  fc.assert(
    fc.property(fc.array(sketch, { maxLength: 40 }), (sketches) => {
      for (const row of deliver([sketches.map(arrival)])) {
        if (row.starts.length === 1) continue;
        expect(row.outcome).toBe('unchanged');
        expect(Math.floor(row.startedAt / 86_400_000)).toBe(Math.floor(row.lastStartedAt / 86_400_000));
        expect(row.starts).toEqual([...row.starts].sort((a, b) => a - b));
      }
    }),
    { numRuns: 300 },
  );
});
