import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');
const readyWithinMs = 300_000;

/**
 * Starts the built application on a free port with an empty data folder, and tells the tests its address and its one-time
 * link. Does nothing when PLUMBLINE_TEST_URL names one that runs already.
 */
export default async function start(): Promise<() => Promise<void>> {
  if (process.env.PLUMBLINE_TEST_URL) return async () => undefined;
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-e2e-'));
  chmodSync(folder, 0o755);
  const env = {
    ...process.env,
    DATABASE_URL: '',
    PLUMBLINE_URL: '',
    PLUMBLINE_DATA_DIR: join(folder, 'data'),
    PLUMBLINE_ALLOWED_TARGETS: join(folder, 'allowed-targets'),
    PLUMBLINE_ADMIN_EMAIL: '',
    PLUMBLINE_ADMIN_PASSWORD: '',
    HOST: '127.0.0.1',
    PORT: '0',
    LOG_LEVEL: 'error',
  };
  const server = spawn(process.execPath, ['bin/start.mjs'], { cwd: root, env, stdio: ['ignore', 'pipe', 'inherit'] });
  const link = new URL(await firstLinkOf(server));
  process.env.PLUMBLINE_TEST_STARTED = 'yes';
  // What tests listen on themselves is private: they write it there, as an operator would.
  process.env.PLUMBLINE_ALLOWED_TARGETS = env.PLUMBLINE_ALLOWED_TARGETS;
  process.env.PLUMBLINE_TEST_URL = link.origin;
  process.env.PLUMBLINE_TEST_FIRST_LINK = link.href;
  return async () => {
    const ended = new Promise((end) => server.once('exit', end));
    server.kill('SIGTERM');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
}

/** The link that makes the administrator, printed last once everything runs. */
function firstLinkOf(server: ChildProcess): Promise<string> {
  return new Promise((found, refused) => {
    let said = '';
    const late = setTimeout(() => refused(new Error(`npm start was not ready in time: ${said}`)), readyWithinMs);
    server.once('exit', (code) => refused(new Error(`npm start ended with ${code}: ${said}`)));
    server.stdout?.on('data', (chunk) => {
      said += String(chunk);
      const link = /(http\S+\/first\?token=\S+)\n/.exec(said)?.[1];
      if (!link) return;
      clearTimeout(late);
      found(link);
    });
  });
}
