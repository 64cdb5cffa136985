import { createHash } from 'node:crypto';
import { mkdir, rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Witness } from '@/lib/jobs/witness';
import { writeCheckpoint } from '@/lib/jobs/witness-folder';
import { git, withoutCredentials } from '@/lib/sources/git/git-command';
import { folderRemote, gitRemote } from '@/lib/sources/git/git-remote';

const branch = 'plumbline-audit';
const identity = [
  '-c',
  'user.name=Plumbline',
  '-c',
  'user.email=audit@plumbline.invalid',
  '-c',
  'commit.gpgsign=false',
];

/**
 * A Git repository (https or file): each checkpoint is a commit on the branch `plumbline-audit`, pushed and never forced.
 * Credentials come from the configuration that GIT_CONFIG_GLOBAL names. The work tree lies under `dataDir` and is made anew when it is lost.
 */
export function gitWitness(url: string, dataDir: string): Witness {
  const key = createHash('sha256').update(url).digest('hex').slice(0, 32);
  const folder = resolve(dataDir, 'witness-git', key);
  return {
    name: `git ${withoutCredentials(url)}`,
    carry: async (checkpoint, signal) => {
      // Whoever set the address in the environment has allowed its folder with it.
      const remote = url.startsWith('file:') ? folderRemote(url) : await gitRemote(url);
      const run = (...args: string[]) => git([...identity, ...args], { folder, signal, remote });
      await mkdir(folder, { recursive: true, mode: 0o700 });
      if (!(await stat(join(folder, '.git')).catch(() => null)))
        await begin(remote.address, run).catch(async (error: unknown) => {
          // Half begun it would start a history of its own, which the repository rightly refuses.
          await rm(folder, { recursive: true, force: true });
          throw error;
        });
      await writeCheckpoint(folder, checkpoint);
      await run('add', '--all');
      const staged = await run('status', '--porcelain');
      if (staged.length > 0)
        await run('commit', '--quiet', '--message', `Checkpoint ${checkpoint.id}: ${checkpoint.size} events`);
      await run('push', '--quiet', '--', remote.address, `HEAD:refs/heads/${branch}`);
    },
  };
}

/** An empty work tree, or what the branch holds already. */
async function begin(url: string, run: (...args: string[]) => Promise<Buffer>): Promise<void> {
  const there = await run('ls-remote', '--heads', '--', url, `refs/heads/${branch}`);
  await run('init', '--quiet', '--initial-branch', branch);
  if (there.length === 0) return;
  await run('fetch', '--quiet', '--no-tags', '--', url, `refs/heads/${branch}`);
  await run('reset', '--quiet', '--hard', 'FETCH_HEAD');
}
