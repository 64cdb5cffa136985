import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { states } from './state';

const tokens = readFileSync(fileURLToPath(new URL('./tokens.css', import.meta.url)), 'utf8');

test.each(Object.entries(states))('%s has a word and a paint that the tokens know', (_, { word, paint }) => {
  expect(word).not.toBe('');
  expect(tokens).toContain(`[data-state='${paint}']`);
});

test('unknown is hatched, never filled like success', () => {
  const unknown = tokens.split('\n').find((line) => line.startsWith("[data-state='unknown']"));
  expect(unknown).toContain('repeating-linear-gradient');
});
