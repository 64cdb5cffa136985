import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { webProcess } from '@/bin/web-process';
import { useTestDatabase } from '@/lib/test-database';
import { webOf } from '@/lib/test-postgres';
import { reportSuite } from '@/security/report-suite';

// Somebody runs code of theirs in the web process: started as bin/supervise.ts starts it, and with its role of the
// database. None of twelve tries gets them further.
useTestDatabase();

const application = resolve(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'plumbline-contain-'));
const signingKey = join(folder, 'keys', 'audit-0.pem');
const web = join(folder, 'server.js');
/** Node's permission model and our own code are walls within the process: no sandbox of the system. */
const measured = { tries: 0, refused: 0, 'by Node': 0, 'by our code': 0, 'by the database': 0 };
const target = { tries: 12, refused: 12 };
let worker: ChildProcess;

/** As an administrator's shell might be: full of what is not the web's. */
const secrets = {
  AWS_SECRET_ACCESS_KEY: 'canary',
  GITHUB_TOKEN: 'canary',
  PGPASSWORD: 'canary',
  NODE_OPTIONS: '--title=canary',
  PLUMBLINE_ADMIN_PASSWORD: 'canary-canary',
  PLUMBLINE_WITNESS_SECRET: 'canary',
  PLUMBLINE_WORKER_DATABASE_URL: 'postgresql://worker:canary@127.0.0.1/x',
};

beforeAll(() => {
  mkdirSync(join(folder, 'keys'));
  writeFileSync(signingKey, 'canary');
  writeFileSync(web, '');
  worker = spawn(process.execPath, ['-e', 'setInterval(() => 0, 1000)'], { env: { ...process.env, ...secrets } });
});
afterAll(() => {
  worker.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
  reportSuite({ suite: 'contain', pass: measured.refused === target.refused, measured, target, seed: null });
});

function breakIn(permitted: boolean): Record<string, string> {
  const about = JSON.stringify({ web, application, signingKey, worker: worker.pid });
  const base = { ...process.env, ...secrets, PLUMBLINE_DATA_DIR: folder, PLUMBLINE_ORGANISATION: about };
  const { args, env } = webProcess(base, webOf(process.env.DATABASE_URL ?? ''), '127.0.0.1', 0);
  const code = readFileSync(join(import.meta.dirname, 'test-break-in.mjs'), 'utf8');
  const flags = permitted ? args.slice(0, -1) : [];
  const more = permitted ? env : { ...env, ...secrets, NODE_OPTIONS: '' };
  const ended = spawnSync(process.execPath, [...flags, '--input-type=module', '-e', code], {
    env: more,
    encoding: 'utf8',
  });
  return JSON.parse(ended.stdout || JSON.stringify({ stderr: ended.stderr }));
}

test('the process reaches no key, no file of others, no program and no metadata', () => {
  const outcomes = breakIn(true);
  expect(outcomes).toEqual({
    'the settings of others': 'NOTHING',
    "the worker's environment": 'ERR_ACCESS_DENIED',
    'the key that signs the audit log': 'ERR_ACCESS_DENIED',
    'the application rewritten': 'ERR_ACCESS_DENIED',
    'a new file beside it': 'ERR_ACCESS_DENIED',
    'a shell': 'ERR_ACCESS_DENIED',
    'native code': expect.stringMatching(/^ERR_(ACCESS_DENIED|DLOPEN_DISABLED)$/),
    'the metadata service': 'EACCES',
  });
  measured.tries += 8;
  measured.refused += Object.values(outcomes).filter((outcome) => outcome !== 'done').length;
  measured['by Node'] = Object.values(outcomes).filter((outcome) => outcome.startsWith('ERR_')).length;
  measured['by our code'] = measured.refused - measured['by Node'];
});

test('the same tries succeed where nothing walls them in', () => {
  const { 'the metadata service': _network, 'native code': _system, ...outcomes } = breakIn(false);
  expect(outcomes['the settings of others']).toBe('done');
  expect(outcomes["the worker's environment"]).toBe('done');
  expect(outcomes['the key that signs the audit log']).toBe('done');
  expect(outcomes['the application rewritten']).toBe('done');
  expect(outcomes['a shell']).toBe('done');
});

test.each([
  ['events deleted', 'DELETE FROM audit_event'],
  ['the walls between facilities taken down', 'ALTER TABLE snapshot DISABLE ROW LEVEL SECURITY'],
  ["a program on the database's machine", "COPY (SELECT 1) TO PROGRAM 'id'"],
  ['another role', 'SET ROLE plumbline_worker'],
])('the role of the database does not do: %s', async (_name, sql) => {
  const client = new pg.Client({ connectionString: webOf(process.env.DATABASE_URL ?? '') });
  await client.connect();
  try {
    measured.tries += 1;
    await expect(client.query(sql)).rejects.toMatchObject({ code: '42501' });
    measured.refused += 1;
    measured['by the database'] += 1;
  } finally {
    await client.end();
  }
});
