import { afterAll, beforeAll, expect, test } from 'vitest';
import { db, setViewersDb } from '@/lib/db';
import { reportSuite } from '../report-suite';
import { doorList } from './door-list';
import { entries } from './entries';
import { type Estate, seedEstate } from './estate';
import { type Asker, askers, keepAwake } from './people';
import { wrongAt } from './wrong-at';

/** Who asks where a wall is taken away: every kind of reach once, with all permissions where there are any. */
const narrow = [
  'administrator',
  'administrator of magpies',
  'engineer of a team',
  'token of an environment',
  'engineer of nothing',
  'auditor of another time',
];

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
    await keepAwake(all);
    const { cells, wrong } = await wrongAt(door, entry, estate, all);
    measured.cells += cells;
    measured.wrong += wrong.length;
    expect(wrong.length, wrong.slice(0, 8).join('\n')).toBe(0);
  });
}
