import fc from 'fast-check';
import { expect, test } from 'vitest';
import { diffLines } from '@/components/runs/diff-lines';

const signs = { add: '+', del: '-', here: ' ' } as const;
const shown = (before: string | null, after: string | null) =>
  diffLines(before, after).map((line) => `${line.mark ? signs[line.mark] : ' '}${line.text}`);

test.each<[string, string | null, string | null, string[]]>([
  ['a line that changed', 'a\nb\nc\n', 'a\nB\nc\n', [' a', '-b', '+B', ' c']],
  ['a new file', null, 'a\nb\n', ['+a', '+b']],
  ['a file that went', 'a\n', '', ['-a']],
  ['nothing said', null, null, []],
])('%s', (_name, before, after, lines) => {
  expect(shown(before, after)).toEqual(lines);
});

test('taking away what came gives the old text, taking away what went the new one', () => {
  const text = fc
    .array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 12 })
    .map((lines) => lines.map((line) => `x${line}`));
  fc.assert(
    fc.property(text, text, (before, after) => {
      const lines = diffLines(before.join('\n'), after.join('\n'));
      expect(lines.filter((line) => line.mark !== 'add').map((line) => line.text)).toEqual(before);
      expect(lines.filter((line) => line.mark !== 'del').map((line) => line.text)).toEqual(after);
    }),
  );
});

test('very long texts stand one below the other', () => {
  const long = 'x\n'.repeat(2000);
  expect(diffLines(long, long)).toHaveLength(4000);
});
