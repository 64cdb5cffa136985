import { expect, test } from 'vitest';
import { makeLog } from '@/lib/log';

function linesOf(write: (log: ReturnType<typeof makeLog>) => void): Record<string, unknown>[] {
  const lines: string[] = [];
  write(makeLog({ write: (line) => void lines.push(line) }));
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

test('an error keeps its type, message and stack', () => {
  const [line] = linesOf((log) => log.error({ err: new TypeError('no such table') }, 'a request failed'));
  expect(line).toMatchObject({
    level: 50,
    msg: 'a request failed',
    err: { type: 'TypeError', message: 'no such table', stack: expect.stringContaining('log.test.ts') },
  });
});

test('moments, lists and numbers stay what they are', () => {
  const [line] = linesOf((log) => log.info({ at: new Date('2026-11-20T10:00:00Z'), scopes: [1, null, true] }, 'done'));
  expect(line).toMatchObject({ at: '2026-11-20T10:00:00.000Z', scopes: [1, null, true] });
});

test('a secret is hidden however deep and by whatever name', () => {
  const [line] = linesOf((log) =>
    log.warn({ a: [{ b: { clientSecret: 'canary' } }], c: 'password=canary' }, 'token: canary'),
  );
  expect(JSON.stringify(line)).not.toContain('canary');
});

test('what turns in a circle ends', () => {
  const circle: Record<string, unknown> = {};
  circle.self = circle;
  expect(linesOf((log) => log.info({ circle }, 'round'))).toHaveLength(1);
});
