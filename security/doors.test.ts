import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { permissions, tokenRoles } from '@/lib/access/permissions';
import type { Handler } from '@/lib/route';

const root = new URL('..', import.meta.url).pathname;
const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** Every door that opens without a viewer. One more here is a decision. */
const open = [
  'app/api/auth/back-channel/[provider]/route.ts POST',
  'app/api/auth/callback/[provider]/route.ts GET',
  'app/api/auth/first/route.ts POST',
  'app/api/auth/invitation/route.ts POST',
  'app/api/auth/oidc/route.ts POST',
  'app/api/auth/sign-in/route.ts POST',
  'app/api/auth/sign-out/route.ts POST',
  'app/api/health/live/route.ts GET',
  'app/api/health/ready/route.ts GET',
];

const all = ['app', 'components', 'lib'].flatMap((folder) =>
  readdirSync(`${root}${folder}`, { recursive: true, encoding: 'utf8' }).map((file) => `${folder}/${file}`),
);
const files = (end: RegExp) => all.filter((file) => end.test(file)).sort();

const doors: { door: string; can: Handler['can'] | undefined }[] = [];
for (const file of files(/^app\/.*\/route\.ts$/)) {
  const module = (await import(/* @vite-ignore */ `${root}${file}`)) as Record<string, Handler>;
  for (const method of methods) if (module[method]) doors.push({ door: `${file} ${method}`, can: module[method].can });
}

describe('every handler', () => {
  test.each(doors.filter(({ door }) => !open.includes(door)))('$door asks for a permission', ({ can }) => {
    expect(Object.keys(permissions)).toContain(can);
  });
  test('that asks for none stands in the list', () => {
    const without = doors.filter(({ can }) => can === undefined || can === 'anybody').map(({ door }) => door);
    expect(without).toEqual(open);
  });
});

test.each(files(/^app\/\(dashboard\)\/(.*\/)?page\.tsx$/))('%s asks for the viewer before anything else', (file) => {
  const text = readFileSync(`${root}${file}`, 'utf8');
  const body = text.slice(text.indexOf('export default'));
  const [first = ''] = body.slice(body.indexOf('await')).split('\n');
  expect(first).toContain('await requireViewer()');
});

test('there is no server action', () => {
  for (const file of files(/\.tsx?$/))
    expect(readFileSync(`${root}${file}`, 'utf8'), file).not.toMatch(/^\s*['"]use server['"]/m);
});

test('a token that may push may do nothing else, and no person may push', () => {
  expect(tokenRoles.ingest).toEqual(['ingest']);
  for (const [role, granted] of Object.entries(tokenRoles))
    if (role !== 'ingest') expect(granted).not.toContain('ingest');
});
