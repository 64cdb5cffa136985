import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

// Whoever gives power, or takes evidence away, proves first who they are: lib/access/require-proven.ts.
const folder = new URL('../lib/commands/', import.meta.url);
const powers = /writing\(viewer, '(users|tokens|security|providers|retention):write'/;

/** These take something away, give back what was locked, or change nothing: they must be quick. */
const quick: Record<string, string> = {
  'end-sessions-of-user.ts': 'takes away',
  'ensure-administrator.ts': 'is done by an operator at the first start',
  'place-hold.ts': 'keeps what would be deleted',
  'reseal-secrets.ts': 'is done by an operator, who changes keys and nothing else',
  'revoke-token.ts': 'takes away',
  'test-provider.ts': 'changes nothing',
  'unlock-account.ts': 'lets somebody try again, who still has to know the password',
};

const commands = readdirSync(folder)
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
  .map((file) => ({ file, text: readFileSync(new URL(file, folder), 'utf8') }))
  .filter(({ text }) => powers.test(text));

test.each(commands.filter(({ file }) => !(file in quick)))('$file asks for a proof of identity', ({ text }) => {
  expect(text).toContain('await requireProven(tx, viewer)');
});

test('what does without is still there', () => {
  expect(Object.keys(quick).filter((file) => !commands.some((command) => command.file === file))).toEqual([]);
});
