import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll } from 'vitest';
import { allowTargets } from '@/lib/outgoing/test-targets';
import { DeclaredGroup } from '@/lib/resources/declared-group';
import { git } from '@/lib/sources/git/git';
import type { CollectContext } from '@/lib/sources/source';

export interface TestRepository {
  folder: string;
  /** Writes the files and commits them as somebody at a time; gives the commit id. A file of null is removed. */
  commit: (files: Record<string, string | null>, who?: string, when?: string) => string;
}

/** A small Git repository in a temporary folder, removed after the tests of the file. */
export function testRepository(from?: string): TestRepository {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-git-'));
  allowTargets(folder);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  if (from) cpSync(from, folder, { recursive: true });
  const run = (args: string[], env: Record<string, string> = {}) =>
    execFileSync('git', args, {
      cwd: folder,
      env: { PATH: process.env.PATH ?? '', ...env } as unknown as NodeJS.ProcessEnv,
    })
      .toString()
      .trim();
  run(['init', '-q', '-b', 'main']);
  return {
    folder,
    commit: (files, who = 'A. Author', when = '2026-03-01T10:00:00Z') => {
      for (const [path, text] of Object.entries(files)) {
        mkdirSync(dirname(join(folder, path)), { recursive: true });
        if (text === null) rmSync(join(folder, path));
        else writeFileSync(join(folder, path), text);
      }
      run(['add', '-A']);
      const [name, email] = [who, 'someone@example.org'];
      run(['-c', 'commit.gpgsign=false', 'commit', '-q', '-m', `Change by ${who}`], {
        GIT_AUTHOR_NAME: name,
        GIT_AUTHOR_EMAIL: email,
        GIT_AUTHOR_DATE: when,
        GIT_COMMITTER_NAME: name,
        GIT_COMMITTER_EMAIL: email,
        GIT_COMMITTER_DATE: when,
      });
      return run(['rev-parse', 'HEAD']);
    },
  };
}

/** What a collection is given, with nothing to say and nobody to stop it. */
export const testContext: CollectContext = {
  at: new Date('2026-11-20T10:00:00Z'),
  signal: new AbortController().signal,
  progress: () => undefined,
  lastCompleteAt: null,
};

/** Collects the one scope of a repository. */
export async function collect(repository: TestRepository, more: object = {}) {
  const config = git.config.parse({ url: repository.folder, ...more });
  const [scope] = await git.scopes(config, testContext);
  if (!scope) throw new Error('A repository is one scope');
  return git.collect(config, scope, testContext);
}

/** What a repository declares, as its type has it. */
export async function declared(repository: TestRepository, more: object = {}) {
  const collected = await collect(repository, more);
  if (!('declarations' in collected)) throw new Error(JSON.stringify(collected));
  return (collected.declarations ?? []).map((group) => DeclaredGroup.parse(group));
}

/** Rules in a line each: direction, protocol, ports, peer and line. */
export const words = (group: DeclaredGroup | undefined) =>
  group?.rules.map((r) => `${r.direction} ${r.protocol} ${r.fromPort}-${r.toPort} ${r.peer} :${r.at.line}`);
