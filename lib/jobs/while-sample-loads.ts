import pg from 'pg';
import { sampleLoadLock } from '@/lib/commands/stop-sample-sources';
import { AppError } from '@/lib/errors';

/**
 * Does `work` while no other process loads the sample: a lock on a connection of its own, which ends with the process
 * however that ends. AppError `conflict` when another holds it.
 */
export async function whileSampleLoads<T>(work: () => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: process.env.DATABASE_URL, application_name: 'plumbline sample' });
  await client.connect();
  let lost: Error | null = null;
  client.on('error', (error) => {
    lost = error;
  });
  try {
    const { rows } = await client.query<{ taken: boolean }>('SELECT pg_try_advisory_lock($1) AS taken', [
      sampleLoadLock,
    ]);
    if (!rows[0]?.taken) throw new AppError('conflict', 'The sample estate is being loaded or removed already');
    return await work();
  } finally {
    if (!lost) await client.end();
  }
}
