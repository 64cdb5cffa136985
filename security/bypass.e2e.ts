import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { request as send } from 'node:http';
import { join, resolve } from 'node:path';
import { expect, test } from 'playwright/test';
import { password } from '@/e2e/people';
import { type OwnDatabase, ownDatabase } from './own-database';
import { ownWeb } from './own-web';
import { reportSuite } from './report-suite';

const build = resolve(import.meta.dirname, '../.next');
const buildId = readFileSync(join(build, 'BUILD_ID'), 'utf8').trim();
const methods = ['GET', 'HEAD', 'POST'];

/** Doors, and how else they may be spelt. HOST becomes the address of the server. */
const paths = [
  ...['/', '/fleet', '/audit', '/settings/users', '/fleet/1', '/api/v1/hosts', '/api/v1/users?format=csv'],
  ...['//audit', '/%61udit', '/AUDIT', '/audit/', '/audit%2f', '/fleet%2f1', '/audit%00', '/audit;x=1', '/\\audit'],
  ...['/./audit', '/fleet/../audit', '/en/audit', 'http://HOST/audit', 'http://evil.example/audit'],
  ...['/audit.rsc', '/audit.segments/_tree.segment.rsc', '/fleet.segments/__PAGE__.segment.rsc', '/audit?_rsc=1abc'],
  ...[`/_next/data/${buildId}/audit.json`, '/fleet/x?nxtPid=1', '/_next/image?url=%2Fapi%2Fv1%2Fhosts&w=64&q=75'],
  '/api/v1/%68osts',
];
const tree = encodeURIComponent(JSON.stringify(['', { children: ['audit', { children: ['__PAGE__', {}] }] }]));
const headerSets: Record<string, string>[] = [
  {},
  { RSC: '1' },
  { RSC: '1', 'Next-Router-Prefetch': '1' },
  { RSC: '1', 'Next-Router-Prefetch': '2' },
  { RSC: '1', 'Next-Router-Segment-Prefetch': '/_tree' },
  { RSC: '1', 'Next-Router-Segment-Prefetch': '/(dashboard)/audit/__PAGE__', 'Next-Router-Prefetch': '1' },
  { RSC: '1', 'Next-Router-State-Tree': tree },
  { RSC: '1', 'Next-Url': '/fleet', 'Next-HMR-Refresh': '1' },
  { 'x-middleware-subrequest': 'proxy:proxy:proxy:proxy:proxy' },
  { 'x-middleware-subrequest': 'src/middleware:src/middleware:src/middleware:src/middleware:src/middleware' },
  { 'x-middleware-next': '1', 'x-middleware-rewrite': '/audit', 'x-middleware-override-headers': 'cookie' },
  { 'x-middleware-prefetch': '1', 'x-nextjs-data': '1' },
  { 'x-invoke-path': '/audit', 'x-invoke-status': '200', 'x-invoke-query': '%7B%7D' },
  { 'x-matched-path': '/audit', 'x-now-route-matches': '1=1', 'x-nextjs-rewritten-path': '/audit' },
  { 'X-Original-URL': '/audit', 'X-Rewrite-URL': '/audit' },
  { Host: 'evil.example' },
  { 'X-Forwarded-Host': 'evil.example', 'X-Forwarded-Proto': 'https', 'X-Forwarded-For': '127.0.0.1' },
  { 'Next-Action': '0'.repeat(42), 'Content-Type': 'multipart/form-data; boundary=x' },
  { Cookie: `plumbline=${'A'.repeat(43)}`, Authorization: 'Bearer plumbline_api_nonsense' },
];

interface Answer {
  status: number;
  headers: string;
  location: string | null;
  body: string;
}

/** As it is written: fetch would tidy the path up, and forge no Host. */
function ask(server: string, method: string, path: string, headers: Record<string, string>): Promise<Answer> {
  const { hostname, port, host } = new URL(server);
  return new Promise((answered, failed) => {
    const asked = send({ hostname, port, method, path: path.replace('HOST', host), headers }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('error', failed);
      answer.on('end', () =>
        answered({
          status: answer.statusCode ?? 0,
          headers: answer.rawHeaders.join('\n'),
          location: answer.headers.location ?? null,
          body: Buffer.concat(chunks).toString('utf8'),
        }),
      );
    });
    asked.on('error', failed);
    asked.end();
  });
}

