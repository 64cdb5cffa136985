import { generateKeyPairSync } from 'node:crypto';
import { expect, test } from 'vitest';
import { publicText } from '@/lib/access/worker-box';
import { addSource } from '@/lib/commands/add-source';
import { askCollection } from '@/lib/commands/ask-collection';
import { askSample } from '@/lib/commands/ask-sample';
import { askSourceTest } from '@/lib/commands/ask-source-test';
import { boxSetting } from '@/lib/commands/seal-config';
import { db } from '@/lib/db';
import { useTestDatabase, viewerFor } from '@/lib/test-database';

useTestDatabase();

const aws = { provider: 'aws' as const, config: { regions: ['us-east-1'] } };
const rows = (table: 'source' | 'collection' | 'source_test' | 'setting') =>
  db().$queryRawUnsafe<unknown[]>(`SELECT * FROM ${table}`);
const actions = async () =>
  (await db().$queryRaw<{ action: string }[]>`SELECT action FROM audit_event ORDER BY id`).map(({ action }) => action);

test('a source is added with its audit event, without the external id', async () => {
  const config = {
    regions: ['us-east-1'],
    roleArn: 'arn:aws:iam::111122223333:role/r',
    externalId: 'guessed-by-nobody',
  };
  const first = { name: 'first', provider: 'aws' as const, config };
  await expect(addSource(await viewerFor('administrator'), first)).rejects.toMatchObject({ code: 'unavailable' });
  await db()
    .$executeRaw`INSERT INTO setting (key, value) VALUES (${boxSetting}, ${publicText(generateKeyPairSync('x25519').publicKey)})`;
  const { id } = await addSource(await viewerFor('administrator'), first);
  const [event] = await db().$queryRaw<{ action: string; after: string }[]>`
    SELECT action, after FROM audit_event WHERE object_id = ${id}`;
  expect(event?.action).toBe('source.added');
  expect(event?.after).toContain('us-east-1');
  expect(event?.after).not.toContain('guessed-by-nobody');
  const [stored] = await db().$queryRaw<{ config: string }[]>`SELECT config FROM source WHERE id = ${id}::bigint`;
  expect(stored?.config).not.toContain('guessed-by-nobody');
});

test.each([
  ['no region', { regions: [] }, 'regions'],
  ['a region that is none', { regions: ['moon'] }, 'regions.0'],
  ['a field that is not known', { regions: ['us-east-1'], secretKey: 'x' }, 'secretKey'],
])('%s is refused, and the field is named', async (_name, config, field) => {
  const before = (await rows('source')).length;
  await expect(
    addSource(await viewerFor('administrator'), { name: 'wrong', provider: 'aws', config }),
  ).rejects.toMatchObject({
    code: 'invalid',
    detail: { field },
  });
  expect(await rows('source')).toHaveLength(before);
});

test('two sources do not share a name', async () => {
  const viewer = await viewerFor('administrator');
  await addSource(viewer, { ...aws, name: 'twice' });
  await expect(addSource(viewer, { ...aws, name: 'twice' })).rejects.toMatchObject({ code: 'conflict' });
});

test('asking twice makes one collection, and both are on record', async () => {
  const viewer = await viewerFor('administrator');
  const { id } = await addSource(viewer, { ...aws, name: 'asked' });
  const first = await askCollection(viewer, { id });
  expect(await askCollection(viewer, { id })).toEqual(first);
  expect(await rows('collection')).toHaveLength(1);
  expect((await actions()).filter((action) => action === 'source.collection-asked')).toHaveLength(2);
});

test('what is pushed is not collected, and what is not there neither', async () => {
  const viewer = await viewerFor('administrator');
  const [row] = await db().$queryRaw<{ id: string }[]>`
    INSERT INTO source (name, provider) VALUES ('pushed', 'ansible') RETURNING id::text`;
  await expect(askCollection(viewer, { id: row?.id ?? '' })).rejects.toMatchObject({ code: 'invalid' });
  await expect(askCollection(viewer, { id: '999999' })).rejects.toMatchObject({ code: 'not-found' });
});

test('a configuration is tried by the worker: asked for, not done here', async () => {
  await askSourceTest(await viewerFor('administrator'), aws);
  expect(await rows('source_test')).toMatchObject([{ provider: 'aws', started_at: null, answer: '[]' }]);
});

test('the sample is asked for once', async () => {
  const viewer = await viewerFor('administrator');
  await askSample(viewer, { wish: 'load' });
  await expect(askSample(viewer, { wish: 'load' })).rejects.toMatchObject({ code: 'conflict' });
  await expect(askSample(viewer, { wish: 'remove' })).rejects.toMatchObject({ code: 'conflict' });
});

test.each(['viewer', 'engineer', 'manager', 'security-officer', 'auditor', 'ingest'] as const)(
  'a %s adds, tries and loads nothing',
  async (role) => {
    const viewer = await viewerFor(role);
    const before = [(await rows('source')).length, (await rows('source_test')).length, (await rows('setting')).length];
    for (const write of [
      () => addSource(viewer, { ...aws, name: `by ${role}` }),
      () => askSourceTest(viewer, aws),
      () => askSample(viewer, { wish: 'load' as const }),
    ])
      await expect(write()).rejects.toMatchObject({ code: 'forbidden' });
    expect([(await rows('source')).length, (await rows('source_test')).length, (await rows('setting')).length]).toEqual(
      before,
    );
  },
);

test('without its audit event nothing is added', async () => {
  const viewer = await viewerFor('administrator');
  await db().$executeRaw`ALTER TABLE audit_event ADD CONSTRAINT closed CHECK (action <> 'source.added') NOT VALID`;
  await expect(addSource(viewer, { ...aws, name: 'unseen' })).rejects.toThrow();
  await db().$executeRaw`ALTER TABLE audit_event DROP CONSTRAINT closed`;
  expect(await db().$queryRaw`SELECT FROM source WHERE name = 'unseen'`).toEqual([]);
});
