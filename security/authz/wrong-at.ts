import { type Answer, ask } from './ask';
import { birds } from './birds';
import type { Door } from './door-list';
import { type Case, type Entry, may } from './entry';
import type { Estate } from './estate';
import type { Asker } from './people';
import { tablesDigest } from './tables';

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

/** Asks all questions of a door as each of these, and tells how many there were and what was not as it should be. */
export async function wrongAt(
  door: Door,
  entry: Entry,
  estate: Estate,
  askers: readonly Asker[],
): Promise<{ cells: number; wrong: string[] }> {
  const wrong: string[] = [];
  let cells = 0;
  for (const asker of askers.filter(({ name }) => !entry.costly || few.includes(name)))
    for (const one of await casesOf(entry, door, estate, asker)) {
      cells += 1;
      const before = door.method === 'GET' || door.method === 'page' ? '' : await tablesDigest();
      const answer = await ask(door, asker, one.ask);
      const changed = before !== '' && before !== (await tablesDigest());
      const found = faults(door, entry, asker, one, answer, changed);
      wrong.push(...found.map((it) => `${asker.name}, ${one.target}: ${it}`));
    }
  return { cells, wrong };
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
  if (answer.status >= 400 && changed && !entry.counts) found.push('refused, and changed something all the same');
  if (answer.status < 300 && one.changes && !changed) found.push('let through, and changed nothing');
  if (door.handler && !/^cache-control\nno-store$/m.test(answer.text)) found.push('may be kept by a cache');
  if (entry.inWords && answer.status === 200 && !may(asker, entry.can) && !answer.text.includes(String(entry.can)))
    found.push('does not say which permission is missing');
  if (!may(asker, 'activity:read') && /(kestrel|magpie|heron)\.actor/.test(answer.text))
    found.push('tells of activity');
  if (door.handler === null && !may(asker, 'export') && answer.text.includes('format=csv'))
    found.push('offers an export');
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
