import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { startEmbeddedPostgres } from '@/lib/embedded-postgres';
import { asRole, makeRoles } from '@/lib/make-roles';
import { migrate } from '@/lib/migrate';

declare module 'vitest' {
  export interface ProvidedContext {
    postgresUrl: string;
    template: string;
  }
}

/** One Postgres for the whole run, or the one named by PLUMBLINE_TEST_POSTGRES; its template database is migrated once. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-test-'));
  chmodSync(folder, 0o755);
  const given = process.env.PLUMBLINE_TEST_POSTGRES;
  const server = given
    ? null
    : await startEmbeddedPostgres(join(folder, 'postgres'), {
        port: await freePort(),
        password: 'test',
        durable: false,
      });
  const url = given ?? server?.url ?? '';
  const template = `template_${process.pid}`;
  await statement(url, `CREATE DATABASE ${template}`);
  await ensureRoles(url);
  await migrate(databaseUrl(url, template));
  project.provide('postgresUrl', url);
  project.provide('template', template);
  return async () => {
    await statement(url, `DROP DATABASE IF EXISTS ${template} WITH (FORCE)`);
    await server?.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}

/** The roles belong to the whole server, where other runs may be under way: they are made once and stay. */
export async function ensureRoles(url: string): Promise<void> {
  const roles = [webOf(url), workerOf(url)];
  const open = await Promise.all(
    roles.map((role) =>
      statement(role, 'SELECT 1').then(
        () => true,
        () => false,
      ),
    ),
  );
  if (!open.every((one) => one)) await makeRoles(url, { web: password, worker: password });
}

const password = 'test-of-plumbline';

/** The database as the role of the web process. */
export function webOf(url: string): string {
  return asRole(url, 'plumbline_web', password);
}

/** The database as the role of the worker. */
export function workerOf(url: string): string {
  return asRole(url, 'plumbline_worker', password);
}

export function databaseUrl(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}

export async function statement(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}
