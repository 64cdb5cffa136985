import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from 'playwright/test';

const root = resolve(import.meta.dirname, '..');
test.describe.configure({ mode: 'serial' });

let folder = '';
test.beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-house-'));
  chmodSync(folder, 0o755);
});
test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Running {
  process: ChildProcess;
  out: () => string;
  ended: Promise<number | null>;
}

function start(settings: Record<string, string> = {}): Running {
  const env = {
    ...process.env,
    DATABASE_URL: '',
    PLUMBLINE_URL: '',
    PLUMBLINE_DATA_DIR: join(folder, 'data'),
    PLUMBLINE_ADMIN_EMAIL: '',
    PLUMBLINE_ADMIN_PASSWORD: '',
    HOST: '127.0.0.1',
    PORT: '0',
    ...settings,
  };
  const child = spawn(process.execPath, ['bin/start.mjs'], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk) => {
      said += String(chunk);
    });
  return { process: child, out: () => said, ended: new Promise((end) => child.once('exit', (code) => end(code))) };
}

async function ready(running: Running): Promise<string> {
  await expect.poll(running.out, { timeout: 60_000 }).toMatch(/is ready: \S+/);
  return /is ready: (\S+)/.exec(running.out())?.[1] ?? '';
}

const answers = (address: string) =>
  fetch(`${address}/api/health/ready`).then(
    ({ status }) => status,
    () => 0,
  );
interface Child {
  pid: number;
  command: string;
}

/** Who a process has started; by /proc where there is one, since small systems have no ps. */
function childrenOf(parent: number): Child[] {
  const tasks = `/proc/${parent}/task/${parent}/children`;
  if (!existsSync(tasks)) {
    const listed = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,command='], { encoding: 'utf8' });
    const rows = listed.split('\n').flatMap((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? []);
    return Array.from({ length: rows.length / 4 }, (_, i) => rows.slice(i * 4, i * 4 + 4))
      .filter(([, , above]) => Number(above) === parent)
      .map(([, pid, , command]) => ({ pid: Number(pid), command: command ?? '' }));
  }
  const pids = readFileSync(tasks, 'utf8').trim().split(' ').map(Number);
  return pids.map((pid) => ({ pid, command: readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ') }));
}

async function stop(running: Running): Promise<number> {
  const begun = Date.now();
  running.process.kill('SIGTERM');
  expect(await running.ended).toBe(0);
  return Date.now() - begun;
}

test('the first start gives a link for the administrator, once; it ends within 10 s', async () => {
  const first = start();
  const address = await ready(first);
  const link = /(http\S+\/first\?token=\S+)/.exec(first.out())?.[1] ?? '';
  expect((await fetch(link)).status).toBe(200);
  const made = await fetch(`${address}/api/auth/first`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: address },
    body: JSON.stringify({
      token: new URL(link).searchParams.get('token'),
      email: 'first@example.org',
      name: 'First',
      password: 'a long and plain passphrase',
    }),
  });
  expect(made.status, await made.text()).toBeLessThan(300);
  expect(await stop(first)).toBeLessThan(10_000);
});

test('the second start is ready in under 10 s, with the data and without a link, and there is one only', async () => {
  const begun = Date.now();
  const second = start();
  await ready(second);
  expect(Date.now() - begun).toBeLessThan(10_000);
  expect(second.out()).not.toContain('/first?token=');
  const beside = start();
  expect(await beside.ended).toBe(1);
  expect(beside.out()).toMatch(/^plumbline: Plumbline already runs from .*: process \d+, http/);
  await stop(second);
});

test('kill -9 of web, worker, database and supervisor is survived', async () => {
  const running = start();
  const address = await ready(running);
  const child = (name: string) =>
    childrenOf(running.process.pid ?? 0).find(({ command }) => command.includes(name))?.pid ?? 0;
  for (const name of ['next-server', 'worker.mjs', 'bin/postgres']) {
    const victim = child(name);
    expect(victim, name).not.toBe(0);
    process.kill(victim, 'SIGKILL');
    await expect.poll(() => ![0, victim].includes(child(name)), { timeout: 20_000 }).toBe(true);
    await expect.poll(() => answers(address), { timeout: 20_000 }).toBe(200);
  }
  running.process.kill('SIGKILL');
  await expect.poll(() => answers(address), { timeout: 10_000 }).toBe(0);
  const again = start();
  await ready(again);
  await stop(again);
});

test('what is wrong is said in one line, and the code is not 0', async () => {
  const taken = createServer();
  await new Promise<void>((listening) => taken.listen(0, '127.0.0.1', listening));
  const busy = taken.address();
  const cases: [Record<string, string>, RegExp][] = [
    [{ PORT: '99999' }, /^plumbline: Wrong settings: PORT /],
    [
      { PORT: String(typeof busy === 'object' ? busy?.port : '') },
      /^plumbline: 127\.0\.0\.1:\d+ is in use: .* set PORT/,
    ],
    [
      { DATABASE_URL: 'postgresql://x@127.0.0.1:1/x' },
      /^plumbline: The database at 127\.0\.0\.1:1 cannot be reached .* check DATABASE_URL/,
    ],
    [
      { PLUMBLINE_DATA_DIR: '/proc/plumbline' },
      /^plumbline: The data folder \/proc\/plumbline cannot be written to .* set PLUMBLINE_DATA_DIR/,
    ],
  ];
  for (const [settings, line] of cases) {
    const wrong = start(settings);
    expect(await wrong.ended).not.toBe(0);
    expect(wrong.out().trim().split('\n')).toHaveLength(1);
    expect(wrong.out()).toMatch(line);
  }
  taken.close();
});
