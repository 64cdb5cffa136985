import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readDelivery } from '@/lib/sources/ansible/delivery';
import { unpack } from '@/lib/sources/unpack';

const report = (name: string, more: Record<string, unknown> = {}) => ({
  tool: 'ansible',
  host: { name },
  mode: 'enforce',
  startedAt: '2026-11-20T08:00:00.000Z',
  finishedAt: '2026-11-20T08:01:00.000Z',
  ok: 3,
  ...more,
});
const delivery = (...reports: unknown[]) => JSON.stringify({ version: 1, deliveryId: 'd1', reports });
const reading = async (text: string) => {
  const read = await readDelivery(text);
  if ('problem' in read) throw new Error(read.problem);
  return read;
};

describe('a delivery', () => {
  test('good reports are kept whatever the others are, and those are told with their reason', async () => {
    const read = await reading(
      delivery(report('a'), report('b', { mode: 'sideways', note: 'password=s3cr3t' }), 'nonsense', report('c')),
    );
    expect(read.reports.map((it) => it.host.name)).toEqual(['a', 'c']);
    expect(read.unreadable).toEqual([
      {
        externalId: 'b',
        reason: expect.stringMatching(/^Report 2: mode: /),
        excerpt: expect.stringContaining('password=***'),
      },
      { externalId: null, reason: expect.stringMatching(/^Report 3: /), excerpt: '"nonsense"' },
    ]);
  });

  test('secrets that the sender forgot are hidden', async () => {
    const event = { task: 'Set token: abc-canary', status: 'changed', item: 'AKIACANARYCANARYCANA' };
    const texts = {
      path: 'https://bob:canary@x.test/',
      message: 'password=canary',
      before: 'key: canary',
      after: '$6$canary$abcdefgh',
    };
    const { reports } = await reading(
      delivery(report('a', { events: [{ ...event, ...texts }], repository: 'https://bob:canary@git.example.test/x' })),
    );
    expect(JSON.stringify(reports)).not.toMatch(/canary/i);
  });

  test.each([
    ['no JSON', '{', /not JSON/],
    ['another version', JSON.stringify({ version: 2, deliveryId: 'x', reports: [] }), /version/],
    ['nesting', `${'['.repeat(65)}${']'.repeat(65)}`, /deeper than 64/],
    [
      'members',
      JSON.stringify(Object.fromEntries(Array.from({ length: 200_001 }, (_, i) => [i, 0]))),
      /200,000 members/,
    ],
  ])('%s is refused as a whole', async (_name, text, problem) => {
    expect(await readDelivery(text)).toEqual({ problem: expect.stringMatching(problem) });
  });

  test('a prototype is not polluted', async () => {
    const tags = '"tags":{"__proto__":{"polluted":"yes"},"a":"b"}';
    await reading(delivery(report('a')).replace('"name":"a"', `"name":"a",${tags}`)).catch(() => null);
    expect(({} as { polluted?: string }).polluted).toBeUndefined();
  });

  test('whatever comes, it is answered and not thrown', async () => {
    const anything = fc.oneof(
      fc.anything(),
      fc.record({ host: fc.anything(), mode: fc.anything(), events: fc.anything() }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(anything, { maxLength: 5 }), async (reports) => {
        const good = report('good');
        const read = await reading(delivery(...reports.map((it) => it ?? null), good));
        expect(read.reports.at(-1)?.host.name).toBe('good');
        expect(read.reports.length + read.unreadable.length).toBe(reports.length + 1);
      }),
    );
  });
});

describe('a packed body', () => {
  test('is unpacked, and one that was not packed stays', async () => {
    expect(await unpack(gzipSync('hello'), 'gzip')).toEqual({ bytes: Buffer.from('hello') });
    expect(await unpack(Buffer.from('hello'), null)).toEqual({ bytes: Buffer.from('hello') });
  });

  test('ends at its bound', async () => {
    const bomb = gzipSync(Buffer.alloc(20_000_000));
    expect(bomb.byteLength).toBeLessThan(30_000);
    expect(await unpack(bomb, 'gzip')).toMatchObject({ tooLarge: true });
  });

  test.each([
    ['gzip', Buffer.from('plain')],
    ['gzip', gzipSync('hello world, cut').subarray(0, 12)],
    ['br', Buffer.from('x')],
  ])('%s that is none is refused', async (encoding, body) => {
    expect(await unpack(body, encoding)).toMatchObject({ tooLarge: false });
  });
});