/** Where a redirect of ours leads on the same server; a redirect elsewhere is a finding of its own. */
function onward(server: string, path: string, { location }: Answer): string | null {
  // Whoever names another host in the request line is sent to the host that he named, and no browser does.
  if (location === null || path.startsWith('http://evil.example')) return null;
  const base = new URL(path.startsWith('http') ? '/' : path.replace(/^[/\\]+/, '/'), server);
  const next = new URL(location, base);
  expect(next.origin, `${path} leads to ${location}`).toBe(new URL(server).origin);
  return `${next.pathname}${next.search}`;
}

let database: OwnDatabase;
const word = `canary${randomBytes(6).toString('hex')}`;
const measured: Record<string, number> = {};

test.beforeAll(async () => {
  database = await ownDatabase('bypass');
  database.run('canaries.ts', word, password);
});
test.afterAll(async () => {
  await database.drop();
  const requests = 2 * paths.length * headerSets.length * methods.length;
  const { requests: asked = 0, leaks = 0 } = measured;
  reportSuite({
    suite: 'bypass',
    pass: asked === requests && leaks === 0,
    measured: { ...measured },
    target: { requests, leaks: 0 },
    seed: null,
  });
});

for (const proxy of [true, false])
  test(`no spelling of a path and no header shows a datum, ${proxy ? 'with' : 'without'} proxy.ts`, async () => {
    test.setTimeout(600_000);
    const began = Date.now();
    const web = await ownWeb(database.web, { proxy });
    try {
      const page = await ask(web.url, 'GET', '/sign-in', {});
      expect(page.headers.includes("'nonce-"), 'whether there is a proxy').toBe(proxy);
      expect(page.headers).toContain("frame-ancestors 'none'");
      await expectSeenBySignedIn(web.url);
      const cases = paths.flatMap((path) =>
        headerSets.flatMap((headers) => methods.map((method) => ({ path, headers, method }))),
      );
      expect(cases).toHaveLength(1653);
      const leaks: string[] = [];
      const asked = new Set<string>();
      let redirects = 0;
      const one = async ({ path, headers, method }: (typeof cases)[number]) => {
        let next: string | null = path;
        for (let hop = 0; next !== null && hop < 4; hop += 1) {
          const answer: Answer = await ask(web.url, method, next, headers);
          const told = `${method} ${next} ${JSON.stringify(headers)}: ${answer.status}`;
          if (`${answer.headers}\n${answer.body}`.includes(word)) leaks.push(told);
          if (hop > 0) redirects += 1;
          next = onward(web.url, next, answer);
          // The sign-in is asked once with every set of headers, not once more for every path that leads to it.
          const door = `${method} ${next?.split('?')[0]} ${JSON.stringify(headers)}`;
          if (next?.startsWith('/sign-in') && asked.has(door)) next = null;
          asked.add(door);
        }
      };
      const queue = [...cases];
      const lane = async () => {
        for (let each = queue.pop(); each; each = queue.pop()) await one(each);
      };
      await Promise.all(Array.from({ length: 8 }, lane));
      expect(leaks).toEqual([]);
      measured.requests = (measured.requests ?? 0) + cases.length;
      measured.redirects = (measured.redirects ?? 0) + redirects;
      measured.leaks = (measured.leaks ?? 0) + leaks.length;
    } finally {
      await web.stop();
    }
    measured[`seconds ${proxy ? 'with' : 'without'} proxy`] = Math.round((Date.now() - began) / 1000);
  });

/** The same doors show the word to somebody who may see it: without that no answer would mean anything. */
async function expectSeenBySignedIn(server: string): Promise<void> {
  const signedIn = await fetch(`${server}/api/auth/sign-in`, {
    method: 'POST',
    headers: { origin: server, 'content-type': 'application/json' },
    body: JSON.stringify({ email: `${word}@example.org`, password }),
  });
  const Cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? '';
  for (const path of ['/', '/fleet', '/audit', '/settings/users', '/api/v1/hosts', '/api/v1/users?format=csv'])
    expect((await ask(server, 'GET', path, { Cookie })).body, path).toContain(word);
}
