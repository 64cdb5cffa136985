import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Command, UsageError } from '@/bin/command';
import { anchorAuditLog } from '@/bin/commands/audit-anchor';
import { rotateAuditKey } from '@/bin/commands/audit-rotate-key';
import { verifyAudit } from '@/bin/commands/audit-verify';
import { operatorViewer } from '@/lib/access/viewer';
import { db } from '@/lib/db';
import { seal } from '@/lib/jobs/seal';
import { SigningKeys } from '@/lib/jobs/signing-keys';
import { useTestDatabase } from '@/lib/test-database';

useTestDatabase();
const folder = mkdtempSync(join(tmpdir(), 'plumbline-audit-cli-'));
const keys = new SigningKeys(join(folder, 'keys'));
const sealNow = () => seal(keys, 'test', { at: new Date(), every: { busyMs: 0, idleMs: 0 } });
const type = (command: Command, values: Record<string, string> = {}) =>
  command.run({ values, positionals: [], viewer: operatorViewer('root', 'cli_test'), folder });

beforeAll(async () => {
  process.env.PLUMBLINE_DATA_DIR = folder;
  await db().$executeRaw`INSERT INTO audit_event (actor_kind, actor, action, outcome, object_kind, request_id)
    SELECT 'job', 'test', 'thing.done', 'done', 'thing', 'bulk' FROM generate_series(1, 9)`;
  await sealNow();
  writeFileSync(join(folder, 'kept.txt'), (await sealNow()).checkpoint?.note ?? '');
});
afterAll(() => {
  delete process.env.PLUMBLINE_DATA_DIR;
  rmSync(folder, { recursive: true, force: true });
});

test('a sound log ends with 0 and says what it was held against', async () => {
  const { text, exitCode } = await type(verifyAudit, { checkpoint: 'kept.txt' });
  expect(exitCode).toBe(0);
  expect(text).toMatch(/kept outside the database that it was held against: 1\nNothing was changed$/);
  expect((await type(verifyAudit)).text).toMatch(/a log that was cut or restored as a whole would not be noticed/);
});

test('a key may be given as text or file, and another one vouches for nothing', async () => {
  const [key] = keys.everyPublicKey();
  expect((await type(verifyAudit, { key: key?.text ?? '' })).exitCode).toBe(0);
  writeFileSync(join(folder, 'other.txt'), 'example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k\n');
  expect(await type(verifyAudit, { key: 'other.txt' })).toMatchObject({
    exitCode: 1,
    json: { first: { what: 're-signed' } },
  });
  await expect(type(verifyAudit, { key: 'nonsense' })).rejects.toThrow(UsageError);
  await expect(type(verifyAudit, { checkpoint: 'nowhere.txt' })).rejects.toThrow(UsageError);
});

test('a log that was changed ends with 1 and names the first leaf; after a restore it is anchored anew', async () => {
  await db().$transaction([
    db().$executeRaw`SET LOCAL session_replication_role = replica`,
    db().$executeRaw`DELETE FROM audit_event WHERE id = (SELECT event_id FROM audit_leaf WHERE leaf_index = 3)`,
  ]);
  const found = await type(verifyAudit);
  expect(found).toMatchObject({ exitCode: 1, json: { ok: false, first: { what: 'deleted', index: 3 } } });
  expect(found.text).toMatch(/The first leaf that is wrong: leaf 3$/);
  await expect(type(anchorAuditLog)).rejects.toThrow(UsageError);
  expect((await type(anchorAuditLog, { reason: 'Restored the backup of yesterday' })).text).toMatch(/begins anew$/);
  expect((await type(anchorAuditLog, { reason: 'Again' })).exitCode).toBe(1);
  const events = await db().auditEvent.findMany({ where: { objectKind: 'audit-log' }, orderBy: { id: 'asc' } });
  expect(events.slice(-2).map(({ action, outcome, reason }) => [action, outcome, reason])).toEqual([
    ['audit-log.verified', 'failed', null],
    ['audit-log.anchored', 'done', 'Restored the backup of yesterday'],
  ]);
});

test('a key is rotated once at a time, and the web process is told no private one', async () => {
  expect((await type(rotateAuditKey)).text).toMatch(/^plumbline\/[0-9a-f]{16}\+|^test\/[0-9a-f]{16}\+/);
  await expect(type(rotateAuditKey)).rejects.toThrow(/under way/);
  const rows = await db().$queryRaw<{ row: string }[]>`SELECT k::text AS row FROM audit_key k`;
  expect(JSON.stringify(rows)).not.toContain('PRIVATE');
});
