import { spawn } from 'node:child_process';
import {
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { freePort } from '@/lib/test-postgres';

const build = resolve(import.meta.dirname, '../.next');
const readyWithinMs = 60_000;

export interface OwnWeb {
  /** `http://127.0.0.1:40311` */
  url: string;
  stop: () => Promise<void>;
}

/** The built web process on a free port over `database`; `proxy: false` runs a copy of the build that has no proxy.ts. */
export async function ownWeb(database: string, { proxy }: { proxy: boolean }): Promise<OwnWeb> {
  const copy = proxy ? null : withoutProxy();
  const data = mkdtempSync(join(tmpdir(), 'plumbline-web-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const settings = { DATABASE_URL: database, PLUMBLINE_URL: url, PLUMBLINE_DATA_DIR: data, LOG_LEVEL: 'fatal' };
  const server = spawn(process.execPath, [join(copy ?? join(build, 'standalone'), 'server.js')], {
    env: { ...process.env, ...settings, NODE_ENV: 'production', HOSTNAME: '127.0.0.1', PORT: String(port) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [server.stdout, server.stderr])
    stream.on('data', (chunk) => {
      said = `${said}${chunk}`.slice(-2000);
    });
  const ended = new Promise<void>((end) => server.once('exit', () => end()));
  const stop = async () => {
    server.kill('SIGTERM');
    await ended;
    for (const folder of [copy, data]) if (folder !== null) rmSync(folder, { recursive: true, force: true });
  };
  const late = Date.now() + readyWithinMs;
  while (!(await answers(`${url}/api/health/ready`))) {
    if (Date.now() > late || server.exitCode !== null) {
      await stop();
      throw new Error(`The web process was not ready; npm test builds it before it tests it. It said: ${said}`);
    }
    await new Promise((wait) => setTimeout(wait, 100));
  }
  return { url, stop };
}

function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    ({ ok }) => ok,
    () => false,
  );
}

/** The build as it would be had proxy.ts been deleted: everything linked, and no middleware in its manifests. */
function withoutProxy(): string {
  const copy = mkdtempSync(join(build, 'without-proxy-'));
  linkTree(join(build, 'standalone'), copy);
  const server = join(copy, '.next/server');
  const empty = {
    'middleware-manifest.json': { version: 3, middleware: {}, sortedMiddleware: [], functions: {} },
    'functions-config-manifest.json': { version: 1, functions: {} },
  };
  for (const [name, manifest] of Object.entries(empty)) {
    // Written through the link it would change the build itself.
    rmSync(join(server, name));
    writeFileSync(join(server, name), JSON.stringify(manifest));
  }
  rmSync(join(server, 'middleware.js'));
  return copy;
}

function linkTree(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) linkTree(source, target);
    else if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), target);
    else linkSync(source, target);
  }
}
