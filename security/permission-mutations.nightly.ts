import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import type { Viewer } from '@/lib/access/viewer';
import type { Handler } from '@/lib/route';
import { useTestDatabase, viewerFor } from '@/lib/test-database';
import { doorList } from './authz/door-list';
import { doorsOfFiles } from './authz/doors-of-file';
import { entries } from './authz/entries';
import { type Estate, seedEstate } from './authz/estate';
import { functionsThatAsk, inputOf } from './authz/functions';
import { type Mutant, mutantsOf } from './authz/mutants';
import { type Asker, askers, keepAwake } from './authz/people';
import { wrongAt } from './authz/wrong-at';
import { reportSuite } from './report-suite';

// Each permission check is taken away in turn and must be missed: by a door that opens, by a function that answers, or by
// what the matrix says of its door. All of them are in the code that runs, each behind its number, so that neither a copy
// of the tree nor a start is needed for each (authz/mutants.ts).
declare global {
  /** The check that is taken away now. */
  var plumblineWithout: string | null;
}
useTestDatabase();
const root = join(import.meta.dirname, '..');
/** Whose answers tell: without permissions, within a reach, unproven, without a session, and pushing only. */
const few = [
  'viewer',
  'engineer',
  'administrator for a week',
  'administrator',
  'administrator unproven',
  'auditor of another time',
  'token of an administrator',
  'token of ingest',
];
const twice = 'another check of the same permission stands beside it';
const everyPerson = 'every role of a person has it, and tokens are refused as such';
const sameRoles = 'every role that gets as far has it';
/** Checks that nobody can miss, by file and text, and why. */
const askedTwice: Record<string, string> = {
  "lib/commands/change-password.ts writing(viewer, 'account'": everyPerson,
  "lib/commands/set-second-factor.ts writing(viewer, 'account'": everyPerson,
  "lib/commands/step-up.ts writing(viewer, 'account'": everyPerson,
  'lib/commands/record-runs.ts': twice,
  'lib/commands/record-silence.ts': twice,
  'lib/commands/take-delivery.ts': twice,
  'lib/commands/test-provider.ts': twice,
  'lib/commands/reseal-secrets.ts': 'for operators, who may everything',
  'lib/commands/create-user.ts requireLasting': 'reach is given no longer than one’s own either',
  'lib/commands/invite-auditor.ts requireLasting': 'reach is given no longer than one’s own either',
  'lib/commands/stop-sample-sources.ts requireReach': 'for the job that askSample, which asks it, wakes',
  'lib/queries/open-break-glass.ts reading(': 'who may review may read',
  'lib/queries/search.ts can(': sameRoles,
  'app/(dashboard)/settings/': sameRoles,
};
const asked = process.env.PLUMBLINE_MUTANTS ? new RegExp(process.env.PLUMBLINE_MUTANTS) : null;
const mutants = mutantsOf(root).filter(({ id }) => asked?.test(id) ?? true);
const doors = await doorList();
const doorsOf = doorsOfFiles(root, doors);
const functions = await functionsThatAsk();
let estate: Estate;
let all: Asker[];
let strangers: Viewer[];

beforeAll(async () => {
  estate = await seedEstate();
  strangers = [await viewerFor('ingest'), await viewerFor('viewer')];
});

/** What a function says to those who may not, in a word each. */
async function words({ name, run }: (typeof functions)[number]): Promise<string> {
  const said: string[] = [];
  for (const viewer of strangers)
    try {
      await run(viewer, ...inputOf(name));
      said.push('let through');
    } catch (error) {
      said.push(error instanceof Error && 'code' in error ? `${error.code}: ${error.message}` : 'failed');
    }
  return said.join();
}

/** Whether the handlers of a file, loaded anew, still ask for what the matrix says. */
async function doorAsksOtherwise({ file, id }: Mutant): Promise<boolean> {
  const fresh = (await import(/* @vite-ignore */ `${join(root, file)}?without=${encodeURIComponent(id)}`)) as Record<
    string,
    Handler
  >;
  return doors.some((door) => door.file === file && fresh[door.method]?.can !== entries[door.name]?.can);
}

/** Asked before there is anybody: some functions are for the first alone. */
async function noticeBehind(mutant: Mutant): Promise<string | null> {
  const own = functions.filter(({ file }) => file === mutant.file);
  const before = [];
  for (const one of own) before.push(await words(one));
  globalThis.plumblineWithout = mutant.id;
  if (mutant.file.startsWith('app/api/') && (await doorAsksOtherwise(mutant))) return 'the table of doors';
  for (const [i, one] of own.entries()) if ((await words(one)) !== before[i]) return one.name;
  return null;
}

async function noticeAtDoors(mutant: Mutant): Promise<string | null> {
  globalThis.plumblineWithout = mutant.id;
  for (const door of doorsOf(mutant.file)) {
    const entry = entries[door.name];
    await keepAwake(all);
    if (entry && (await wrongAt(door, entry, estate, all)).wrong.length > 0) return door.name;
  }
  return null;
}

test('each permission check that is taken away is missed', async () => {
  const waiting: Mutant[] = [];
  for (const mutant of mutants) {
    if ((await noticeBehind(mutant)) === null) waiting.push(mutant);
    globalThis.plumblineWithout = null;
  }
  all = (await askers()).filter(({ name }) => few.includes(name));
  const unnoticed: string[] = [];
  let redundant = 0;
  for (const mutant of waiting) {
    const by = await noticeAtDoors(mutant);
    globalThis.plumblineWithout = null;
    const known = Object.keys(askedTwice).find((start) => `${mutant.file} ${mutant.check}`.startsWith(start));
    if (by === null && known) redundant += 1;
    else if (by === null) unnoticed.push(`${mutant.id} ${mutant.check}`);
    if (by === null && !known) process.stdout.write(`unnoticed: ${mutant.id} ${mutant.check}\n`);
  }
  const noticed = mutants.length - unnoticed.length - redundant;
  const measured = { removed: mutants.length, noticed, redundant, unnoticed: unnoticed.length };
  const pass = mutants.length > 150 && unnoticed.length === 0;
  reportSuite({ suite: 'permission-mutations', pass, measured, target: { unnoticed: 0 }, seed: null });
  expect(unnoticed).toEqual([]);
});
