import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { DeclaredGroup } from '@/lib/resources/declared-group';
import { isCode, readTree } from '@/lib/sources/git/code-tree';
import { declareGroup, type PlacedGroup } from '@/lib/sources/git/declare-group';
import { findGroupTasks } from '@/lib/sources/git/find-tasks';
import { GitProblem, withoutCredentials } from '@/lib/sources/git/git-command';
import { requireAllowedFolder } from '@/lib/sources/git/git-remote';
import { type Authorship, filesOf, placeGroup } from '@/lib/sources/git/place-group';
import { type GitFile, mirrorOf, openRepository, type Repository } from '@/lib/sources/git/repository';
import { type CollectContext, type Collected, defineSource } from '@/lib/sources/source';
import { uploadLimits } from '@/lib/upload-limits';

const GitConfig = z.object({
  url: z
    .string()
    .min(1)
    .max(2000)
    .transform((url) => url.replace(/^file:\/\/(?=\/)/, ''))
    .refine((url) => /^(https:\/\/[^\s-]\S*|\/.*)$/.test(url), 'must begin with https:// or be an absolute path')
    .describe('Repository: https address or absolute path'),
  path: z
    .string()
    .max(500)
    .transform((path) => path.replace(/^\.?\/+|\/+$/g, ''))
    .refine((path) => !path.split('/').includes('..'), 'must lie within the repository')
    .optional()
    .describe('Folder within the repository; none: all of it'),
  name: z.string().min(1).max(200).optional().describe('What it is called on screen; none: its address'),
  branch: z
    .string()
    .regex(/^[^\s~^:?*[\\-][^\s~^:?*[\\]*$/, 'is no name of a branch')
    .max(250)
    .optional()
    .describe('None: the one that HEAD names'),
  account: z.string().max(64).optional().describe('Account that the code is for, where it does not say so itself'),
  region: z.string().max(64).optional().describe('Region that the code is for, where it does not say so itself'),
});
export type GitConfig = z.infer<typeof GitConfig>;

/** Code changes less often than clouds: an hour without reading it is no reason to doubt it. */
const freshnessSeconds = 3600;
const { files: mostFiles, fileBytes: mostBytes, filesBytes: mostBytesInAll } = uploadLimits;

/** What a commit said, so that an unchanged one is not read again. */
const lastRead = new Map<string, { commit: string; collected: Collected }>();
const mostRemembered = 20;

/** Security groups as declared in a Git repository, as its branch has them. */
export const git = defineSource<GitConfig>({
  provider: 'git',
  title: 'Git repository',
  config: GitConfig,
  scopes: async (config) => [
    {
      key: `${repositoryName(config)}#${config.branch ?? 'HEAD'}${config.path ? `:${config.path}` : ''}`,
      kind: 'declaration',
      account: config.account ?? null,
      region: config.region ?? null,
      freshnessSeconds,
    },
  ],
  collect: async (config, _scope, context) => {
    try {
      const repository = await open(config, context);
      const key = createHash('sha256').update(JSON.stringify(config)).digest('hex');
      const known = lastRead.get(key);
      if (known?.commit === repository.commit) return known.collected;
      const collected = await collectCommit(repository, config, context);
      lastRead.delete(key);
      lastRead.set(key, { commit: repository.commit, collected });
      const [oldest] = lastRead.keys();
      if (oldest !== undefined && lastRead.size > mostRemembered) lastRead.delete(oldest);
      return collected;
    } catch (error) {
      if (error instanceof GitProblem) return { outcome: 'failed', problem: error.message };
      throw error;
    }
  },
});

function repositoryName({ url, name }: GitConfig): string {
  return name ?? withoutCredentials(url).replace(/\/+$/, '');
}

async function open(
  { url, branch = null }: { url: string; branch?: string | null | undefined },
  context: CollectContext,
) {
  if (!url.startsWith('https:')) {
    await requireAllowedFolder(url);
    return openRepository(url, branch, context.signal);
  }
  context.progress('git fetch');
  const folder = await mirrorOf(url, branch, process.env.PLUMBLINE_DATA_DIR ?? '.plumbline', context.signal);
  return openRepository(folder, branch, context.signal);
}

async function collectCommit(repository: Repository, config: GitConfig, context: CollectContext): Promise<Collected> {
  context.progress(`reading ${repository.commit.slice(0, 7)}`);
  const { files, tooLarge } = within(await repository.list(config.path ?? ''));
  const texts = await repository.read(files);
  const tree = readTree(texts);
  const groups = findGroupTasks(tree).map(declareGroup);
  const authorship = await readAuthorship(repository, groups, context);
  const origin = {
    repository: repositoryName(config),
    account: config.account ?? null,
    region: config.region ?? null,
    authorship,
    texts,
  };
  const declarations = distinct(groups.map((group) => placeGroup(group, origin)));
  const unreadable = [...tree.unreadable, ...tooLarge];
  const lost = [...tree.lost, ...tooLarge.map(({ externalId }) => externalId)];
  if (lost.length === 0) return { outcome: 'complete', declarations, unreadable };
  const more = lost.length > 1 ? ` and ${lost.length - 1} more` : '';
  const problem = `What ${lost[0]}${more} declares is not known: it cannot be read`;
  return { outcome: 'partial', declarations, unreadable, problem };
}

/** The files that are read; what is too large, or too much, is kept as unreadable. */
function within(all: readonly GitFile[]) {
  const files: GitFile[] = [];
  const tooLarge = [];
  let bytes = 0;
  for (const file of all.filter(({ path }) => isCode(path))) {
    bytes += file.bytes;
    const fits = file.bytes <= mostBytes && bytes <= mostBytesInAll && files.length < mostFiles;
    if (fits) files.push(file);
    else tooLarge.push({ externalId: file.path, reason: `${file.bytes} bytes are more than is read`, excerpt: '' });
  }
  return { files, tooLarge };
}

async function readAuthorship(repository: Repository, groups: readonly PlacedGroup[], context: CollectContext) {
  const paths = [...new Set(groups.flatMap(filesOf))];
  const authorship = new Map<string, Authorship>();
  for (const [i, path] of paths.entries()) {
    context.progress(`git blame, file ${i + 1} of ${paths.length}`);
    authorship.set(path, { last: await repository.lastCommitOf(path), lines: await repository.blame(path) });
  }
  return authorship;
}

/**
 * Each declaration once, though several plays lead to it. A removal of what is declared elsewhere is left out: the
 * playbook that tears down stands beside the one that builds up.
 */
function distinct(all: readonly DeclaredGroup[]): DeclaredGroup[] {
  const present = new Set(all.filter(({ state }) => state === 'present').map(({ name }) => name));
  const seen = new Set<string>();
  return all
    .filter((group) => group.state === 'present' || !present.has(group.name))
    .filter((group) => {
      const text = JSON.stringify(group);
      return !seen.has(text) && seen.add(text);
    })
    .sort((a, b) => compareText(a.at.file, b.at.file) || a.at.line - b.at.line || compareText(a.name, b.name));
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
