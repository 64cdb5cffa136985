import { execFile } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { readEnvironment } from '@/lib/env';
import type { CodeCommit } from '@/lib/sources/sample/code-commits';
import { people } from '@/lib/sources/sample/people';
import { repositoryFiles } from '@/lib/sources/sample/repository-files';

const run = promisify(execFile);

/** Where the sample keeps the repository that declares its security groups. */
export function sampleRepositoryFolder(): string {
  return resolve(readEnvironment().PLUMBLINE_DATA_DIR, 'sample', 'repository');
}

/** Whether there is a git to write it with. */
export async function hasGit(): Promise<boolean> {
  return run('git', ['--version']).then(
    () => true,
    () => false,
  );
}

/** Begins the repository anew, empty. */
export async function beginSampleRepository(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await git(folder, ['init', '--quiet']);
  await git(folder, ['symbolic-ref', 'HEAD', 'refs/heads/main']);
}

/** Writes the commit of that number, by its author and at its time, so that its id is the same in every load. */
export async function writeSampleCommit(folder: string, commits: readonly CodeCommit[], index: number): Promise<void> {
  const commit = commits[index];
  if (!commit) throw new Error(`The sample has no commit ${index}`);
  for (const [path, text] of repositoryFiles(commits, index + 1)) {
    const file = join(folder, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
  const { name, email } = people[commit.author];
  const date = `${Math.floor(commit.at / 1000)} +0000`;
  await git(folder, ['add', '--all']);
  await git(folder, ['commit', '--quiet', '--no-verify', '--no-gpg-sign', '--message', commit.subject], {
    GIT_AUTHOR_NAME: name,
    GIT_AUTHOR_EMAIL: email,
    GIT_AUTHOR_DATE: date,
    GIT_COMMITTER_NAME: name,
    GIT_COMMITTER_EMAIL: email,
    GIT_COMMITTER_DATE: date,
  });
}

/** The ids of its commits, oldest first. */
export async function sampleRevisions(folder: string): Promise<string[]> {
  const told = await git(folder, ['rev-list', '--reverse', 'HEAD']);
  return told.split('\n').filter(Boolean);
}

/** Neither the settings of the machine nor those of its user have a say. Resolves with what it printed. */
async function git(folder: string, args: string[], env: Record<string, string> = {}): Promise<string> {
  const neutral = { GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' };
  const settings = ['-c', 'core.autocrlf=false', '-c', 'core.hooksPath=/dev/null'];
  const { stdout } = await run('git', [...settings, ...args], {
    cwd: folder,
    env: { PATH: process.env.PATH ?? '', HOME: folder, ...neutral, ...env } as unknown as NodeJS.ProcessEnv,
  });
  return stdout;
}
