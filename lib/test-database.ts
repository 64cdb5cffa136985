import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, inject } from 'vitest';
import type { TokenRole } from '@/lib/access/permissions';
import type { Grant } from '@/lib/access/reach';
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

/**
 * A viewer made the way every viewer is made: by a token in the database. Reach is everything (null), or facilities by
 * name, or grants of which a part that is missing is any.
 */
export async function viewerFor(
  role: TokenRole,
  reach: readonly (string | Partial<Grant>)[] | null = null,
): Promise<Viewer> {
  const { secret, hash, hint } = makeToken(role === 'ingest' ? 'ingest' : 'api');
  const grants = (reach ?? [{}]).map((grant) => (typeof grant === 'string' ? { facility: grant } : grant));
  await db().$executeRaw`WITH made AS (INSERT INTO token (name, hash, hint, role, created_by, expires_at)
      VALUES (${`test ${role}`}, ${hash}, ${hint}, ${role}, 'test', now() + interval '1 day') RETURNING id)
    INSERT INTO reach_grant (token_id, facility, environment, team)
    SELECT made.id, g.* FROM made, jsonb_to_recordset(${JSON.stringify(grants)}::jsonb) AS g (facility text, environment text, team text)`;
  return viewerOfToken(secret, { address: '127.0.0.1', requestId: `test-${role}` });
}
