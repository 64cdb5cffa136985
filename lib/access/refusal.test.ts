import { expect, test } from 'vitest';
import { anonymous } from '@/lib/access/audit-event';
import { recordRefusal } from '@/lib/access/refusal';
import { db } from '@/lib/db';
import { AppError } from '@/lib/errors';
import { useTestDatabase } from '@/lib/test-database';

useTestDatabase();

const error = new AppError('unauthenticated', 'Sign in');
const from = (address: string) => anonymous({ address, requestId: 'x' });

test('nobody fills the log by knocking, and what was left out is counted', async () => {
  const at = Date.UTC(2026, 10, 20);
  for (let i = 0; i < 40; i += 1) await recordRefusal(from('6.6.6.6'), 'GET /api/v1/hosts', error, at);
  expect(await db().auditEvent.count()).toBe(10);
  await recordRefusal(from('7.7.7.7'), 'GET /api/v1/hosts', error, at);
  const last = await db().auditEvent.findFirst({ orderBy: { id: 'desc' } });
  expect(last?.reason).toBe('Sign in; 30 more refusals before it were not recorded');
  for (let i = 0; i < 400; i += 1) await recordRefusal(from(`10.0.${i >> 8}.${i & 255}`), 'GET /', error, at);
  expect(await db().auditEvent.count()).toBe(200);
  await recordRefusal(from('6.6.6.6'), 'GET /', error, at + 60_000);
  expect(await db().auditEvent.count()).toBe(201);
});
