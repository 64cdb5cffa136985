import { gzipSync } from 'node:zlib';
import { afterAll, expect, test } from 'vitest';
import { readJsonBody } from '@/lib/access/json-body';
import { AppError } from '@/lib/errors';
import { readDelivery } from '@/lib/sources/ansible/delivery';
import { readYaml, YamlProblem } from '@/lib/sources/git/read-yaml';
import { unpack } from '@/lib/sources/unpack';
import { uploadLimits } from '@/lib/upload-limits';
import { reportSuite } from '@/security/report-suite';

// What strangers send is bounded before it is believed: 120 hostile files and 10,000 spoilt pushes, and a good one after.
const seed = Number(process.env.PLUMBLINE_SEED ?? 20_261_120);
const mutations = 10_000;
const measured = { files: 0, taken: 0, mutations: 0, crashes: 0, 'members given to every object': 0 };
const target = { files: 120, taken: 0, mutations, crashes: 0, 'members given to every object': 0 };
afterAll(() => {
  measured['members given to every object'] = Object.keys(Object.prototype).length;
  reportSuite({ suite: 'parsers', pass: JSON.stringify(measured) === JSON.stringify(target), measured, target, seed });
});

const deep = (levels: number, open: string, close: string) => open.repeat(levels) + close.repeat(levels);
const depths = [70, 100, 1000, 10_000, 100_000];
const sizes = [1, 2, 3, 4, 5];

/** Bodies of which nothing may be taken in: pushes of runs, forms and files of a repository. */
const pushes: string[] = [
  ...depths.flatMap((n) => [
    deep(n, '[', ']'),
    deep(n, '{"a":', '}'),
    deep(n, '[{"a":', '}]'),
    `{"version":1,"reports":${deep(n, '[', ']')}}`,
  ]),
  ...depths.map((n) => '['.repeat(n)),
  ...sizes.map((n) => `{${Array.from({ length: 200_000 + n }, (_, i) => `"k${i}":1`).join()}}`),
  ...sizes.map((n) => `{"version":1,"deliveryId":"x","reports":[${'0,'.repeat(20_000 + n)}0]}`),
  ...['', ' ', 'null', 'true', '"text"', '1e999', 'NaN', "{'a':1}", '{"a":1,}', '\u0000', '\ufeff{', '{"a":"\\ud800'],
  ...[
    '{"__proto__":{"polluted":1}}',
    '{"constructor":{"prototype":{"polluted":1}}}',
    '{"version":1,"__proto__":{"reports":[]}}',
  ],
];
const bomb = (levels: number, each: number) =>
  Array.from(
    { length: levels },
    (_, i) =>
      `a${i}: &a${i} [${Array(each)
        .fill(i === 0 ? 'x' : `*a${i - 1}`)
        .join()}]`,
  ).join('\n');
const yamls: string[] = [
  ...[9, 12, 20, 40, 80].flatMap((levels) => [bomb(levels, 9), bomb(levels, 4)]),
  ...depths.flatMap((n) => ['['.repeat(n), deep(n, '[', ']'), deep(n, '{a: ', '}'), `${'- '.repeat(n)}x`]),
  ...['a: [1', 'a: b: c', '&a *a', '*nowhere', 'a: *x', '{a: 1, a', '"', "'", '!!', 'a: !<', '\t- a', '- "a'],
];
const archives: Buffer[] = [
  ...[5, 8, 20, 60, 210].map((mebibytes) => gzipSync(Buffer.alloc(mebibytes * 1024 * 1024), { level: 9 })),
  ...[5, 8, 20]
    .map((mebibytes) => gzipSync(gzipSync(Buffer.alloc(mebibytes * 1024 * 1024))))
    .map((twice) => twice.subarray(0, -9)),
  ...['', 'text', '\u001f\u008b', '\u001f\u008b\u0008\u0000'].map((text) => Buffer.from(text, 'latin1')),
];

const forms: string[] = [
  ...depths.flatMap((n) => [deep(n, '[', ']'), deep(n, '{"a":', '}'), `{"a":${'['.repeat(n)}`]),
  JSON.stringify('x'.repeat(uploadLimits.formBytes)),
];

/** Counts an attempt; taken in, or thrown as no reader may throw, it is told. */
async function attempt(name: string, read: () => Promise<'refused' | 'taken'>): Promise<void> {
  measured.files += 1;
  const outcome = await read().catch((error: unknown) => error);
  if (outcome === 'taken') measured.taken += 1;
  else if (outcome !== 'refused') measured.crashes += 1;
  expect(outcome, name.slice(0, 100)).toBe('refused');
}

test('no hostile push is taken in', async () => {
  for (const text of pushes)
    await attempt(text, async () => ('problem' in (await readDelivery(text)) ? 'refused' : 'taken'));
});

test('no form is deeper or larger than forms are', async () => {
  const headers = { 'content-type': 'application/json' };
  for (const body of forms)
    await attempt(body, async () =>
      readJsonBody(new Request('http://127.0.0.1/', { method: 'POST', headers, body })).then(
        () => 'taken',
        (error: unknown) => (error instanceof AppError ? 'refused' : 'taken'),
      ),
    );
});

test('no YAML bomb opens, and no broken file is half read', async () => {
  for (const text of yamls)
    await attempt(text, async () => {
      try {
        readYaml('x.yml', text);
        return 'taken';
      } catch (error) {
        if (error instanceof YamlProblem) return 'refused';
        throw error;
      }
    });
});

test('no archive grows beyond its bound', async () => {
  for (const body of archives)
    await attempt(`${body.byteLength} bytes`, async () =>
      'problem' in (await unpack(body, 'gzip')) ? 'refused' : 'taken',
    );
});

/** mulberry32 */
function randomOf(start: number): () => number {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    const mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    return (((mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed) >>> 14) / 2 ** 18;
  };
}

const startedAt = '2026-11-20T10:00:00Z';
const good = JSON.stringify({
  version: 1,
  deliveryId: 'd',
  reports: [
    {
      tool: 'ansible',
      host: { name: 'web-1', facts: { kernel: '6.1' } },
      mode: 'enforce',
      startedAt,
      finishedAt: startedAt,
      failed: 1,
      events: [{ task: 'Install', action: 'apt', status: 'failed', message: 'no\nsuch package' }],
    },
  ],
});

test('a spoilt push is read or refused, and a good one is read after it', async () => {
  const random = randomOf(seed);
  const pick = (length: number) => Math.floor(random() * length);
  const pieces = [
    '"',
    '{',
    '}',
    '[',
    ']',
    ':',
    ',',
    '\\',
    '\u0000',
    '\ud800',
    '-1e999',
    'null',
    '__proto__',
    '"__proto__":{"polluted":1},',
  ];
  for (let i = 0; i < mutations; i += 1) {
    let text = good;
    for (let changes = 1 + pick(4); changes > 0; changes -= 1) {
      const [from, gone] = [pick(text.length), pick(12)];
      text = `${text.slice(0, from)}${pieces[pick(pieces.length)]}${text.slice(from + gone)}`;
    }
    const read = await readDelivery(text).catch((error: unknown) => ({ crash: error }));
    if ('crash' in read) measured.crashes += 1;
    measured.mutations += 1;
  }
  expect(measured.crashes).toBe(0);
  expect(Object.keys(Object.prototype)).toEqual([]);
  expect(await readDelivery(good)).toMatchObject({ reports: [{ host: { name: 'web-1' } }], unreadable: [] });
});
