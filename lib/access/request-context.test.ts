import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { notePeerAddresses } from '@/lib/access/note-peer-addresses';
import { clientAddress, requestContext } from '@/lib/access/request-context';

afterEach(() => {
  delete process.env.PLUMBLINE_TRUSTED_PROXIES;
});

test.each([
  ['6.6.6.6, 192.0.2.1', 0, '192.0.2.1'],
  ['6.6.6.6, 192.0.2.9, 192.0.2.1', 1, '192.0.2.9'],
  ['192.0.2.9, 192.0.2.1', 2, '192.0.2.9'],
  ['::ffff:192.0.2.1', 0, '192.0.2.1'],
  ['2001:db8::1', 0, '2001:db8::1'],
  ['<script>', 0, null],
  ['', 0, null],
])('of %s with %i trusted proxies the client is %s', (forwarded, proxies, address) => {
  process.env.PLUMBLINE_TRUSTED_PROXIES = String(proxies);
  expect(clientAddress(new Headers({ 'x-forwarded-for': forwarded }))).toBe(address);
});

test('what a client writes into X-Forwarded-For is followed by who it is', async () => {
  notePeerAddresses();
  const server = createServer((request, response) => response.end(request.headers['x-forwarded-for']));
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  const answer = await fetch(`http://127.0.0.1:${port}`, { headers: { 'x-forwarded-for': '6.6.6.6' } });
  expect(await answer.text()).toBe('6.6.6.6, 127.0.0.1');
  server.close();
});

test('each request has an id of its own', () => {
  expect(requestContext(new Headers()).requestId).not.toBe(requestContext(new Headers()).requestId);
});
