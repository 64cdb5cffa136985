import { expect, test } from 'vitest';
import { reading, writing } from '@/lib/access/transaction';
import { useTestDatabase, viewerFor } from '@/lib/test-database';

useTestDatabase();

test('all statements of a query see one moment, under its reach, and leave nothing to the next', async () => {
  const viewer = await viewerFor('viewer', ['Riverside']);
  const settings = await reading(
    viewer,
    'fleet:read',
    (tx) =>
      tx.$queryRaw`SELECT current_setting('transaction_isolation') AS isolation, current_setting('plumbline.reach') AS reach`,
  );
  expect(settings).toEqual([{ isolation: 'repeatable read', reach: Buffer.from('Riverside', 'utf8').toString('hex') }]);
});

test('a command that leaves no audit event is undone', async () => {
  const viewer = await viewerFor('administrator');
  const command = writing(
    viewer,
    'users:write',
    (tx) => tx.$executeRaw`INSERT INTO setting (key, value) VALUES ('lost', '1')`,
  );
  await expect(command).rejects.toThrow('must leave its audit event');
  expect(await reading(viewer, 'fleet:read', (tx) => tx.$queryRaw`SELECT 1 FROM setting WHERE key = 'lost'`)).toEqual(
    [],
  );
});
