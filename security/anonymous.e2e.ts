import { readdirSync } from 'node:fs';
import type { APIRequestContext } from 'playwright/test';
import { rowsOf } from '@/e2e/estate';
import { expect, signIn, test } from '@/e2e/journey';

const root = new URL('../app/', import.meta.url).pathname;

/** Every page and every door that there is, and a few ways to write them that a guard may not expect. */
const routes = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .flatMap((file) => /^(?:(.*)\/)?(?:page\.tsx|route\.ts)$/.exec(file)?.[1] ?? [])
  .map((folder) => `/${folder.replaceAll(/\([^)]*\)\/?/g, '').replaceAll(/\[[^\]]*\]/g, '1')}`.replace(/(.)\/$/, '$1'));
const tricks = [
  '/audit?in=estate',
  '/audit?asOf=2026-01-01T00:00:00Z',
  '/fleet?kind=aws.ec2.volume',
  '/api/v1/audit?format=csv',
  '/api/v1/hosts?format=csv',
  '/api/v1/search?q=a',
  '//audit',
  '/%61udit',
  '/audit.rsc',
  '/audit.txt',
  '/AUDIT',
  '/audit/',
  '/_next/data/x/audit.json',
  '/_next/image?url=/api/v1/hosts&w=64&q=75',
];
const headerSets: Record<string, string>[] = [
  {},
  { RSC: '1' },
  { RSC: '1', 'Next-Router-Prefetch': '1' },
  { RSC: '1', 'Next-Router-Prefetch': '2' },
  { RSC: '1', 'Next-Router-Segment-Prefetch': '/_tree' },
  { RSC: '1', 'Next-Router-Segment-Prefetch': '/__PAGE__' },
  { RSC: '1', 'Next-Router-State-Tree': '%5B%22%22%2C%7B%7D%5D' },
  { RSC: '1', 'Next-Url': '/fleet' },
  { 'x-middleware-subrequest': 'proxy:proxy:proxy:proxy:proxy' },
  { 'x-invoke-path': '/audit', 'x-matched-path': '/audit' },
  { 'X-Original-URL': '/audit', 'X-Forwarded-Host': 'evil.example' },
  { cookie: `plumbline=${'A'.repeat(43)}` },
  { authorization: 'Bearer plumbline_api_nonsense' },
];

test.describe('nobody who is not signed in finds any datum', () => {
  let canaries: string[] = [];
  test.beforeAll(async ({ browser, baseURL }) => {
    const page = await browser.newPage(baseURL ? { baseURL } : {});
    await signIn(page, 'administrator');
    canaries = await words(page.request);
    const seen = await (await page.request.get('/fleet')).text();
    expect(canaries.some((canary) => seen.includes(canary))).toBe(true);
    await page.close();
  });

  for (const path of [...new Set([...routes, ...tricks])].sort())
    test(`at ${path}`, async ({ baseURL }) => {
      expect(canaries.length).toBeGreaterThan(100);
      for (const headers of headerSets) await expectNothing(`${baseURL}${path}`, 'GET', headers, canaries);
      for (const headers of [{}, { RSC: '1' }, { 'Next-Action': '0'.repeat(40) }])
        await expectNothing(`${baseURL}${path}`, 'POST', headers, canaries);
    });
});

/** Words of the estate that no page would hold by itself, long enough to be no accident: some of every list. */
async function words(request: APIRequestContext): Promise<string[]> {
  const lists = ['hosts', 'resources', 'drift', 'activity', 'sources', 'users', 'audit'];
  const fields = ['name', 'externalId', 'groupId', 'account', 'actor', 'email', 'eventId', 'sourceAddress'];
  const rows = await Promise.all(lists.map((list) => rowsOf(request, `${list}?limit=40`, null)));
  const found = rows.flat().flatMap((row) => fields.flatMap((field) => row[field] ?? []));
  return [...new Set(found)].filter((word) => word.length >= 8 && /[\d.@-]/.test(word) && word !== '127.0.0.1');
}

/**
 * A body or header counts, whatever the status: a redirect has leaked before. Redirects are followed with the same
 * headers, because Next sends a request with `RSC: 1` once round before it answers.
 */
async function expectNothing(
  address: string,
  method: string,
  headers: Record<string, string>,
  canaries: readonly string[],
): Promise<void> {
  let url = address;
  for (let hop = 0; hop < 5; hop += 1) {
    const response = await fetch(url, { method, headers, redirect: 'manual' });
    const body = await response.text();
    const request = `${method} ${url} ${JSON.stringify(headers)}`;
    const answer = `${[...response.headers].flat().join('\n')}\n${body}`;
    expect(
      canaries.filter((canary) => answer.includes(canary)),
      request,
    ).toEqual([]);
    expect(body, request).not.toMatch(/"data":\s*\[/);
    const location = response.headers.get('location');
    if (location === null) {
      if (/^\/api\/(v1|ingest)\//.test(new URL(address).pathname))
        expect([401, 403, 404, 405], request).toContain(response.status);
      return;
    }
    const next = new URL(location, url);
    expect(next.origin, request).toBe(new URL(address).origin);
    url = next.href;
  }
  throw new Error(`${method} ${address} is sent round and round`);
}
