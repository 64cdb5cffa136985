import { afterEach, expect, test } from 'vitest';
import { requireSameOrigin } from '@/lib/access/same-origin';

afterEach(() => {
  delete process.env.PLUMBLINE_URL;
});

const local = 'http://127.0.0.1:3000';
const outside = 'https://plumb.example';

test.each([
  // PLUMBLINE_URL, method, Origin, Host, passes
  [undefined, 'GET', 'https://evil.example', '127.0.0.1:3000', true],
  [undefined, 'POST', local, '127.0.0.1:3000', true],
  [undefined, 'POST', 'http://localhost:3000', 'localhost:3000', true],
  [undefined, 'POST', 'http://[::1]:3000', '[::1]:3000', true],
  [undefined, 'POST', 'http://localhost:3000', '127.0.0.1:3000', false],
  [undefined, 'POST', 'http://127.0.0.1:4000', '127.0.0.1:3000', false],
  [undefined, 'POST', 'http://evil.example', 'evil.example', false],
  [undefined, 'POST', 'null', '127.0.0.1:3000', false],
  [undefined, 'POST', null, '127.0.0.1:3000', false],
  [local, 'POST', 'http://localhost:3000', 'localhost:3000', true],
  [outside, 'POST', outside, 'plumb.example', true],
  [outside, 'DELETE', 'http://plumb.example', 'plumb.example', false],
  [outside, 'POST', 'https://plumb.example.evil.example', 'plumb.example', false],
  [outside, 'POST', 'http://127.0.0.1:3000', '127.0.0.1:3000', false],
] as const)('PLUMBLINE_URL %s: %s from %s to %s: %s', (url, method, origin, host, passes) => {
  if (url) process.env.PLUMBLINE_URL = url;
  const headers = new Headers({ host, ...(origin === null ? {} : { origin }) });
  const check = () => requireSameOrigin(new Request(`${local}/api/v1/users`, { method, headers }));
  if (passes) expect(check).not.toThrow();
  else expect(check).toThrow('another origin');
});

test('a token needs no origin', () => {
  const headers = { authorization: 'Bearer x' };
  expect(() => requireSameOrigin(new Request(local, { method: 'POST', headers }))).not.toThrow();
});

test.each([
  ['application/json', true],
  ['Application/JSON; charset=utf-8', true],
  ['text/plain', false],
  ['text/plain; application/json', false],
  ['application/x-www-form-urlencoded', false],
  ['multipart/form-data; boundary=x', false],
])('a write of the type %s: %s', (type, passes) => {
  const headers = { host: '127.0.0.1:3000', origin: local, 'content-type': type };
  const check = () => requireSameOrigin(new Request(local, { method: 'DELETE', headers }));
  if (passes) expect(check).not.toThrow();
  else expect(check).toThrow('content type');
});
