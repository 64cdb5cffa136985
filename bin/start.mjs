#!/usr/bin/env node
import { buildWeb, buildWorker, fail, generateClient, installPackages, requireNode, root } from './install.mjs';

const usage = `Usage: npm start [-- --sample]

Installs and builds what is missing, then starts the database, the web process and the worker.
  --sample  load the sample estate (npm run demo)
Settings are environment variables: see "Run it for real" in README.md.`;

const args = process.argv.slice(2);
if (args.includes('--help')) {
  process.stdout.write(`${usage}\n`);
  process.exit(0);
}
const unknown = args.find((arg) => arg !== '--sample');
if (unknown) fail(`${unknown} is not known here: npm start -- --help lists what is`, 2);

requireNode();
process.chdir(root);
installPackages();
const { register } = await import('tsx/esm/api');
register();
const { readEnvironment } = await import('../lib/env.ts');
try {
  readEnvironment();
} catch (error) {
  fail(error.message, 2);
}
generateClient();
buildWeb();
await buildWorker();
const { supervise } = await import('./supervise.ts');
await supervise({ sample: args.includes('--sample') }).catch((error) => fail(error.message));
