import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { sbom } from './sbom.mjs';

/** The project's folder: everything is found from here, wherever the command was typed. */
export const root = resolve(import.meta.dirname, '..');

/** One line that says what is wrong and what to do; ends the process with `code`. */
export function fail(message, code = 1) {
  process.stderr.write(`plumbline: ${message}\n`);
  process.exit(code);
}

/** Ends unless this Node is new enough: before anything that an old one could not read. */
export function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19))
    fail(`Node ${process.versions.node} is too old: install Node 20.19 or later`);
}

/** Installs the packages of the lock file unless they are there. */
export function installPackages() {
  if (packagesMatchLock()) return;
  say('Installing packages (npm ci)');
  npm(['ci', '--ignore-scripts', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']);
  runAllowedScripts();
}

/** Of all packages those alone that package.json allows run their script, after all are there and match their hashes. */
function runAllowedScripts() {
  const { allowScripts } = readJson(join(root, 'package.json'));
  const here = (name) => allowScripts[name] && existsSync(join(root, 'node_modules', name));
  const names = Object.keys(allowScripts).filter(here);
  if (names.length === 0) return;
  const args = ['rebuild', '--ignore-scripts=false', '--loglevel=error', ...names];
  // An installation that is not whole begins anew.
  npm(args, () => rmSync(join(root, 'node_modules/.package-lock.json'), { force: true }));
}

function npm(args, failed) {
  const own = process.env.npm_execpath;
  if (own?.endsWith('.js')) run(process.execPath, [own, ...args], { failed });
  else run('npm', args, { failed });
}

/** npm leaves its own lock file in node_modules at the end of an installation; optional packages of other systems miss in it. */
function packagesMatchLock() {
  const installed = readJson(join(root, 'node_modules/.package-lock.json'))?.packages;
  if (!installed) return false;
  const wanted = readJson(join(root, 'package-lock.json')).packages;
  return Object.entries(wanted).every(
    ([path, { version, optional }]) =>
      path === '' || (installed[path] ? installed[path].version === version : optional === true),
  );
}

/** Writes the Prisma client unless it was made from this very schema. */
export function generateClient() {
  const stamp = join(root, 'prisma/generated/schema.sha256');
  const digest = digestOf(['prisma/schema.prisma', 'package-lock.json']);
  if (existsSync(join(root, 'prisma/generated/client.ts')) && read(stamp) === digest) return;
  run(process.execPath, [join(root, 'node_modules/prisma/build/index.js'), 'generate'], { quiet: true });
  writeFileSync(stamp, digest);
}

/** Builds the web application unless the build is of these very sources. */
export function buildWeb() {
  const stamp = join(root, '.next/sources.sha256');
  const sources = ['app', 'components', 'lib', 'public', 'integrations', 'prisma/schema.prisma'];
  const settings = ['proxy.ts', 'instrumentation.ts', 'next.config.js', 'tsconfig.json', 'package-lock.json'];
  const digest = digestOf([...sources, ...settings]);
  if (existsSync(join(root, '.next/standalone/server.js')) && read(stamp) === digest) return;
  say('Building (next build)');
  rmSync(stamp, { force: true });
  const env = { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' };
  run(process.execPath, [join(root, 'node_modules/next/dist/bin/next'), 'build'], { quiet: true, env });
  // The standalone server serves these itself, but Next leaves the copying to us.
  cpSync(join(root, '.next/static'), join(root, '.next/standalone/.next/static'), { recursive: true });
  if (existsSync(join(root, 'public')))
    cpSync(join(root, 'public'), join(root, '.next/standalone/public'), { recursive: true });
  // Control nodes fetch the callback from here: curl $PLUMBLINE_URL/plumbline.py
  const callback = 'integrations/ansible/callback_plugins/plumbline.py';
  cpSync(join(root, callback), join(root, '.next/standalone/public/plumbline.py'));
  writeFileSync(join(root, '.next/standalone/sbom.cdx.json'), sbom());
  writeFileSync(stamp, digest);
}

/** Bundles the worker unless the bundle is of these very sources; packages stay where they are. After `buildWeb`. */
export async function buildWorker() {
  const folder = join(root, '.next/worker');
  const stamp = join(folder, 'sources.sha256');
  const digest = digestOf(['bin/worker.ts', 'lib', 'prisma/generated', 'tsconfig.json', 'package-lock.json']);
  if (read(stamp) === digest) return;
  rmSync(folder, { recursive: true, force: true });
  const { build } = await import('esbuild');
  await build({
    entryPoints: [join(root, 'bin/worker.ts')],
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    absWorkingDir: root,
    bundle: true,
    splitting: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    sourcemap: 'linked',
    logLevel: 'warning',
  });
  writeFileSync(stamp, digest);
}

function digestOf(paths) {
  const hash = createHash('sha256').update(process.version.split('.')[0]);
  const add = (path) => {
    const file = join(root, path);
    if (!existsSync(file) || /\.test\.tsx?$/.test(path)) return;
    const entries = entriesOf(file);
    if (entries) for (const entry of entries) add(`${path}/${entry}`);
    else hash.update(`\0${path}\0`).update(readFileSync(file));
  };
  for (const path of paths) add(path);
  return hash.digest('hex');
}

function entriesOf(file) {
  try {
    return readdirSync(file).sort();
  } catch (error) {
    if (error.code === 'ENOTDIR') return null;
    throw error;
  }
}

function run(file, args, { quiet = false, env = process.env, failed = () => undefined } = {}) {
  const ended = spawnSync(file, args, { cwd: root, env, encoding: 'utf8', stdio: quiet ? 'pipe' : ['ignore', 2, 2] });
  if (ended.status === 0) return;
  failed();
  if (quiet) process.stderr.write(`${ended.stdout ?? ''}${ended.stderr ?? ''}`);
  fail(`${[file, ...args].map((part) => part.replace(`${root}/`, '')).join(' ')} failed: see above`);
}

function say(line) {
  process.stderr.write(`${line}\n`);
}

function read(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : null;
}

function readJson(file) {
  const text = read(file);
  return text === null ? null : JSON.parse(text);
}
