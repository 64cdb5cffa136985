import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'playwright/test';
import { builtDoors, manifest, nextsOwn } from './built-doors';
import { reportSuite } from './report-suite';

const root = resolve(import.meta.dirname, '..');
const app = readdirSync(resolve(root, 'app'), { recursive: true, encoding: 'utf8' });
const address = process.env.PLUMBLINE_TEST_URL ?? '';

/** Pages for those who are not signed in. One more here is a decision; doors.test.ts has the handlers. */
const openPages = ['/first', '/invitation', '/outside-period', '/sign-in'];
const openHandlers = /^\/api\/(auth|health)\//;

test('what the build answers to is what the source declares, and nothing else', () => {
  const declared = app.flatMap((file) => /^(?:.*\/)?(?:page|route)(?=\.tsx?$)/.exec(file)?.[0] ?? []);
  const built = Object.keys(manifest('server/app-paths-manifest.json'));
  expect(built.sort()).toEqual([...declared.map((file) => `/${file}`), ...nextsOwn].sort());
  expect(manifest('server/pages-manifest.json')).toEqual({ '/500': 'pages/500.html' });
  expect(Object.keys(manifest('prerender-manifest.json').routes as object)).toEqual(['/_global-error']);
  const { rewrites, redirects } = manifest('routes-manifest.json') as {
    rewrites: object;
    redirects: { internal?: true }[];
  };
  expect(Object.values(rewrites).flat()).toEqual([]);
  expect(redirects.filter(({ internal }) => !internal)).toEqual([]);
});

test('there is no server action, and nothing is cached for more than one request', () => {
  const { node, edge } = manifest('server/server-reference-manifest.json');
  expect({ node, edge }).toEqual({ node: {}, edge: {} });
  for (const folder of ['app', 'components', 'lib'])
    for (const file of readdirSync(resolve(root, folder), { recursive: true, encoding: 'utf8' }))
      if (/(?<!\.test)\.tsx?$/.test(file))
        expect(readFileSync(resolve(root, folder, file), 'utf8'), file).not.toMatch(
          /^\s*['"]use (server|cache)\b|unstable_cache|\brevalidate\s*=\s*[1-9]/m,
        );
});

test('nobody who is not signed in gets past any of them', async () => {
  const open: string[] = [];
  const doors = builtDoors();
  for (const { path, kind, methods } of doors)
    for (const method of methods) {
      const answer = await fetch(address + path, { method, redirect: 'manual' });
      const toSignIn = answer.status === 307 && /^\/sign-in(\?|$)/.test(answer.headers.get('location') ?? '');
      const shut = kind === 'page' ? toSignIn : answer.status === 401;
      if (!shut && !openHandlers.test(path)) open.push(path);
      await answer.arrayBuffer();
    }
  reportSuite({
    suite: 'doors',
    pass: open.sort().join() === openPages.join(),
    measured: { doors: doors.length, handlers: doors.flatMap(({ methods }) => methods).length, open: open.length },
    target: { open: openPages.length },
    seed: null,
  });
  expect(open.sort()).toEqual(openPages);
});
