import { db } from '@/lib/db';
import { readEnvironment } from '@/lib/env';
import { runWorker } from '@/lib/jobs/worker';
import { log } from '@/lib/log';

const { DATABASE_URL } = readEnvironment();
if (!DATABASE_URL) throw new Error('DATABASE_URL is not set: start Plumbline with npm start');

const stopper = new AbortController();
const stop = () => stopper.abort();
for (const signal of ['SIGINT', 'SIGTERM', 'disconnect'] as const) process.on(signal, stop);

try {
  await runWorker(DATABASE_URL, stopper.signal);
  await db().$disconnect();
  process.exit(0);
} catch (error) {
  log.fatal({ err: error }, 'the worker cannot go on');
  process.exit(1);
}
