import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { password, people } from './people';

const root = resolve(import.meta.dirname, '..');
const readyWithinMs = 300_000;

/** Starts the built application on a free port with a data folder of its own, adds one person for each role, and loads the sample. */
export default async function start(): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-e2e-'));
  chmodSync(folder, 0o755);
  const env = {
    ...process.env,
    DATABASE_URL: '',
    PLUMBLINE_URL: '',
    PLUMBLINE_DATA_DIR: join(folder, 'data'),
    PLUMBLINE_ADMIN_EMAIL: people.administrator,
    PLUMBLINE_ADMIN_PASSWORD: password,
    HOST: '127.0.0.1',
    PORT: '0',
    LOG_LEVEL: 'error',
  };
  const server = spawn(process.execPath, ['bin/start.mjs'], { cwd: root, env, stdio: ['ignore', 'pipe', 'inherit'] });
  process.env.PLUMBLINE_E2E = await addressOf(server);
  const plumbline = (words: string[], input = '') => {
    const ended = spawnSync(process.execPath, ['bin/plumbline.mjs', ...words], {
      cwd: root,
      env,
      input,
      encoding: 'utf8',
    });
    if (ended.status !== 0) throw new Error(`plumbline ${words.join(' ')}: ${ended.stderr}`);
    return ended.stdout.trim();
  };
  for (const [role, email] of Object.entries(people))
    if (role !== 'administrator')
      plumbline(['user', 'create', '--email', email, '--role', role, '--password-stdin'], password);
  process.env.PLUMBLINE_E2E_TOKEN = plumbline(['token', 'create', '--name', 'e2e', '--role', 'administrator']);
  plumbline(['sample', 'load']);
  return async () => {
    const ended = new Promise((end) => server.once('exit', end));
    server.kill('SIGTERM');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
}

function addressOf(server: ChildProcess): Promise<string> {
  return new Promise((found, refused) => {
    let said = '';
    const late = setTimeout(() => refused(new Error(`npm start was not ready in time: ${said}`)), readyWithinMs);
    server.once('exit', (code) => refused(new Error(`npm start ended with ${code}: ${said}`)));
    server.stdout?.on('data', (chunk) => {
      said += String(chunk);
      const address = /is ready: (\S+)/.exec(said)?.[1];
      if (!address) return;
      clearTimeout(late);
      found(address);
    });
  });
}
