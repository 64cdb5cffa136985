import { execFile } from 'node:child_process';
import { dirname, resolve } from 'node:path';

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
  /** Protocols that may be spoken; none for a read */
  protocol?: 'https' | 'file';
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

const handedThrough = [
  'PATH',
  'HOME',
  'XDG_CONFIG_HOME',
  'GIT_CONFIG_GLOBAL',
  'HTTPS_PROXY',
  'https_proxy',
  'NO_PROXY',
  'no_proxy',
  'GIT_SSL_CAINFO',
  'SSL_CERT_FILE',
];

/** Runs git without a shell and gives what it wrote; throws `GitProblem` with the first line of its complaint. */
export async function git(args: readonly string[], call: GitCall): Promise<Buffer> {
  const allowed = call.protocol ? ['-c', `protocol.${call.protocol}.allow=always`] : [];
  const env: Record<string, string> = {
    LC_ALL: 'C',
    GIT_TERMINAL_PROMPT: '0',
    GIT_LITERAL_PATHSPECS: '1',
    GIT_NO_LAZY_FETCH: '1',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_CEILING_DIRECTORIES: dirname(resolve(call.folder)),
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
      (error, stdout, stderr) => (error ? fail(new GitProblem(complaint(error, stderr))) : done(stdout)),
    );
    // A git that ends early closes its input; its exit says why.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(call.input ?? '');
  });
}

function complaint(error: Error & { code?: unknown; killed?: boolean }, stderr: Buffer): string {
  if (error.code === 'ENOENT') return 'git is not installed, or the folder does not exist';
  if (error.killed) return 'git took too long and was ended';
  const lines = stderr.toString().split('\n');
  const line = lines.find((text) => text.startsWith('fatal: ')) ?? lines.find(Boolean) ?? error.message;
  return withoutCredentials(line.replace(/^fatal: /, '')).slice(0, 500);
}

/** A URL, or a text that contains one, without user name and password. */
export function withoutCredentials(text: string): string {
  return text.replace(/(\w+:\/\/)[^/@\s]+@/g, '$1');
}
