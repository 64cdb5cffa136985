import { expect, test } from 'playwright/test';
import { type BuiltDoor, builtDoors } from './built-doors';
import { reportSuite } from './report-suite';
import { signInByApi } from './sign-in-by-api';

const address = process.env.PLUMBLINE_TEST_URL ?? '';

/** What every answer carries, whatever its status. */
const always: Record<string, RegExp> = {
  'content-security-policy': /base-uri 'none'.*frame-ancestors 'none'/,
  'x-content-type-options': /^nosniff$/,
  'x-frame-options': /^DENY$/,
  'referrer-policy': /^same-origin$/,
  'cross-origin-opener-policy': /^same-origin$/,
  'cross-origin-resource-policy': /^same-origin$/,
  'strict-transport-security': /^max-age=\d{8,}/,
  'permissions-policy': /camera=\(\)/,
  'cache-control': /\bno-store\b/,
};
const pagePolicy =
  /^default-src 'none'; script-src 'nonce-[A-Za-z0-9+/]{22}==' 'strict-dynamic'; style-src 'self' 'nonce-[A-Za-z0-9+/]{22}=='; /;

/** Next makes these at build time, with style attributes that the policy refuses: they are seen as plain text. */
const nextsOwn = ['/_global-error', '/500'];

/** Beside the doors: what is not there, what is sent elsewhere, what Next answers by itself. */
const others = [
  ...['/no-such-page', '/api/v1/no-such-list', '/fleet/', '//fleet', '/%zz', '/_next/no-such-file', '/_next/image'],
  ...['/icon.svg', '/_global-error', '/500', '/_not-found', '/fleet?asOf=yesterday', '/fleet/99999999', '/favicon.ico'],
  ...['/api/v1/hosts?format=csv', '/api/v1/hosts?format=xml', '/api/v1/hosts?limit=none', '/plumbline.py', '/FLEET'],
];

let cookie = '';
let answers = 0;
const nonces = new Set<string>();
const missing: string[] = [];

test.beforeAll(async () => {
  cookie = await signInByApi(address, 'administrator');
});
test.afterAll(() =>
  reportSuite({
    suite: 'headers',
    pass: missing.length === 0 && answers > 500,
    measured: { answers, missing: missing.length, nonces: nonces.size },
    target: { missing: 0 },
    seed: null,
  }),
);

async function expectHeaders(method: string, path: string, headers: Record<string, string>): Promise<void> {
  const answer = await fetch(address + path, { method, headers, redirect: 'manual' });
  const body = await answer.text();
  const told = `${method} ${path} ${Object.keys(headers)} ${answer.status}`;
  answers += 1;
  for (const [name, value] of Object.entries(always))
    if (!value.test(answer.headers.get(name) ?? '')) missing.push(`${told}: ${name}: ${answer.headers.get(name)}`);
  const policy = answer.headers.get('content-security-policy') ?? '';
  if (policy.includes('unsafe')) missing.push(`${told}: ${policy}`);
  const nonce = /'nonce-([^']+)'/.exec(policy)?.[1];
  if (nonce !== undefined) {
    if (nonces.has(nonce)) missing.push(`${told}: a nonce comes twice`);
    nonces.add(nonce);
  }
  const html = answer.headers.get('content-type')?.startsWith('text/html') && /<script|<style/.test(body);
  if (/^\/(?!api\/|_next\/|\w+\.)/.test(path) && html && !pagePolicy.test(policy)) missing.push(`${told}: ${policy}`);
  if (path.startsWith('/api/') && !/^default-src 'none'; form-action 'none'/.test(policy))
    missing.push(`${told}: ${policy}`);
  if (/ style="/.test(body) && html && !nextsOwn.includes(path)) missing.push(`${told}: a style attribute`);
}

/** Reads alone where somebody is signed in: what writes would. */
function waysInto({ path, kind, methods }: BuiltDoor): [string, string, Record<string, string>][] {
  const anonymous = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'].map(
    (method): [string, string, Record<string, string>] => [method, path, {}],
  );
  const prefetch =
    kind === 'page'
      ? [
          { cookie, RSC: '1' },
          { cookie, RSC: '1', 'Next-Router-Prefetch': '1' },
        ]
      : [];
  const reads = methods.includes('GET') ? [{ cookie }, ...prefetch] : [];
  return [...anonymous, ...reads.map((headers): [string, string, Record<string, string>] => ['GET', path, headers])];
}

test('every door answers with every header, whatever it answers', async () => {
  test.setTimeout(240_000);
  const ways = builtDoors().flatMap(waysInto);
  const rest = others.flatMap((path) =>
    [{}, { cookie }].map((headers): [string, string, Record<string, string>] => ['GET', path, headers]),
  );
  for (const way of [...ways, ...rest]) await expectHeaders(...way);
  expect(missing).toEqual([]);
});
