#!/usr/bin/env node
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { buildWeb, buildWorker, fail, generateClient, installPackages, requireNode, root } from './install.mjs';

const steps = ['types', 'lint', 'unit', 'build', 'e2e'];
/** What is too long for every change; never run unless named. */
const nightly = 'nightly';
const usage = `Usage: npm test [-- ${steps.join(' ')} ${nightly}]

Runs everything that CI runs, or only the steps that are named. The last line is "N passed, N failed".
  nightly  the long suites, security/*.nightly.ts, which CI leaves out (npm run test:nightly)`;

const asked = process.argv.slice(2);
const unknown = asked.find((step) => ![...steps, nightly].includes(step));
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
const { figuresOf, readSuites, suitesFile } = await import('./read-suites.ts');
const suites = process.env.PLUMBLINE_SUITES ?? suitesFile;
mkdirSync(dirname(suites), { recursive: true });
// A whole run begins anew; a step alone adds to what the others left.
if (asked.length === 0) rmSync(suites, { force: true });
const env = { ...process.env, NEXT_TELEMETRY_DISABLED: '1', PLUMBLINE_SUITES: suites };
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

/** Runs the tests that a configuration of vitest names. */
function vitest(...more) {
  const report = join(folder, 'vitest.json');
  const ok = run(module('vitest/vitest.mjs'), [
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...more,
  ]);
  return counted(ok, report, (it) => ({ passed: it.numPassedTests, failed: it.numFailedTests }));
}

const e2eReport = join(folder, 'e2e.json');
const work = {
  types: () => single(run(module('typescript/bin/tsc'), ['--noEmit', '-p', '.'])),
  lint: () => single(run(module('@biomejs/biome/bin/biome'), ['ci', '.'])),
  unit: () => vitest(),
  nightly: () => vitest('--config', 'vitest.nightly.config.ts'),
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
const chosen = asked.length === 0 ? steps : [...steps, nightly].filter((name) => asked.includes(name));
for (const step of chosen) {
  const begun = Date.now();
  process.stdout.write(`\n== ${step}\n`);
  results.push({ step, ...(await work[step]()), seconds: Math.round((Date.now() - begun) / 1000) });
}
rmSync(folder, { recursive: true, force: true });

if (['unit', 'e2e', nightly].some((step) => chosen.includes(step))) {
  process.stdout.write('\n== suites\n');
  for (const { suite, pass, measured } of readSuites(suites))
    process.stdout.write(`${suite.padEnd(14)} ${pass ? 'pass' : 'FAIL'}  ${figuresOf(measured)}\n`);
}
process.stdout.write('\n== summary\n');
for (const { step, passed, failed, seconds } of results)
  process.stdout.write(`${step.padEnd(7)} ${passed} passed, ${failed} failed, ${seconds} s\n`);
const sum = (key) => results.reduce((total, result) => total + result[key], 0);
process.stdout.write(`${sum('passed')} passed, ${sum('failed')} failed\n`);
process.exitCode = sum('failed') > 0 ? 1 : 0;
