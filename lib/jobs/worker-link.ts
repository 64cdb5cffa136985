import { randomInt } from 'node:crypto';
import pg from 'pg';
import { workChannel } from '@/lib/commands/wake-worker';
import { messageOf } from '@/lib/errors';
import { workerLock } from '@/lib/jobs/open-collections';
import { log } from '@/lib/log';

export interface WorkerLink {
  /** This worker's number, held as an advisory lock for as long as it lives */
  worker: number;
  close: () => Promise<void>;
}

/** A connection that shows the worker's life by a lock and wakes it when there is work; made anew when it is cut. */
export async function linkWorker(url: string, wake: () => void): Promise<WorkerLink> {
  const worker = randomInt(1, 2 ** 31 - 1);
  let closing = false;
  let client = await connect();

  async function connect(): Promise<pg.Client> {
    const made = new pg.Client({ connectionString: url, application_name: 'plumbline worker', keepAlive: true });
    made.on('error', (error) => log.warn({ error: error.message }, 'the worker lost its database connection'));
    made.on('notification', wake);
    await made.connect();
    await made.query('SELECT pg_advisory_lock($1, $2)', [workerLock, worker]);
    await made.query(`LISTEN ${workChannel}`);
    made.once('end', () => void reconnect());
    return made;
  }

  async function reconnect(): Promise<void> {
    while (!closing) {
      try {
        client = await connect();
        return;
      } catch (error) {
        log.warn({ error: messageOf(error) }, 'the database does not answer yet');
        await new Promise((next) => setTimeout(next, 1000));
      }
    }
  }

  return {
    worker,
    close: async () => {
      closing = true;
      await client.end();
    },
  };
}
