import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { withoutCredentials } from '@/lib/sources/git/git-command';
import { mirrorOf, openRepository } from '@/lib/sources/git/repository';
import { testRepository } from '@/lib/sources/git/test-repository';
import { withoutSecrets } from '@/lib/sources/git/without-secrets';

const dataDir = mkdtempSync(join(tmpdir(), 'plumbline-mirror-'));
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));
const { signal } = new AbortController();

test('a mirror is made once and follows its branch', async () => {
  const remote = testRepository();
  const url = `file://${remote.folder}`;
  const first = remote.commit({ 'a.yml': 'a: 1\n' });
  const folder = await mirrorOf(url, 'main', dataDir, signal);
  expect((await openRepository(folder, 'main', signal)).commit).toBe(first);
  const second = remote.commit({ 'a.yml': 'a: 2\n' });
  expect(await mirrorOf(url, 'main', dataDir, signal)).toBe(folder);
  const repository = await openRepository(folder, 'main', signal);
  expect(repository.commit).toBe(second);
  const files = await repository.list('');
  expect((await repository.read(files)).get('a.yml')).toBe('a: 2\n');
});

test('a clone that fails leaves nothing behind', async () => {
  await expect(mirrorOf('file:///nowhere', null, dataDir, signal)).rejects.toThrow(/nowhere/);
  expect(readdirSync(join(dataDir, 'git')).filter((name) => name.includes('.'))).toEqual([]);
});

test('names with blanks and accents are read as they are', async () => {
  const remote = testRepository();
  remote.commit({ 'a b/é "x".yml': 'a: 1\n' });
  const repository = await openRepository(remote.folder, null, signal);
  expect((await repository.list('')).map(({ path }) => path)).toEqual(['a b/é "x".yml']);
  expect((await repository.blame('a b/é "x".yml'))[0]).toMatchObject({ author: 'A. Author' });
});

test('credentials of an address are never told', () => {
  expect(withoutCredentials("unable to access 'https://bot:s3cr3t@git.example.org/x'")).toBe(
    "unable to access 'https://git.example.org/x'",
  );
});

test.each([
  ['db_password: s3cr3t-not-real', 'db_password: ***'],
  ['  aws_secret_key: "abc"', '  aws_secret_key: ***'],
  ['password: "{{ vault_password }}"', 'password: "{{ vault_password }}"'],
  ['url: https://bot:s3cr3t@git.example.org', 'url: https://***@git.example.org'],
  ['key: AKIAIOSFODNN7EXAMPLE', 'key: ***'],
  ['cidr_ip: 10.0.0.0/8', 'cidr_ip: 10.0.0.0/8'],
])('%s is shown as %s', (line, shown) => {
  expect(withoutSecrets([line])).toEqual([shown]);
});

test('a secret over several lines is removed whole', () => {
  expect(withoutSecrets(['private_key: |', '  abc', '  def', 'name: x'])).toEqual([
    'private_key: |',
    '  ***',
    '  ***',
    'name: x',
  ]);
});
