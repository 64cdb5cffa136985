import { realpath } from 'node:fs/promises';
import { isIP } from 'node:net';
import { join, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { allowedTargets } from '@/lib/outgoing/allowed-targets';
import { findTarget, type Resolve } from '@/lib/outgoing/find-target';
import { OutgoingRefused } from '@/lib/outgoing/outgoing-refused';
import { GitProblem } from '@/lib/sources/git/git-command';

/** A repository elsewhere, looked at before git goes there. */
export interface GitRemote {
  /** As git is told it; never with credentials */
  address: string;
  /** Configuration that keeps git to the addresses that were looked at */
  settings: readonly string[];
  /** Whether somebody else answers */
  network: boolean;
}

/**
 * Looks at the address of a repository: https (http where the operator's file names it) to addresses that may be asked, which
 * git is then held to; or a folder that the file names. Throws `GitProblem` for any other.
 */
export async function gitRemote(url: string, resolveHost?: Resolve): Promise<GitRemote> {
  if (url.startsWith('file:')) {
    await requireAllowedFolder(fileURLToPath(url));
    return folderRemote(url);
  }
  if (!URL.canParse(url)) throw new GitProblem('The address of the repository cannot be read');
  const address = new URL(url);
  const target = await findTarget(address, resolveHost).catch((error: unknown) => {
    if (error instanceof OutgoingRefused)
      throw new GitProblem(`${address.host} is not asked: ${error.message} (docs/guides/outgoing.md)`);
    throw new GitProblem(`${address.host} could not be read: its name has no address`);
  });
  const pinned = target.addresses.map((one) => (isIP(one) === 6 ? `[${one}]` : one)).join(',');
  const settings = [
    `protocol.${address.protocol.slice(0, -1)}.allow=always`,
    'http.followRedirects=false',
    // Overrides whatever proxy: it would look the name up once more.
    'http.proxy=',
    ...(isIP(target.host) ? [] : [`http.curloptResolve=${target.host}:${target.port}:${pinned}`]),
  ];
  return { address: address.href, settings, network: true };
}

/** A repository on this machine, at a `file:` address that an operator set. */
export function folderRemote(address: string): GitRemote {
  return { address, settings: ['protocol.file.allow=always'], network: false };
}

/**
 * Throws `GitProblem` unless a folder lies, links followed, within one that the operator's file names, or is the sample's
 * own repository.
 */
export async function requireAllowedFolder(folder: string): Promise<void> {
  const real = await realpath(folder).catch(() => null);
  if (real === null) throw new GitProblem(`${folder} is not a folder`);
  const own = resolve(process.env.PLUMBLINE_DATA_DIR ?? '.plumbline', 'sample');
  for (const allowed of [...allowedTargets().folders, own]) {
    const root = await realpath(allowed).catch(() => null);
    if (root !== null && (real === root || real.startsWith(join(root, sep)))) return;
  }
  throw new GitProblem(`${folder} is in no folder that the operator's file of targets names (docs/guides/outgoing.md)`);
}
