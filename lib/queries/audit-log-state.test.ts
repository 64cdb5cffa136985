import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { recording } from '@/lib/access/transaction';
import { jobViewer } from '@/lib/access/viewer';
import { recordDelivery } from '@/lib/commands/record-delivery';
import { recordVerification } from '@/lib/commands/record-verification';
import { seal } from '@/lib/jobs/seal';
import { SigningKeys } from '@/lib/jobs/signing-keys';
import { auditLogState } from '@/lib/queries/audit-log-state';
import { frameData } from '@/lib/queries/frame-data';
import { useTestDatabase, viewerFor } from '@/lib/test-database';

useTestDatabase();
const folder = mkdtempSync(join(tmpdir(), 'plumbline-state-'));
const keys = new SigningKeys(folder);
const job = jobViewer('test', 'test');
const happen = () => recording(job, (_tx, record) => record({ action: 'thing.done', objectKind: 'thing' }));
const sealNow = () => seal(keys, 'test', { at: new Date(), every: { busyMs: 0, idleMs: 0 } });

beforeAll(async () => {
  const auditor = await viewerFor('auditor');
  expect(await auditLogState(auditor)).toMatchObject({ leaves: 0, checkpoint: null, leftAt: null, verified: null });
  await happen();
  await sealNow();
  await sealNow();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('says what is sealed, what waits, who has the last checkpoint and who has not', async () => {
  await recordDelivery(job, { witness: 'folder a', checkpointId: 1, problem: null });
  await recordDelivery(job, { witness: 'webhook b', checkpointId: 1, problem: 'b answered 503' });
  await happen();
  const state = await auditLogState(await viewerFor('auditor'));
  expect(state).toMatchObject({
    leaves: 2,
    waiting: 1,
    checkpoint: { id: '1', size: 2 },
    witnesses: [
      { name: 'folder a', checkpoint: '1', problem: null },
      { name: 'webhook b', checkpoint: null, deliveredAt: null, problem: 'b answered 503' },
    ],
  });
  expect(state.leftAt).toEqual(state.witnesses[0]?.deliveredAt);
  expect((await frameData(await viewerFor('viewer'))).auditFoot).toMatch(
    /^Audit log: 3 events, checkpoint 1 at \d\d:\d\d UTC$/,
  );
});

test('says when all was last verified, and what was wrong', async () => {
  await recordVerification(job, { leaves: 2, checkpoints: 1, outside: 1, problems: [] });
  const auditor = await viewerFor('auditor');
  expect((await auditLogState(auditor)).verified).toMatchObject({ outcome: 'done', after: { events: 2, first: null } });
  const problem = { what: 'edited', index: 1, last: 1, text: 'Leaf 1 cannot be read' } as const;
  await recordVerification(job, { leaves: 2, checkpoints: 1, outside: 1, problems: [problem] });
  expect((await auditLogState(auditor)).verified).toMatchObject({ outcome: 'failed', after: { first: problem.text } });
});

test('as of an earlier date is as it was', async () => {
  const then = (await auditLogState(job)).checkpoint?.at ?? null;
  await sealNow();
  const auditor = await viewerFor('auditor');
  expect((await auditLogState(auditor)).checkpoint?.id).toBe('2');
  expect(await auditLogState(auditor, then)).toMatchObject({
    leaves: 2,
    waiting: 0,
    checkpoint: { id: '1' },
  });
  expect(await auditLogState(auditor, new Date('2020-01-01Z'))).toMatchObject({
    checkpoint: null,
    leftAt: null,
    verified: null,
  });
});

test('is not for who may not read the log', async () => {
  await expect(auditLogState(await viewerFor('engineer'))).rejects.toMatchObject({ code: 'forbidden' });
});
