import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { operatorViewer } from '@/lib/access/viewer';
import { addSource } from '@/lib/commands/add-source';
import { db } from '@/lib/db';
import { collectSource } from '@/lib/jobs/collect';
import { openCollection } from '@/lib/jobs/open-collections';
import { allowTargets } from '@/lib/outgoing/test-targets';
import { useTestDatabase, viewerFor } from '@/lib/test-database';

useTestDatabase();

const at = new Date('2026-11-20T10:42:00Z');
const operator = operatorViewer('operator', 'test');
const folder = mkdtempSync(join(tmpdir(), 'plumbline-repository-'));

beforeAll(() => {
  allowTargets(folder);
  const git = (...args: string[]) => execFileSync('git', ['-C', folder, ...args], { stdio: 'ignore' });
  git('init', '-b', 'main');
  writeFileSync(join(folder, 'web.yml'), playbook);
  git('add', '.');
  git('-c', 'user.name=Ann', '-c', 'user.email=ann@example.org', 'commit', '-m', 'Open the web');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const playbook = `- hosts: localhost
  tasks:
    - amazon.aws.ec2_security_group:
        name: web
        description: web
        region: us-east-1
        rules:
          - { proto: tcp, ports: [443], cidr_ip: 0.0.0.0/0 }
`;

async function gitSource(name: string, url: string): Promise<string> {
  return (await addSource(operator, { name, provider: 'git', config: { url } })).id;
}

const collections = (source: string) => db().$queryRaw<{ outcome: string; problem: string | null; done: number }[]>`
  SELECT outcome, problem, scopes_done AS done FROM collection WHERE source_id = ${source}::bigint AND finished_at IS NOT NULL`;
const events = (source: string) => db().$queryRaw<{ outcome: string; after: string }[]>`
  SELECT outcome, after FROM audit_event WHERE action = 'source.collected' AND object_id = ${source}`;

test('a collection that is complete says so, in its row and in the audit log', async () => {
  const source = await gitSource('network', folder);
  const result = await collectSource(operator, source, { at });
  expect(result).toMatchObject({ outcome: 'complete', problem: null });
  expect(result.scopes).toHaveLength(1);
  expect(await collections(source)).toEqual([{ outcome: 'complete', problem: null, done: 1 }]);
  expect(await events(source)).toMatchObject([{ outcome: 'done' }]);
  const declared = await db().$queryRaw`SELECT name, author FROM declaration WHERE source_id = ${source}::bigint`;
  expect(declared).toEqual([{ name: 'web', author: expect.stringContaining('Ann') }]);
});

test('a scope that fails is named and closes nothing', async () => {
  const source = await gitSource('gone', join(folder, 'not-here'));
  const result = await collectSource(operator, source, { at });
  expect(result.outcome).toBe('failed');
  expect(result.scopes[0]?.problem).toMatch(/not-here/);
  expect(await collections(source)).toMatchObject([{ outcome: 'failed', problem: expect.stringMatching(/not-here/) }]);
  expect(await events(source)).toMatchObject([{ outcome: 'failed' }]);
});

test('a source whose settings no longer parse ends as failed, and can be collected again', async () => {
  const source = await gitSource('broken', folder);
  await db().$executeRaw`UPDATE source SET config = '{"url":"ftp://x"}' WHERE id = ${source}::bigint`;
  expect(await collectSource(operator, source, { at })).toMatchObject({ outcome: 'failed', scopes: [] });
  await db().$executeRaw`UPDATE source SET config = ${JSON.stringify({ url: folder })} WHERE id = ${source}::bigint`;
  const later = new Date(at.getTime() + 60_000);
  expect(await collectSource(operator, source, { at: later })).toMatchObject({ outcome: 'complete' });
});

test('a source has one open collection at most', async () => {
  const source = await gitSource('busy', folder);
  await openCollection(source, 'somebody', at);
  await expect(collectSource(operator, source, { at })).rejects.toMatchObject({ code: 'conflict' });
});

test('an end that was asked for closes the collection as failed', async () => {
  const source = await gitSource('ended', folder);
  const result = await collectSource(operator, source, { at, signal: AbortSignal.abort(new Error('the worker ends')) });
  expect(result).toMatchObject({ outcome: 'failed', problem: 'the worker ends' });
  expect(await collections(source)).toHaveLength(1);
});

test('nobody without the permission collects, and nothing is changed', async () => {
  const source = await gitSource('kept', folder);
  await expect(collectSource(await viewerFor('auditor'), source, { at })).rejects.toMatchObject({ code: 'forbidden' });
  expect(await collections(source)).toEqual([]);
});
