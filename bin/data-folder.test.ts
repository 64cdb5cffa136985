import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DataFolder } from '@/bin/data-folder';
import { startDatabase } from '@/bin/open-database';

let path = '';
beforeEach(() => {
  path = mkdtempSync(join(tmpdir(), 'plumbline-data-'));
  chmodSync(path, 0o755);
});
afterEach(() => rmSync(path, { recursive: true, force: true }));

test('the password is made once, kept when the port changes, and readable by its owner alone', () => {
  const folder = new DataFolder(path);
  expect(folder.readDatabase()).toBeNull();
  const { password, web, worker } = folder.keepDatabase(1111);
  for (const one of [password, web, worker]) expect(one.length).toBeGreaterThanOrEqual(32);
  expect(folder.keepDatabase(2222)).toMatchObject({ port: 2222, password, web, worker });
  expect(statSync(join(path, 'database.json')).mode & 0o777).toBe(0o600);
});

test('a supervisor that is gone is no supervisor', () => {
  const folder = new DataFolder(path);
  writeFileSync(join(path, 'supervisor.json'), JSON.stringify({ pid: 4_000_000, address: 'http://x' }));
  expect(folder.supervisor()).toBeNull();
});

test('the number of a process that is no Postgres does not keep the database from starting', () => {
  const folder = new DataFolder(path);
  mkdirSync(folder.cluster);
  writeFileSync(join(folder.cluster, 'postmaster.pid'), `${process.pid}\n`);
  expect(folder.orphan()).toBeNull();
  expect(statSync(join(folder.cluster, 'postmaster.pid'), { throwIfNoEntry: false })).toBeUndefined();
});

test('a folder below what is no folder cannot be written to, and the line says what to do', () => {
  writeFileSync(join(path, 'file'), '');
  expect(() => new DataFolder(join(path, 'file', 'data')).requireWritable()).toThrow(
    /cannot be written to .* set PLUMBLINE_DATA_DIR/,
  );
});

test('a database left running by a supervisor that was killed is ended, and started anew with its data', async () => {
  const folder = new DataFolder(path);
  const left = await startDatabase(folder);
  const again = await startDatabase(folder);
  await left.ended;
  expect(again.url.split('@')[0]).toBe(left.url.split('@')[0]);
  await again.stop();
});
