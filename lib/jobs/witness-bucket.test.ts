import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { bucketPlace, bucketWitness } from '@/lib/jobs/witness-bucket';

// A bucket on the wire of S3, in this process: PutObject and GetObject, with object lock and conditional writes.
interface Kept {
  body: string;
  mode: string;
  until: string;
}
const objects = new Map<string, Kept>();
let locked = true;
let server: Server;

const answer = (code: string, message: string) =>
  `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`;

/** The body as it was sent, without the frames of aws-chunked. */
function unframed(body: string, encoding: string | undefined): string {
  if (!encoding?.includes('aws-chunked')) return body;
  const [, size = '0'] = /^([0-9a-f]+)(?:;[^\r]*)?\r\n/.exec(body) ?? [];
  const begin = body.indexOf('\r\n') + 2;
  return Buffer.from(body)
    .subarray(begin, begin + Number.parseInt(size, 16))
    .toString();
}

beforeAll(async () => {
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const key = decodeURIComponent(new URL(request.url ?? '', 'http://x').pathname);
    const { headers } = request;
    const end = (status: number, text = '') => response.writeHead(status).end(text);
    if (!headers.authorization?.startsWith('AWS4-HMAC-SHA256')) return end(403, answer('AccessDenied', 'Unsigned'));
    const there = objects.get(key);
    if (request.method === 'GET') return there ? end(200, there.body) : end(404, answer('NoSuchKey', 'None'));
    if (!locked) return end(400, answer('InvalidRequest', 'Bucket is missing Object Lock Configuration'));
    if (there && headers['if-none-match'] === '*') return end(412, answer('PreconditionFailed', 'It is there'));
    const body = unframed(Buffer.concat(chunks).toString(), headers['content-encoding']);
    const digest = headers['x-amz-checksum-sha256'];
    if (digest && digest !== createHash('sha256').update(body).digest('base64'))
      return end(400, answer('BadDigest', 'No'));
    const one = (name: string) => String(headers[name] ?? '');
    objects.set(key, { body, mode: one('x-amz-object-lock-mode'), until: one('x-amz-object-lock-retain-until-date') });
    return end(200);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  process.env.AWS_ENDPOINT_URL_S3 = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  process.env.AWS_ACCESS_KEY_ID = 'AKIATEST';
  process.env.AWS_SECRET_ACCESS_KEY = 'secret';
});
afterAll(() => server.close());
beforeEach(() => {
  objects.clear();
  locked = true;
});

const checkpoint = {
  id: 7,
  at: new Date('2026-11-20T10:00:00.000Z'),
  size: 42,
  origin: 'meridian/0123456789abcdef',
  note: 'meridian/0123456789abcdef\n42\nroot\n\n— signed\n',
  publicKeys: ['key one', 'key two'],
};
const witness = bucketWitness(bucketPlace('s3://worm/audit?region=eu-west-1', 2192));
const never = new AbortController().signal;
const folder = '/worm/audit/meridian-0123456789abcdef';

test('a checkpoint becomes an object that nobody deletes for six years, with the keys beside it', async () => {
  expect(witness.name).toBe('bucket worm/audit');
  await witness.carry(checkpoint, never);
  const lock = { mode: 'COMPLIANCE', until: '2032-11-20T10:00:00.000Z' };
  expect(
    Object.fromEntries(
      [...objects].map(([key, { until, ...kept }]) => [key, { ...kept, until: new Date(until).toISOString() }]),
    ),
  ).toEqual({
    [`${folder}/public-keys-2.txt`]: { body: 'key one\nkey two\n', ...lock },
    [`${folder}/2026-11-20/20261120T100000000Z-42.txt`]: { body: checkpoint.note, ...lock },
  });
});

test('the same one again changes nothing, another one under its name is told', async () => {
  await witness.carry(checkpoint, never);
  await witness.carry(checkpoint, never);
  expect(objects.size).toBe(2);
  await expect(witness.carry({ ...checkpoint, note: 'another\n' }, never)).rejects.toThrow('holds another checkpoint');
});

test('a bucket without object lock is no witness', async () => {
  locked = false;
  await expect(witness.carry(checkpoint, never)).rejects.toThrow('worm: Bucket is missing Object Lock Configuration');
  expect(objects.size).toBe(0);
});

test.each(['https://worm/x', 's3:///x', 'worm'])('%s names no bucket', (address) => {
  expect(() => bucketPlace(address, 2192)).toThrow();
});
