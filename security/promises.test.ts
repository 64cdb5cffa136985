import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { promises } from '@/security/promises';

test('each suite that reports a line says what it promises', () => {
  const files = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /\.tsx?$/.test(file),
  );
  const texts = files.map((file) => readFileSync(join(import.meta.dirname, file), 'utf8'));
  const reported = texts
    .filter((text) => text.includes('reportSuite('))
    .flatMap((text) => [...text.matchAll(/\bsuite: '([\w-]+)'/g)].map(([, name]) => name ?? ''));
  expect(reported.length).toBeGreaterThan(0);
  expect(reported.filter((name) => !promises[name]).map((name) => `${name} is not in security/promises.ts`)).toEqual(
    [],
  );
});
