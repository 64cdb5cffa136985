import { createHash, randomBytes } from 'node:crypto';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type Commit, instant, parseBlame } from '@/lib/sources/git/blame';
import { GitProblem, git } from '@/lib/sources/git/git-command';
import { gitRemote } from '@/lib/sources/git/git-remote';

export interface GitFile {
  path: string;
  blob: string;
  bytes: number;
}

/** One commit of a repository, read from its objects: the work tree is never looked at. */
export interface Repository {
  /** Full id of the commit that is read */
  commit: string;
  /** Regular files under `folder`, without links and submodules */
  list: (folder: string) => Promise<GitFile[]>;
  /** The text of each file, by path; null where it is not UTF-8 */
  read: (files: readonly GitFile[]) => Promise<Map<string, string | null>>;
  lastCommitOf: (path: string) => Promise<Commit>;
  /** The commit of each line */
  blame: (path: string) => Promise<Commit[]>;
}

/** Opens a local repository at a branch; without one, at its HEAD. Throws `GitProblem` when there is none. */
export async function openRepository(folder: string, branch: string | null, signal: AbortSignal): Promise<Repository> {
  const found = await stat(folder).catch(() => null);
  if (!found?.isDirectory()) throw new GitProblem(`${folder} is not a folder`);
  const run = async (args: string[], input?: string) =>
    git(args, { folder, signal, ...(input === undefined ? {} : { input }) });
  const name = branch === null ? 'HEAD' : `refs/heads/${branch}`;
  const resolved = await run(['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`]).catch(
    (error: unknown) => {
      if (error instanceof GitProblem && /not a git repository/.test(error.message))
        throw new GitProblem(`${folder} is not a Git repository`);
      throw new GitProblem(`${folder} has no commit on ${branch === null ? 'its HEAD' : `the branch ${branch}`}`);
    },
  );
  const commit = resolved.toString().trim();
  return {
    commit,
    list: async (path) => {
      const args = ['ls-tree', '-r', '-z', '-l', '--full-tree', commit, ...(path ? ['--', `${path}/`] : [])];
      return parseTree((await run(args)).toString());
    },
    read: async (files) => {
      if (files.length === 0) return new Map();
      return parseBatch(await run(['cat-file', '--batch'], files.map(({ blob }) => `${blob}\n`).join('')), files);
    },
    lastCommitOf: async (path) => {
      const format = '--format=%H%x00%an%x00%ct%x00%s';
      const [revision = '', author = '', seconds = '0', subject = ''] = (
        await run(['log', '-1', '--no-show-signature', format, commit, '--', path])
      )
        .toString()
        .trimEnd()
        .split('\0');
      return { revision, author, committedAt: instant(Number(seconds)), subject };
    },
    blame: async (path) =>
      parseBlame((await run(['blame', '--line-porcelain', '--no-textconv', commit, '--', path])).toString()),
  };
}

/** Brings a bare mirror of a remote repository up to date and gives its folder. One that broke is made anew. */
export async function mirrorOf(
  url: string,
  branch: string | null,
  dataDir: string,
  signal: AbortSignal,
): Promise<string> {
  const parent = resolve(dataDir, 'git');
  await mkdir(parent, { recursive: true, mode: 0o700 });
  const folder = join(parent, createHash('sha256').update(url).digest('hex').slice(0, 32));
  const remote = await gitRemote(url);
  const there = await stat(join(folder, 'HEAD')).catch(() => null);
  const refs = branch === null ? ['+refs/heads/*:refs/heads/*'] : [`+refs/heads/${branch}:refs/heads/${branch}`];
  if (there) {
    await git(['fetch', '--quiet', '--prune', '--no-tags', '--', remote.address, ...refs], {
      folder,
      signal,
      remote,
      seconds: 600,
    });
    return folder;
  }
  // Made aside and moved, so that a clone that was cut leaves nothing that looks whole.
  const fresh = `${folder}.${randomBytes(4).toString('hex')}`;
  try {
    const single = branch === null ? [] : ['--single-branch', '--branch', branch];
    const args = ['clone', '--quiet', '--bare', '--no-tags', ...single, '--', remote.address, fresh];
    await git(args, { folder: parent, signal, remote, seconds: 600 });
    await git(['remote', 'remove', 'origin'], { folder: fresh, signal });
    await rename(fresh, folder);
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
  return folder;
}

function parseTree(text: string): GitFile[] {
  return text.split('\0').flatMap((entry) => {
    const match = /^100\d{3} blob ([0-9a-f]+) +(\d+)\t(.+)$/s.exec(entry);
    return match ? [{ blob: match[1] ?? '', bytes: Number(match[2]), path: match[3] ?? '' }] : [];
  });
}

function parseBatch(output: Buffer, files: readonly GitFile[]): Map<string, string | null> {
  const texts = new Map<string, string | null>();
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let at = 0;
  for (const { path, blob } of files) {
    const end = output.indexOf(10, at);
    const [, kind, bytes] = output.toString('latin1', at, end).split(' ');
    if (kind !== 'blob') throw new GitProblem(`The object ${blob} of ${path} cannot be read`);
    const body = output.subarray(end + 1, end + 1 + Number(bytes));
    at = end + 2 + Number(bytes);
    try {
      texts.set(path, decoder.decode(body));
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      texts.set(path, null);
    }
  }
  return texts;
}
