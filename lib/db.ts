import { createHash } from 'node:crypto';
import { PrismaPg } from '@prisma/adapter-pg';
import { log } from '@/lib/log';
import { Prisma, PrismaClient } from '@/prisma/generated/client';

export { Prisma };
/** What a query or command gets: one open transaction. */
export type Transaction = Prisma.TransactionClient;

/** Begins a statement that is asked with every request: each connection plans it once. */
export const keptPlan = '/* kept */';

function planName(sql: string): string {
  return `kept_${createHash('sha256').update(sql).digest('hex').slice(0, 16)}`;
}

/** A client on `url` with at most `max` connections. An idle connection that the server cuts is logged, not fatal. */
export function connect(url: string, max = 10): PrismaClient {
  const adapter = new PrismaPg(
    { connectionString: url, max, options: '-c timezone=UTC', idleTimeoutMillis: 30_000 },
    {
      onPoolError: (error) => log.warn({ error: error.message }, 'a database connection was cut'),
      statementNameGenerator: ({ sql }) => (sql.startsWith(keptPlan) ? planName(sql) : ''),
    },
  );
  return new PrismaClient({ adapter, transactionOptions: { maxWait: 10_000, timeout: 120_000 } });
}

const held = globalThis as { plumblineDb?: PrismaClient; plumblineViewersDb?: PrismaClient };

/** The process's one client, made at first use, so that a build needs no database. */
export function db(): PrismaClient {
  const url = process.env.DATABASE_URL;
  if (!url) throw new Error('DATABASE_URL is not set: start Plumbline with npm start');
  held.plumblineDb ??= connect(url, Number(process.env.PLUMBLINE_POOL ?? 10));
  return held.plumblineDb;
}

/** The client of people and tokens: the process's one, unless a test lets them ask as the web's role. */
export function viewersDb(): PrismaClient {
  return held.plumblineViewersDb ?? db();
}

/** Lets people and tokens ask by `client`: in tests they meet the walls of the web process while the test looks behind them. */
export function setViewersDb(client: PrismaClient): void {
  held.plumblineViewersDb = client;
}
