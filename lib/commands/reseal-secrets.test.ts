import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSecret, sealedWith, sealSecret } from '@/lib/access/sealed-secret';
import { totpPlace } from '@/lib/access/second-factor';
import { addSecretKey, secretKeys } from '@/lib/access/secret-keys';
import { operatorViewer } from '@/lib/access/viewer';
import { dropUnusedKeys, resealSecrets } from '@/lib/commands/reseal-secrets';
import { db } from '@/lib/db';
import { useTestDatabase } from '@/lib/test-database';

useTestDatabase();

const operator = operatorViewer('test', 'test');
const given = process.env.PLUMBLINE_SECRET_KEYS;
const folder = mkdtempSync(join(tmpdir(), 'plumbline-keys-'));
beforeAll(() => {
  delete process.env.PLUMBLINE_SECRET_KEYS;
  process.env.PLUMBLINE_DATA_DIR = folder;
});
afterAll(() => {
  process.env.PLUMBLINE_SECRET_KEYS = given;
  delete process.env.PLUMBLINE_DATA_DIR;
  rmSync(folder, { recursive: true });
});

const secretOf = (row: string) => `SECRET${row}`;
const stored = () =>
  db().$queryRaw<{ id: string; secret: string }[]>`SELECT id::text, totp_secret AS secret FROM user_account`;

test('a sealed secret opens where it stands, and nowhere else', () => {
  const sealed = sealSecret('JBSWY3DPEHPK3PXP', totpPlace('7'));
  expect(sealed).not.toContain('JBSW');
  expect(sealSecret('JBSWY3DPEHPK3PXP', totpPlace('7'))).not.toBe(sealed);
  expect(openSecret(sealed, totpPlace('7'))).toBe('JBSWY3DPEHPK3PXP');
  for (const place of [
    totpPlace('8'),
    { ...totpPlace('7'), column: 'client_secret' as const },
    { ...totpPlace('7'), table: 'provider' as const },
  ])
    expect(() => openSecret(sealed, place)).toThrow('it was changed');
  const flipped = sealed.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'));
  for (const other of [
    sealed.slice(0, -30),
    `${sealed.slice(0, 14)}A${sealed.slice(15)}`,
    flipped.replace(/(.{20})$/, 'A'.repeat(20)),
  ])
    expect(() => openSecret(other, totpPlace('7'))).toThrow();
  expect(() => openSecret(sealed.replace(/^v1\.[0-9a-f]{8}/, 'v1.00000000'), totpPlace('7'))).toThrow('is not here');
});

test('the file of the keys is for its owner alone', () => {
  secretKeys();
  expect(statSync(join(folder, 'secret.keys')).mode & 0o777).toBe(0o600);
});

test('what an earlier version kept in clear is sealed, and nothing is left to seal', async () => {
  await db().$executeRaw`INSERT INTO user_account (email, name, password_hash, totp_secret)
    SELECT n || '@example.org', 'n', 'x', NULL FROM generate_series(1, 1200) n`;
  await db().$executeRaw`UPDATE user_account SET totp_secret = 'SECRET' || id`;
  expect(await resealSecrets(operator, 'clear')).toBe(1200);
  const rows = await stored();
  expect(rows.every(({ id, secret }) => openSecret(secret, totpPlace(id)) === secretOf(id))).toBe(true);
  expect(await resealSecrets(operator, 'clear')).toBe(0);
  expect(await db().auditEvent.count({ where: { action: 'secrets.sealed' } })).toBe(3);
});

test('a rotation under traffic opens every secret all the time, and forgets the key before the last', async () => {
  const first = secretKeys().at(-1)?.id;
  let [stop, opened, errors] = [false, 0, 0];
  const traffic = (async () => {
    while (!stop) {
      for (const { id, secret } of await stored()) {
        if (openSecret(secret, totpPlace(id)) !== secretOf(id)) errors += 1;
        opened += 1;
      }
      const mine = sealSecret(secretOf('1'), totpPlace('1'));
      await db().$executeRaw`UPDATE user_account SET totp_secret = ${mine} WHERE id = 1`;
    }
  })();
  for (let round = 0; round < 2; round += 1) {
    addSecretKey();
    await resealSecrets(operator, 'all');
    await dropUnusedKeys();
  }
  stop = true;
  await traffic;
  expect(opened).toBeGreaterThanOrEqual(1200);
  expect(errors).toBe(0);
  const ids = secretKeys().map(({ id }) => id);
  expect(ids).toHaveLength(2);
  expect(ids).not.toContain(first);
  await resealSecrets(operator, 'all');
  expect((await stored()).every(({ secret }) => sealedWith(secret) === ids.at(-1))).toBe(true);
  expect(readFileSync(join(folder, 'secret.keys'), 'utf8').trim().split('\n')).toHaveLength(2);
});
