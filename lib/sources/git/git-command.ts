import { execFile } from 'node:child_process';
import { dirname, resolve } from 'node:path';
import type { GitRemote } from '@/lib/sources/git/git-remote';
import { whyNoAnswer } from '@/lib/sources/git/why-no-answer';

/** What git said when it refused; never a credential. */
export class GitProblem extends Error {
  override name = 'GitProblem';
}

export interface GitCall {
  /** The repository: a work tree's root or a bare one */
  folder: string;
  signal: AbortSignal;
  input?: string;
  /** Reads are local and end soon; a fetch may take longer */
  seconds?: number;
  /** Where a fetch or push goes; a read goes nowhere, and no protocol is spoken */
  remote?: GitRemote;
}

/** Nothing of the repository's own configuration may run a program, and nothing may ask at a terminal. */
const settings = [
  'safe.directory=*',
  'core.hooksPath=/dev/null',
  'core.fsmonitor=false',
  'core.quotePath=false',
  'log.showSignature=false',
  'blame.ignoreRevsFile=',
  'protocol.allow=never',
].flatMap((setting) => ['-c', setting]);

const handedThrough = ['PATH', 'GIT_SSL_CAINFO', 'SSL_CERT_FILE'];

/**
 * Whose configuration git reads: the file that an operator names by GIT_CONFIG_GLOBAL, with the home that its credential
 * helper may want; without it none, so that no credential, proxy or rewritten address of the machine's takes part.
 */
function configuration(): Record<string, string> {
  const { GIT_CONFIG_GLOBAL: named, HOME: home } = process.env;
  const nowhere = { GIT_CONFIG_GLOBAL: '/dev/null', HOME: '/nonexistent', XDG_CONFIG_HOME: '/nonexistent' };
  return {
    GIT_CONFIG_NOSYSTEM: '1',
    ...(named ? { GIT_CONFIG_GLOBAL: named, HOME: home ?? '/nonexistent' } : nowhere),
  };
}

/** Runs git without a shell and gives what it wrote; throws `GitProblem` with the first line of its complaint. */
export async function git(args: readonly string[], call: GitCall): Promise<Buffer> {
  const allowed = call.remote?.settings.flatMap((setting) => ['-c', setting]) ?? [];
  const env: Record<string, string> = {
    LC_ALL: 'C',
    GIT_TERMINAL_PROMPT: '0',
    GIT_LITERAL_PATHSPECS: '1',
    GIT_NO_LAZY_FETCH: '1',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_CEILING_DIRECTORIES: dirname(resolve(call.folder)),
    ...configuration(),
  };
  for (const name of handedThrough) if (process.env[name]) env[name] = process.env[name];
  return new Promise((done, fail) => {
    const child = execFile(
      'git',
      ['--no-pager', ...settings, ...allowed, ...args],
      {
        cwd: call.folder,
        env: env as NodeJS.ProcessEnv,
        encoding: 'buffer',
        maxBuffer: 256 * 1024 * 1024,
        timeout: (call.seconds ?? 60) * 1000,
        killSignal: 'SIGKILL',
        signal: call.signal,
        windowsHide: true,
      },
      (error, stdout, stderr) => (error ? fail(new GitProblem(complaint(error, stderr, call.remote))) : done(stdout)),
    );
    // A git that ends early closes its input; its exit says why.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(call.input ?? '');
  });
}

function complaint(error: Error & { code?: unknown; killed?: boolean }, stderr: Buffer, remote?: GitRemote): string {
  if (error.code === 'ENOENT') return 'git is not installed, or the folder does not exist';
  if (error.killed) return 'git took too long and was ended';
  if (remote?.network) return whyNoAnswer(remote.address, stderr.toString());
  const lines = stderr.toString().split('\n');
  const line = lines.find((text) => text.startsWith('fatal: ')) ?? lines.find(Boolean) ?? error.message;
  return withoutCredentials(line.replace(/^fatal: /, '')).slice(0, 500);
}

/** A URL, or a text that contains one, without user name and password. */
export function withoutCredentials(text: string): string {
  return text.replace(/(\w+:\/\/)[^/@\s]+@/g, '$1');
}
