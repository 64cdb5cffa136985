import { secondOf } from '@/lib/resources/delta-times';
import { outcomeOf, type RunOutcome } from '@/lib/resources/run-outcome';
import type { RunReport } from '@/lib/resources/run-report';

/** A run row: one run, or consecutive uneventful ones of a host, a day and a revision. Moments are ms since 1970. */
export interface RunRow {
  id: string;
  hostId: string;
  sourceId: string;
  tool: RunReport['tool'];
  mode: RunReport['mode'];
  outcome: RunOutcome;
  startedAt: number;
  lastStartedAt: number;
  finishedAt: number;
  /** Seconds in which the folded runs began, ascending; one for a run of its own */
  starts: number[];
  ok: number;
  changed: number;
  failed: number;
  skipped: number;
  ignored: number;
  rescued: number;
  revision: string | null;
  repository: string | null;
  playbook: string | null;
  controller: string | null;
  actor: string | null;
  tags: string | null;
  hostName: string;
  facility: string | null;
  environment: string | null;
  team: string | null;
}

/** A run that has come in, with all that is known of it but its outcome. */
export interface Arrival {
  row: Omit<RunRow, 'id' | 'outcome' | 'starts'>;
  report: RunReport;
}

/** A run that was not known before, and the row that holds it. */
export interface Taken {
  arrival: Arrival;
  outcome: RunOutcome;
  row: RunRow;
}

export interface Folded {
  /** In the order in which the runs began */
  taken: Taken[];
  /** Rows that are new; their ids are still empty */
  added: Set<RunRow>;
  /** Stored rows that grew */
  grown: Set<RunRow>;
}

const dayMs = 86_400_000;
const dayOf = (row: Pick<RunRow, 'hostId' | 'tool' | 'startedAt'>) =>
  `${row.hostId} ${row.tool} ${Math.floor(row.startedAt / dayMs)}`;
const workOf = (row: Arrival['row']) => JSON.stringify([row.hostId, row.tool, row.playbook, row.tags]);

/** What runs must share to fold; that the controller, the person or the facility changed is not uneventful. */
const alike = [
  'sourceId',
  'mode',
  'revision',
  'repository',
  'playbook',
  'controller',
  'actor',
  'tags',
  'ignored',
  'rescued',
  'hostName',
  'facility',
  'environment',
  'team',
] as const satisfies readonly (keyof RunRow)[];

/**
 * Takes in runs, in whatever order they come: a known one is left out, an uneventful one folds into the row that ends
 * before it, any other becomes a row. `known` holds the rows of the days in question and, for each work, the one before.
 */
export function foldRuns(known: readonly RunRow[], arrivals: readonly Arrival[]): Folded {
  const days = new Map<string, RunRow[]>();
  const works = new Map<string, RunRow[]>();
  const keep = (row: RunRow) => {
    push(days, dayOf(row), row);
    if (row.mode === 'enforce' && row.outcome !== 'unreachable') push(works, workOf(row), row);
  };
  for (const row of [...known].sort((a, b) => a.startedAt - b.startedAt)) keep(row);
  const folded: Folded = { taken: [], added: new Set(), grown: new Set() };
  for (const arrival of [...arrivals].sort((a, b) => a.row.startedAt - b.row.startedAt)) {
    const day = days.get(dayOf(arrival.row)) ?? [];
    if (day.some((row) => isIn(row, arrival.row))) continue;
    const outcome = outcomeOf(arrival.report, priorOf(works.get(workOf(arrival.row)) ?? [], arrival.row));
    const open = outcome === 'unchanged' ? openFold(day, arrival.row) : null;
    const row = open ?? { ...arrival.row, id: '', outcome, starts: [secondOf(arrival.row.startedAt)] };
    if (open) {
      grow(open, arrival.row);
      if (!folded.added.has(open)) folded.grown.add(open);
    } else {
      keep(row);
      folded.added.add(row);
    }
    folded.taken.push({ arrival, outcome, row });
  }
  return folded;
}

/** The same run delivered again: same host and tool, same second, and the same work in the same mode. */
function isIn(row: RunRow, run: Arrival['row']): boolean {
  const second = secondOf(run.startedAt);
  if (second < secondOf(row.startedAt) || second > secondOf(row.lastStartedAt)) return false;
  return row.mode === run.mode && row.playbook === run.playbook && row.starts.includes(second);
}

/** The row that ends before this run with nothing between them, where the run may fold into it. */
function openFold(day: readonly RunRow[], run: Arrival['row']): RunRow | null {
  const before = day.filter((row) => row.startedAt <= run.startedAt);
  const last = before.reduce<RunRow | null>(
    (best, row) => (best && best.lastStartedAt >= row.lastStartedAt ? best : row),
    null,
  );
  if (last?.outcome !== 'unchanged' || last.lastStartedAt >= run.startedAt) return null;
  return alike.every((field) => last[field] === run[field]) ? last : null;
}

function grow(row: RunRow, run: Arrival['row']): void {
  row.starts.push(secondOf(run.startedAt));
  row.lastStartedAt = run.startedAt;
  row.finishedAt = run.finishedAt;
  row.ok = run.ok;
  row.skipped = run.skipped;
}

function priorOf(rows: readonly RunRow[], run: Arrival['row']): RunRow | null {
  return rows.reduce<RunRow | null>(
    (best, row) => (row.startedAt < run.startedAt && row.startedAt >= (best?.startedAt ?? 0) ? row : best),
    null,
  );
}

function push(map: Map<string, RunRow[]>, key: string, row: RunRow): void {
  const rows = map.get(key);
  if (rows) rows.push(row);
  else map.set(key, [row]);
}
