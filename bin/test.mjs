#!/usr/bin/env node
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildWeb, buildWorker, fail, generateClient, installPackages, requireNode, root } from './install.mjs';

const steps = ['types', 'lint', 'unit', 'build', 'e2e'];
const usage = `Usage: npm test [-- ${steps.join(' ')}]

Runs everything that CI runs, or only the steps that are named. The last line is "N passed, N failed".`;

const asked = process.argv.slice(2);
const unknown = asked.find((step) => !steps.includes(step));
if (asked.includes('--help') || unknown) {
  process.stdout.write(`${unknown ? `${unknown} is no step\n` : ''}${usage}\n`);
  process.exit(unknown ? 2 : 0);
}

requireNode();
process.chdir(root);
installPackages();
generateClient();
const { register } = await import('tsx/esm/api');
register();
const { requireTools } = await import('./tools.ts');
try {
  requireTools();
} catch (error) {
  fail(error.message);
}

const folder = mkdtempSync(join(tmpdir(), 'plumbline-results-'));
const env = { ...process.env, NEXT_TELEMETRY_DISABLED: '1' };
const module = (path) => join(root, 'node_modules', path);

/** Runs one step in front of the reader; how it ended is all that is kept. */
function run(file, args) {
  return spawnSync(process.execPath, [file, ...args], { cwd: root, env, stdio: 'inherit' }).status === 0;
}

/** A step that is one test. */
const single = (ok) => ({ passed: ok ? 1 : 0, failed: ok ? 0 : 1 });

/** Counts of a step that writes a report; a report that is missing or calls nothing failed is a failure all the same. */
function counted(ok, report, read) {
  try {
    const { passed, failed } = read(JSON.parse(readFileSync(report, 'utf8')));
    return { passed, failed: ok ? failed : Math.max(failed, 1) };
  } catch {
    return { passed: 0, failed: 1 };
  }
}

const unitReport = join(folder, 'unit.json');
const e2eReport = join(folder, 'e2e.json');
const work = {
  types: () => single(run(module('typescript/bin/tsc'), ['--noEmit', '-p', '.'])),
  lint: () => single(run(module('@biomejs/biome/bin/biome'), ['ci', '.'])),
  unit: () => {
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${unitReport}`];
    const ok = run(module('vitest/vitest.mjs'), ['run', ...reporters]);
    return counted(ok, unitReport, (it) => ({ passed: it.numPassedTests, failed: it.numFailedTests }));
  },
  build: async () => {
    buildWeb();
    await buildWorker();
    return single(true);
  },
  e2e: () => {
    env.PLAYWRIGHT_JSON_OUTPUT_NAME = e2eReport;
    const ok = run(module('playwright/cli.js'), ['test', '--reporter=list,json']);
    return counted(ok, e2eReport, ({ stats }) => ({ passed: stats.expected, failed: stats.unexpected + stats.flaky }));
  },
};

const results = [];
for (const step of steps.filter((name) => asked.length === 0 || asked.includes(name))) {
  const begun = Date.now();
  process.stdout.write(`\n== ${step}\n`);
  results.push({ step, ...(await work[step]()), seconds: Math.round((Date.now() - begun) / 1000) });
}
rmSync(folder, { recursive: true, force: true });

process.stdout.write('\n== summary\n');
for (const { step, passed, failed, seconds } of results)
  process.stdout.write(`${step.padEnd(6)} ${passed} passed, ${failed} failed, ${seconds} s\n`);
const sum = (key) => results.reduce((total, result) => total + result[key], 0);
process.stdout.write(`${sum('passed')} passed, ${sum('failed')} failed\n`);
process.exitCode = sum('failed') > 0 ? 1 : 0;
