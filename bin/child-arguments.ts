import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');
/** A small young generation: what a page or a scan leaves behind is collected sooner, for 30 MB less at rest. */
const sparing = '--max-semi-space-size=4';

/** glibc keeps an arena of memory for each thread that once asked: two do, for 70 MB less. Other C libraries do not look. */
export const sparingMemory = { MALLOC_ARENA_MAX: '2' };

/** What Node is started with for the web process. */
export const webArguments = [sparing, join(root, 'bin/web.mjs')];

/** What Node is started with for the worker: the bundle that bin/install.mjs makes, which takes 80 MB less than its sources. */
export const workerArguments = [sparing, '--enable-source-maps', join(root, '.next/worker/worker.mjs')];
