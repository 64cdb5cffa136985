import { afterAll, beforeAll, expect, test } from 'vitest';
import { db, setViewersDb } from '@/lib/db';
import { reportSuite } from '../report-suite';
import { type Answer, ask } from './ask';
import { birds } from './birds';
import { type Door, doorList } from './door-list';
import { type Case, type Entry, may } from './entry';
import { type Estate, seedEstate } from './estate';
import { pageEntries } from './page-entries';
import { type Asker, askers, keepAwake } from './people';
import { readEntries } from './read-entries';
import { settingEntries } from './setting-entries';
import { tablesDigest } from './tables';
import { openEntries, writeEntries } from './write-entries';

/** Who asks where each question costs a password hash. */
const few = [
  'anonymous',
  'viewer',
  'administrator',
  'administrator of all',
  'administrator unproven',
  'token of an administrator',
  'token of ingest',
];
/** Who asks where a wall is taken away: every kind of reach once, with all permissions where there are any. */
const narrow = [
  'administrator',
  'administrator of magpies',
  'engineer of a team',
  'token of an environment',
  'engineer of nothing',
  'auditor of another time',
];
const entries: Record<string, Entry> = {
  ...readEntries,
  ...writeEntries,
  ...settingEntries,
  ...openEntries,
  ...pageEntries,
};

/**
 * Who × which door × whose: asks each question as each asker and compares the status with what the table of permissions
 * and the rules of reach say. No answer names a bird that is out of reach, and what is refused changes nothing. A door
 * without an entry is red.
 */
export async function matrix(suite: string, walls: 'both' | 'database' | 'filter'): Promise<void> {
  const measured = { cells: 0, doors: 0, askers: 0, wrong: 0 };
  const target = { cells: walls === 'both' ? 3000 : 1000, wrong: 0 };
  let estate: Estate;
  let all: Asker[];
  beforeAll(async () => {
    estate = await seedEstate();
    all = (await askers()).filter((asker) => {
      // Periods of evidence are kept by the database and by doors that take a date, not by each query.
      if (walls === 'filter' && asker.elsewhen) return false;
      return walls === 'both' || narrow.includes(asker.name);
    });
    if (walls === 'filter') setViewersDb(db());
    measured.askers = all.length;
  });
  afterAll(() => {
    const pass = measured.wrong === 0 && measured.cells >= target.cells;
    reportSuite({ suite, pass, measured, target, seed: null });
  });

  const every = await doorList();
  const doors = walls === 'both' ? every : every.filter(({ method }) => method === 'GET' || method === 'page');
  measured.doors = doors.length;
  test('every door has an entry, and every entry a door', () => {
    expect(Object.keys(entries).sort()).toEqual(every.map(({ name }) => name).sort());
  });
  test.each(doors)('$name', async (door) => {
    const entry = entries[door.name];
    if (!entry) throw new Error(`${door.name} is a door without an entry in the matrix: security/authz`);
    if (door.handler && entry.can !== 'anybody') expect(door.handler.can).toBe(entry.can);
    const wrong: string[] = [];
    await keepAwake(all);
    for (const asker of all.filter(({ name }) => !entry.costly || few.includes(name)))
      for (const one of await casesOf(entry, door, estate, asker)) {
        measured.cells += 1;
        const before = door.method === 'GET' || door.method === 'page' ? '' : await tablesDigest();
        const answer = await ask(door, asker, one.ask);
        const changed = before !== '' && before !== (await tablesDigest());
        wrong.push(
          ...faults(door, entry, asker, one, answer, changed).map((it) => `${asker.name}, ${one.target}: ${it}`),
        );
      }
    measured.wrong += wrong.length;
    expect(wrong.length, wrong.slice(0, 8).join('\n')).toBe(0);
  });
}

/** The cases of a door, and those of its other form: a list as CSV, and what is no list, which has none. */
async function casesOf(entry: Entry, door: Door, estate: Estate, asker: Asker): Promise<Case[]> {
  const cases = await entry.cases(estate, asker);
  if (door.method !== 'GET' || door.handler === null || entry.csv === 'unasked') return cases;
  const asCsv = cases.map((one) => {
    const search = { ...one.ask.search, format: 'csv' };
    const takes = may(asker, 'export') && !(entry.evidence && asker.unproven);
    const status = entry.csv ? (takes ? one.status : 403) : 422;
    return { ...one, target: `${one.target} as CSV`, ask: { ...one.ask, search }, status };
  });
  return [...cases, ...(entry.csv ? asCsv : asCsv.slice(0, 1))];
}

/** The statuses that are right: one, but where two reasons to refuse come in either order. */
function expectedOf(door: Door, entry: Entry, asker: Asker, one: Case): number[] {
  if (entry.can === 'anybody') return [one.status];
  if (door.handler === null) {
    if (asker.role === null) return [307];
    if (!may(asker, 'fleet:read')) return [500];
    return [entry.inWords || may(asker, entry.can) ? one.status : 500];
  }
  if (asker.role === null) return [401];
  if (!may(asker, entry.can)) return [403];
  const unproven = (entry.proven || one.proven) && (asker.unproven || asker.kind === 'token') && one.status !== 422;
  return unproven ? [403, ...(one.status === 404 ? [404] : [])] : [one.status];
}

function faults(door: Door, entry: Entry, asker: Asker, one: Case, answer: Answer, changed: boolean): string[] {
  const expected = expectedOf(door, entry, asker, one);
  const found: string[] = [];
  // Who is sent to another time is not judged by status, but by what the answer tells.
  if (!expected.includes(answer.status) && !asker.elsewhen)
    found.push(`${answer.status} instead of ${expected}: ${answer.body.slice(0, 200)}`);
  if (answer.status >= 400 && changed) found.push('refused, and changed something all the same');
  if (answer.status < 300 && one.changes && !changed) found.push('let through, and changed nothing');
  if (door.handler && !/^cache-control\nno-store$/m.test(answer.text)) found.push('may be kept by a cache');
  if (entry.inWords && answer.status === 200 && !may(asker, entry.can) && !answer.text.includes(String(entry.can)))
    found.push('does not say which permission is missing');
  if (!may(asker, 'activity:read') && /(kestrel|magpie|heron)\.actor/.test(answer.text))
    found.push('tells of activity');
  const out = entry.namesAll && answer.status < 400 && may(asker, entry.can) ? [] : birds;
  // What was asked for comes back: a filter is shown, a search is echoed.
  const own = Object.values(one.ask.search ?? {}).flat();
  const text = own.filter((word) => word.length > 3).reduce((rest, word) => rest.replaceAll(word, ''), answer.text);
  for (const bird of out.filter((name) => !asker.sees.includes(name))) {
    const at = text.toLowerCase().indexOf(bird);
    if (at >= 0) found.push(`tells of a ${bird}: ${text.slice(Math.max(0, at - 60), at + 60)}`);
  }
  return found;
}
