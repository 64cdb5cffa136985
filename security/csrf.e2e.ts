import { expect, test } from 'playwright/test';
import { builtDoors } from './built-doors';
import { reportSuite } from './report-suite';
import { signInByApi } from './sign-in-by-api';

const address = process.env.PLUMBLINE_TEST_URL ?? '';
/** Other servers ask here, without a cookie and with a signed proof in the body. */
const proven = /^\/api\/auth\/back-channel\//;
const json = { 'content-type': 'application/json' };

/** What a page of another site can make a browser send along with the cookie, or what it may not leave out. */
const attempts: { why: string; headers: Record<string, string>; body: string; refused: number[] }[] = [
  { why: 'no origin', headers: json, body: '{}', refused: [403] },
  { why: 'a foreign origin', headers: { ...json, origin: 'https://evil.example' }, body: '{}', refused: [403] },
  { why: 'a null origin', headers: { ...json, origin: 'null' }, body: '{}', refused: [403] },
  { why: 'our name in theirs', headers: { ...json, origin: `${address}.evil.example` }, body: '{}', refused: [403] },
  { why: 'another port', headers: { ...json, origin: 'http://127.0.0.1:1' }, body: '{}', refused: [403] },
  ...[
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'text/plain; application/json',
  ]
    .map((type) => ({ headers: { 'content-type': type, origin: address }, type }))
    .flatMap(({ headers, type }) => [
      { why: type, headers, body: '{}', refused: [400, 415] },
      { why: `${type}, empty`, headers, body: '', refused: [400, 415] },
    ]),
];

test('no writing door opens for what another site can send', async () => {
  test.setTimeout(120_000);
  const cookie = await signInByApi(address, 'administrator');
  const doors = builtDoors().flatMap(({ path, methods }) =>
    methods.filter((method) => method !== 'GET').map((method) => ({ path, method })),
  );
  const opened: string[] = [];
  let asked = 0;
  for (const { path, method } of doors)
    for (const { why, headers, body, refused } of attempts) {
      // A form of our own signs out.
      if (path === '/api/auth/sign-out' && !refused.includes(403)) continue;
      const answer = await fetch(address + path, { method, headers: { ...headers, cookie }, body, redirect: 'manual' });
      asked += 1;
      const right = proven.test(path) ? [400, 401, 403, 404, 415, 422] : refused;
      if (!right.includes(answer.status)) opened.push(`${method} ${path}, ${why}: ${answer.status}`);
      if (answer.headers.has('set-cookie')) opened.push(`${method} ${path}, ${why}: sets a cookie`);
      await answer.arrayBuffer();
    }
  const alive = await fetch(`${address}/api/v1/sessions`, { headers: { cookie } });
  reportSuite({
    suite: 'csrf',
    pass: opened.length === 0,
    measured: { doors: doors.length, requests: asked, opened: opened.length },
    target: { opened: 0 },
    seed: null,
  });
  expect(opened).toEqual([]);
  expect(alive.status, 'the session is still there').toBe(200);
});
