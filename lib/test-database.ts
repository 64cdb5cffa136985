import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, inject } from 'vitest';
import type { TokenRole } from '@/lib/access/permissions';
import { makeToken } from '@/lib/access/token';
import { type Viewer, viewerOfToken } from '@/lib/access/viewer';
import { connect, db, setViewersDb, viewersDb } from '@/lib/db';
import { databaseUrl, statement, webOf } from '@/lib/test-postgres';

/**
 * Gives the test file a database of its own, cloned from the migrated template, behind `db()`. The test itself owns it;
 * people and tokens ask as the role of the web process.
 */
export function useTestDatabase(): void {
  const server = inject('postgresUrl');
  const name = `test_${randomBytes(6).toString('hex')}`;
  beforeAll(async () => {
    await statement(server, `CREATE DATABASE ${name} TEMPLATE ${inject('template')}`);
    process.env.DATABASE_URL = databaseUrl(server, name);
    setViewersDb(connect(webOf(databaseUrl(server, name)), 5));
  });
  afterAll(async () => {
    await viewersDb().$disconnect();
    await db().$disconnect();
    await statement(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  });
}

/** A viewer made the way every viewer is made: by a token in the database. `facilities: null` reaches everything. */
export async function viewerFor(role: TokenRole, facilities: string[] | null = null): Promise<Viewer> {
  const { secret, hash, hint } = makeToken(role === 'ingest' ? 'ingest' : 'api');
  await db().$executeRaw`INSERT INTO token (name, hash, hint, role, facilities, created_by, expires_at)
    VALUES (${`test ${role}`}, ${hash}, ${hint}, ${role}, ${facilities}, 'test', now() + interval '1 day')`;
  return viewerOfToken(secret, { address: '127.0.0.1', requestId: `test-${role}` });
}
