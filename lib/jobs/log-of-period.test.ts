import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { recording } from '@/lib/access/transaction';
import { jobViewer, type Viewer } from '@/lib/access/viewer';
import { db } from '@/lib/db';
import { seal } from '@/lib/jobs/seal';
import { SigningKeys } from '@/lib/jobs/signing-keys';
import { AuditFilter } from '@/lib/queries/audit-filter';
import { auditPart } from '@/lib/queries/audit-part';
import { auditProof } from '@/lib/queries/audit-proof';
import { listAudit } from '@/lib/queries/list-audit';
import { useTestDatabase, viewerFor } from '@/lib/test-database';

// An auditor's period holds for the log of Plumbline as well: what lies outside is a hash, which proves and tells nothing.
useTestDatabase();

const folder = mkdtempSync(join(tmpdir(), 'plumbline-period-'));
const job = jobViewer('test', 'test');
const happen = (object: string) =>
  recording(job, (_tx, record) => record({ action: 'thing.done', objectKind: 'thing', object }));
let auditor: Viewer;

beforeAll(async () => {
  await happen('before the period');
  await happen('in the period');
  await happen('after the period');
  const keys = new SigningKeys(join(folder, 'keys'));
  const at = new Date();
  for (let i = 0; i < 2; i += 1) await seal(keys, 'Test', { at, every: { busyMs: 0, idleMs: 0 } });
  const event = await db().auditEvent.findFirstOrThrow({ where: { object: 'in the period' } });
  auditor = { ...(await viewerFor('auditor')), period: { from: event.at, to: event.at } };
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const idOf = async (object: string) => String((await db().auditEvent.findFirstOrThrow({ where: { object } })).id);

test('the list tells of the period alone', async () => {
  const { rows } = await listAudit(auditor, AuditFilter.parse({ limit: 500, kind: 'thing' }));
  expect(rows.map(({ object }) => object)).toEqual(['in the period']);
});

test('a part of the log holds the hashes of the rest, and not what they are of', async () => {
  const text = async (viewer: Viewer) => {
    let all = '';
    for await (const line of (await auditPart(viewer, { from: 0, to: undefined })).lines) all += line;
    return all;
  };
  expect(await text(await viewerFor('auditor'))).toContain('before the period');
  const seen = await text(auditor);
  expect(seen).toContain('in the period');
  expect(seen).not.toMatch(/before the period|after the period/);
  expect(seen.match(/"leafHash"/g)?.length).toBeGreaterThanOrEqual(2);
});

test('nothing outside is proven', async () => {
  await expect(auditProof(auditor, { event: await idOf('before the period') })).rejects.toMatchObject({
    code: 'not-found',
  });
  expect((await auditProof(auditor, { event: await idOf('in the period') })).payload).toContain('in the period');
});
