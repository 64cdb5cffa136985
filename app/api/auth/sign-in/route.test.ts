import { beforeAll, expect, test } from 'vitest';
import { POST as first } from '@/app/api/auth/first/route';
import { POST } from '@/app/api/auth/sign-in/route';
import { POST as signOut } from '@/app/api/auth/sign-out/route';
import { GET as sessions } from '@/app/api/v1/sessions/route';
import { makeFirstLink } from '@/lib/access/first-link';
import { db } from '@/lib/db';
import { useTestDatabase } from '@/lib/test-database';

useTestDatabase();

const origin = 'http://127.0.0.1:3000';
const password = 'correct horse battery';
const email = 'a@example.org';

function post(handler: typeof POST, path: string, body: object, headers: Record<string, string> = {}) {
  const all = { origin, host: '127.0.0.1:3000', 'content-type': 'application/json', ...headers };
  return handler(new Request(`${origin}${path}`, { method: 'POST', headers: all, body: JSON.stringify(body) }));
}
const cookieOf = (response: Response) => response.headers.get('set-cookie')?.split(';')[0] ?? '';
const see = (cookie: string) => sessions(new Request(`${origin}/api/v1/sessions`, { headers: { cookie } }));

beforeAll(async () => {
  const token = (await makeFirstLink())?.split('token=')[1] ?? '';
  const wrong = await post(first, '/api/auth/first', { token: 'x', email, password });
  expect(wrong.status).toBe(403);
  const made = await post(first, '/api/auth/first', { token, email, password });
  expect(made.status).toBe(204);
  expect((await see(cookieOf(made))).status).toBe(200);
});

test('signing in gives a cookie that opens until one signs out', async () => {
  const response = await post(POST, '/api/auth/sign-in', { email, password });
  expect(response.status).toBe(204);
  expect(await response.text()).toBe('');
  const cookie = cookieOf(response);
  expect((await see(cookie)).status).toBe(200);
  const out = await post(signOut, '/api/auth/sign-out', {}, { cookie });
  expect(out.status).toBe(303);
  expect(out.headers.get('set-cookie')).toMatch(/^plumbline=; Path=\/; Max-Age=0/);
  expect((await see(cookie)).status).toBe(401);
  expect((await post(signOut, '/api/auth/sign-out', {}, { cookie })).status).toBe(303);
});

test('another origin signs nobody in', async () => {
  const response = await post(POST, '/api/auth/sign-in', { email, password }, { origin: 'https://evil.example' });
  expect(response.status).toBe(403);
  expect(response.headers.get('set-cookie')).toBeNull();
});

test('after a hundred wrong passwords the account is closed, the door says so, and there is an alarm', async () => {
  const wrong = () => post(POST, '/api/auth/sign-in', { email: 'x@example.org', password: 'wrong' });
  const first = await wrong();
  expect(first.status).toBe(401);
  expect(await first.text()).not.toContain('x@example.org');
  await db().$executeRaw`UPDATE sign_in_count SET failed = 99, last_at = now() - interval '1 minute' WHERE failed = 1`;
  expect((await wrong()).status).toBe(401);
  expect(await db().auditEvent.count({ where: { action: 'account.closed', object: 'no such user' } })).toBe(1);
  const closed = await wrong();
  expect(closed.status).toBe(429);
  expect(Number(closed.headers.get('retry-after'))).toBe(3600);
  expect(await closed.json()).toMatchObject({ title: expect.stringMatching(/closed until an administrator opens it/) });
});
