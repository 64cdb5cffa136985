import { execFileSync, spawn, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  watch,
} from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { RunReport } from '@/lib/resources/run-report';

const folder = fileURLToPath(new URL('.', import.meta.url));

/** Real Ansible, as Debian installs it. */
export const hasAnsible = spawnSync('ansible-playbook', ['--version']).status === 0;

export interface Pushed {
  headers: IncomingHttpHeaders;
  /** As it came, still packed */
  body: Buffer;
  text: string;
  reports: RunReport[];
}

/** A Plumbline of which nothing but the door is there; `answer` says with which status it opens, null never answers. */
export async function startSink() {
  const pushed: Pushed[] = [];
  const state: { answer: number | null; heardAt: number } = { answer: 202, heardAt: 0 };
  const server = createServer(async (request, response) => {
    state.heardAt = performance.now();
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    if (state.answer === null) return;
    const body = Buffer.concat(chunks);
    const text = gunzipSync(body).toString('utf8');
    const reports = (JSON.parse(text) as { reports: unknown[] }).reports.map((report) => RunReport.parse(report));
    pushed.push({ headers: request.headers, body, text, reports });
    response.writeHead(state.answer, { 'Content-Type': 'application/json' }).end('{"title":"says the sink"}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const stop = () => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  };
  return { url, pushed, state, stop };
}

function endGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

/** A folder with the playbooks in a Git repository of their own, a spool, and a root to write to. */
export function makeBench() {
  const home = mkdtempSync(join(tmpdir(), 'plumbline-ansible-'));
  const playbooks = join(home, 'playbooks');
  const spool = join(home, 'spool');
  cpSync(join(folder, 'fixtures/playbooks'), playbooks, { recursive: true });
  mkdirSync(join(home, 'root'));
  const git = (...words: string[]) => execFileSync('git', ['-C', playbooks, ...words], { encoding: 'utf8' }).trim();
  git('init', '-q', '-b', 'main');
  git('add', '.');
  git('-c', 'user.name=Test', '-c', 'user.email=test@example.test', 'commit', '-q', '-m', 'Playbooks');
  git('remote', 'add', 'origin', 'https://bob:s3cr3t-canary-remote@git.example.test/ops/playbooks.git');

  /** Runs a program of Ansible to its end, or until it has made the file `running` and is sent a signal. */
  async function run(
    program: 'ansible-playbook' | 'ansible-pull',
    words: string[],
    env: Record<string, string>,
    signal?: NodeJS.Signals,
  ) {
    const child = spawn(program, [...words, '-e', `root=${home}/root`], {
      cwd: playbooks,
      // A group of its own, so that what an interrupted run leaves behind can be ended with it.
      detached: true,
      env: {
        NODE_ENV: 'test',
        PATH: process.env.PATH ?? '',
        HOME: home,
        LANG: 'C.UTF-8',
        PYTHONDONTWRITEBYTECODE: '1',
        ANSIBLE_CALLBACK_PLUGINS: join(folder, 'callback_plugins'),
        ANSIBLE_CALLBACKS_ENABLED: 'plumbline',
        ANSIBLE_NOCOLOR: '1',
        PLUMBLINE_TOKEN: 'plumbline_ingest_test',
        PLUMBLINE_SPOOL: spool,
        ...env,
      },
    });
    let output = '';
    const hear = (chunk: Buffer) => {
      output += chunk.toString('utf8');
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    const watcher = watch(join(home, 'root'), (_event, file) => {
      if (signal && file === 'running' && !child.killed) child.kill(signal);
    });
    // What an interrupted run leaves behind holds its output open.
    const code = await new Promise<number | null>((resolve) => child.on(signal ? 'exit' : 'close', resolve));
    watcher.close();
    if (signal && child.pid) endGroup(child.pid);
    return { code, output, endedAt: performance.now() };
  }

  const playbook = (name: string, env: Record<string, string>, ...words: string[]) =>
    run('ansible-playbook', ['-i', 'hosts.ini', `${name}.yml`, ...words], env);
  const waiting = () => (existsSync(spool) ? readdirSync(spool).filter((name) => name.endsWith('.json.gz')) : []);
  const refused = () => readdirSync(join(spool, 'refused'));
  const spooled = () => waiting().map((name) => gunzipSync(readFileSync(join(spool, name))).toString('utf8'));
  const modes = () => [spool, ...waiting().map((name) => join(spool, name))].map((path) => statSync(path).mode & 0o777);
  const clearSpool = () => rmSync(spool, { recursive: true, force: true });
  const remove = () => rmSync(home, { recursive: true, force: true });
  return { home, playbooks, git, run, playbook, waiting, refused, spooled, modes, clearSpool, remove };
}
