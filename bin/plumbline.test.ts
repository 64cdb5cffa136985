import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { viewerOfToken } from '@/lib/access/viewer';
import { db } from '@/lib/db';
import { useTestDatabase } from '@/lib/test-database';

useTestDatabase();

const folder = mkdtempSync(join(tmpdir(), 'plumbline-cli-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Types a command as an operator would, in a folder that is not the project's. */
function plumbline(words: string[], input = '') {
  const file = resolve(import.meta.dirname, 'plumbline.mjs');
  const env = { ...process.env, PLUMBLINE_DATA_DIR: join(folder, 'data'), NODE_ENV: 'production' as const };
  const ended = spawnSync(process.execPath, [file, ...words], { cwd: folder, env, input, encoding: 'utf8' });
  return { code: ended.status, out: ended.stdout.trimEnd(), err: ended.stderr.trimEnd() };
}

const verbs =
  'user create,user reset-second-factor,secrets rotate-key,token create,source add aws,source add git,source run,source list,source remove,run push,audit verify,audit rotate-key,audit anchor,migrate,sample load,sample remove'.split(
    ',',
  );

test('the help names every verb', () => {
  const { code, out } = plumbline(['--help']);
  expect(code).toBe(0);
  for (const verb of verbs) expect(out).toContain(`  ${verb} `);
});

test.each([
  [['frobnicate'], /no command/],
  [['user', 'create'], /--email is missing/],
  [['user', 'create', '--email', 'a@example.org', '--role', 'king'], /--role king is none of viewer/],
  [['token', 'create', '--nam', 'x'], /--nam/],
  [['migrate', 'now'], /one word too many/],
])('%j is typed wrongly: code 2, nothing on standard output', (words, message) => {
  const { code, out, err } = plumbline(words);
  expect(code).toBe(2);
  expect(out).toBe('');
  expect(err).toMatch(message);
});

test('a user is created with the password of standard input, and only once', async () => {
  const words = ['user', 'create', '--email', 'ann@example.org', '--role', 'auditor', '--password-stdin', '--json'];
  const { code, out } = plumbline(words, 'a long and plain passphrase\n');
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ email: 'ann@example.org', role: 'auditor' });
  const again = plumbline(words, 'a long and plain passphrase\n');
  expect([again.code, again.out]).toEqual([1, '']);
  const events = await db().auditEvent.findMany({ where: { action: 'user.added' } });
  expect(events).toMatchObject([{ actorKind: 'operator', object: 'ann@example.org' }]);
});

test('a token is printed alone, and is one', async () => {
  const { out } = plumbline(['token', 'create', '--name', 'controller', '--role', 'ingest']);
  const viewer = await viewerOfToken(out, { address: null, requestId: 'test' });
  expect(viewer).toMatchObject({ name: 'controller', role: 'ingest' });
});

describe('a Git source', () => {
  test('is added by a relative path, run, listed and removed', () => {
    const git = (...args: string[]) =>
      execFileSync('git', ['-C', join(folder, 'network'), ...args], { stdio: 'ignore' });
    execFileSync('git', ['init', '-b', 'main', join(folder, 'network')], { stdio: 'ignore' });
    writeFileSync(join(folder, 'network', 'site.yml'), '- hosts: all\n  tasks: []\n');
    git('add', '.');
    git('-c', 'user.name=Ann', '-c', 'user.email=ann@example.org', 'commit', '-m', 'Begin');
    expect(plumbline(['source', 'add', 'git', '--name', 'network', '--url', './network']).code).toBe(0);
    expect(plumbline(['source', 'run', 'network', '--wait'])).toMatchObject({
      code: 0,
      out: 'network: 1 of 1 scopes complete',
      err: '',
    });
    const [listed] = JSON.parse(plumbline(['source', 'list', '--json']).out) as { name: string; state: string }[];
    expect(listed).toMatchObject({ name: 'network', provider: 'git', state: 'ok' });
    expect(plumbline(['source', 'remove', 'network']).code).toBe(0);
    expect(plumbline(['source', 'list', '--json']).out).toBe('[]');
  });

  test('that is not complete ends with 1 and names the scopes', () => {
    plumbline(['source', 'add', 'git', '--name', 'lost', '--url', './nowhere']);
    const { code, err } = plumbline(['source', 'run', 'lost', '--wait']);
    expect(code).toBe(1);
    expect(err).toMatch(/lost is failed\n.*nowhere#HEAD: failed/);
  });
});

test('an AWS source is added with its role', async () => {
  const role = ['--role-arn', 'arn:aws:iam::111122223333:role/plumbline', '--external-id', 'word'];
  const { out } = plumbline([
    'source',
    'add',
    'aws',
    '--name',
    'cloud',
    '--regions',
    'us-east-1,eu-west-1',
    ...role,
    '--json',
  ]);
  const { id } = JSON.parse(out) as { id: string };
  const [row] = await db().$queryRaw<{ config: string }[]>`SELECT config FROM source WHERE id = ${id}::bigint`;
  expect(JSON.parse(row?.config ?? '')).toEqual({
    regions: ['us-east-1', 'eu-west-1'],
    roleArn: 'arn:aws:iam::111122223333:role/plumbline',
    externalId: expect.stringMatching(/^b1\.[0-9a-f]{8}\./),
  });
});

test('a run is pushed from a file and from standard input, and once', () => {
  const output = JSON.stringify(
    {
      plays: [
        {
          play: { name: 'all', duration: { start: '2026-11-20T10:00:00Z', end: '2026-11-20T10:01:00Z' } },
          tasks: [{ task: { name: 'Write motd' }, hosts: { 'web-1': { changed: true, action: 'copy' } } }],
        },
      ],
      stats: { 'web-1': { ok: 1, changed: 1, failures: 0, unreachable: 0 } },
    },
    null,
    4,
  );
  writeFileSync(join(folder, 'run.json'), output);
  expect(JSON.parse(plumbline(['run', 'push', '--json', 'run.json']).out)).toMatchObject({ runs: 1, hosts: 1 });
  expect(JSON.parse(plumbline(['run', 'push', '--json'], output).out)).toMatchObject({ runs: 0 });
  const wrong = plumbline(['run', 'push'], 'PLAY [all] ***\n');
  expect(wrong.code).toBe(1);
  expect(wrong.err).toMatch(/json/);
});
