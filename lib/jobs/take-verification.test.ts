import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { askVerification } from '@/lib/commands/ask-verification';
import { db } from '@/lib/db';
import { readEnvironment } from '@/lib/env';
import { seal } from '@/lib/jobs/seal';
import { SigningKeys } from '@/lib/jobs/signing-keys';
import { takeVerification } from '@/lib/jobs/take-verification';
import { auditLogState } from '@/lib/queries/audit-log-state';
import { getVerification } from '@/lib/queries/get-verification';
import { useTestDatabase, viewerFor } from '@/lib/test-database';

useTestDatabase();
const folder = mkdtempSync(join(tmpdir(), 'plumbline-verification-'));
const environment = readEnvironment({ ...process.env, PLUMBLINE_DATA_DIR: folder });
const keys = new SigningKeys(join(folder, 'keys'));
const sealed = () => seal(keys, 'test', { at: new Date(), every: { busyMs: 0, idleMs: 0 } });

beforeAll(async () => {
  await db().$executeRaw`INSERT INTO audit_event (actor_kind, actor, action, outcome, object_kind, request_id)
    SELECT 'job', 'test', 'thing.done', 'done', 'thing', 'r' FROM generate_series(1, 100)`;
  await sealed();
  await sealed();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('nothing is verified unless somebody asks', async () => {
  expect(await takeVerification(environment)).toBe(false);
});

test('the worker takes what an auditor asks for, once, and says what it found, when, and against which checkpoint', async () => {
  const auditor = await viewerFor('auditor');
  const { id } = await askVerification(auditor);
  expect(await askVerification(auditor)).toEqual({ id });
  expect(await getVerification(auditor, { of: id })).toMatchObject({ verification: { startedAt: null, done: 0 } });
  expect(await auditLogState(auditor)).toMatchObject({ verifying: true, verified: null });
  expect(await takeVerification(environment)).toBe(true);
  const leaves = 101;
  expect(await getVerification(auditor, { of: 'open' })).toMatchObject({
    verification: { id, problems: 0, first: null, done: leaves, leaves, checkpoint: '1', finishedAt: expect.any(Date) },
  });
  expect(await auditLogState(auditor)).toMatchObject({ verifying: false, verified: { outcome: 'done' } });
  expect(await takeVerification(environment)).toBe(false);
});

test('a log that was changed is told', async () => {
  const auditor = await viewerFor('auditor');
  await db().$transaction(async (tx) => {
    await tx.$executeRaw`SET LOCAL session_replication_role = replica`;
    await tx.$executeRaw`UPDATE audit_event SET actor = 'Nobody' WHERE id = 50`;
  });
  const { id } = await askVerification(auditor);
  await takeVerification(environment);
  expect((await getVerification(auditor, { of: id })).verification).toMatchObject({
    problems: 1,
    first: expect.stringContaining('Event 50'),
  });
});

test('one whose worker fell silent is begun anew', async () => {
  const auditor = await viewerFor('auditor');
  await askVerification(auditor);
  await db()
    .$executeRaw`UPDATE audit_verification SET started_at = clock_timestamp(), heartbeat_at = clock_timestamp() WHERE finished_at IS NULL`;
  expect(await takeVerification(environment)).toBe(false);
  await db()
    .$executeRaw`UPDATE audit_verification SET heartbeat_at = clock_timestamp() - interval '2 minutes' WHERE finished_at IS NULL`;
  expect(await takeVerification(environment)).toBe(true);
});

test.each(['viewer', 'engineer', 'manager'] as const)('a %s asks for none', async (role) => {
  await expect(askVerification(await viewerFor(role))).rejects.toMatchObject({ code: 'forbidden' });
});
