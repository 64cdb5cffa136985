import { describe, expect, test } from 'vitest';

/**
 * Against the built application. `PLUMBLINE_TEST_URL` is its address; `PLUMBLINE_TEST_CANARIES` are words that stand in
 * its data, comma-separated, and must not stand in any answer to somebody who is not signed in.
 */
const base = process.env.PLUMBLINE_TEST_URL;
const canaries = (process.env.PLUMBLINE_TEST_CANARIES ?? '').split(',').filter(Boolean);

const paths = [
  '/',
  '/fleet',
  '/fleet/1',
  '/runs',
  '/runs/1',
  '/drift',
  '/drift/1',
  '/encryption',
  '/audit',
  '/audit?in=estate',
  '/sources',
  '/settings',
  '/settings/users',
  '/settings/tokens',
  '/settings/roles',
  '/sign-in',
  '/first',
  '/api/auth/session',
  '/api/auth/providers',
  '/api/v1/openapi.json',
  ...[
    'hosts',
    'resources',
    'snapshots',
    'runs',
    'drift',
    'encryption',
    'audit',
    'activity',
    'sources',
    'scans',
    'users',
    'tokens',
    'sessions',
    'search?q=a',
  ].map((list) => `/api/v1/${list}`),
  '/api/v1/audit?format=csv',
  '/api/v1/resources/1',
  '/api/v1/resources/1/history',
  '//audit',
  '/%61udit',
  '/audit.rsc',
  '/AUDIT',
  '/audit/',
  '/_next/data/x/audit.json',
];
const headerSets: Record<string, string>[] = [
  {},
  { RSC: '1' },
  { RSC: '1', 'Next-Router-Prefetch': '1' },
  { RSC: '1', 'Next-Router-Segment-Prefetch': '/_tree' },
  { 'Next-Action': '0'.repeat(40) },
  { 'x-middleware-subrequest': 'proxy:proxy:proxy:proxy:proxy' },
  { 'x-invoke-path': '/audit', 'x-matched-path': '/audit' },
  { 'X-Original-URL': '/audit', 'X-Forwarded-Host': 'evil.example' },
  { cookie: `plumbline=${'A'.repeat(43)}` },
  { authorization: 'Bearer plumbline_api_nonsense' },
];

const suite = base ? paths : [];

describe('nobody who is not signed in', () => {
  for (const path of suite)
    test(`finds any datum at ${path}`, async () => {
      for (const headers of headerSets)
        for (const method of ['GET', 'POST']) await expectNothing(path, method, headers);
    });
  test('is tried with canaries in the data, wherever there is an application to try', () => {
    expect(base === undefined || canaries.length > 0).toBe(true);
  });
});

/**
 * A body or header counts, whatever the status: a redirect has leaked before. Redirects are followed with the same
 * headers, because Next sends a request with `RSC: 1` once round before it answers.
 */
async function expectNothing(path: string, method: string, headers: Record<string, string>): Promise<void> {
  let url = `${base}${path}`;
  for (let hop = 0; hop < 5; hop += 1) {
    const response = await fetch(url, { method, headers, redirect: 'manual' });
    const body = await response.text();
    const request = `${method} ${url} ${JSON.stringify(headers)}`;
    const answer = `${[...response.headers].flat().join('\n')}\n${body}`;
    for (const canary of canaries) expect(answer, request).not.toContain(canary);
    expect(body, request).not.toMatch(/"data":\s*\[/);
    const location = response.headers.get('location');
    if (location === null) {
      if (path.startsWith('/api/v1')) expect([401, 403, 404, 405], request).toContain(response.status);
      return;
    }
    url = new URL(location, url).href;
  }
  throw new Error(`${method} ${path} is sent round and round`);
}
