import { expect, test } from 'vitest';
import { operatorViewer } from '@/lib/access/viewer';
import { addSource } from '@/lib/commands/add-source';
import { removeSource } from '@/lib/commands/remove-source';
import { db } from '@/lib/db';
import { ingest } from '@/lib/jobs/ingest';
import { openCollection } from '@/lib/jobs/open-collections';
import { listSources, SourceFilter } from '@/lib/queries/list-sources';
import { kinds } from '@/lib/resources/index';
import { useTestDatabase, viewerFor } from '@/lib/test-database';

useTestDatabase();

const operator = operatorViewer('operator', 'test');
const then = new Date(Date.now() - 60_000);

/** A source of which one instance and one volume were seen a minute ago. */
async function seen(name: string): Promise<string> {
  const { id } = await addSource(operator, { name, provider: 'aws', config: { regions: ['us-east-1'] } });
  for (const kind of ['aws.ec2.instance', 'aws.ec2.volume'] as const) {
    const spec = { key: `1/${kind}/${name}`, kind, account: '1', region: 'us-east-1', freshnessSeconds: 3600 };
    const resources = [{ externalId: `${kind}-${name}`, fields: kinds[kind].example }];
    const span = { startedAt: then, finishedAt: then };
    await ingest(operator, id, spec, { outcome: 'complete', resources, unreadable: [] }, span);
  }
  return id;
}

const open = (id: string) => db().$queryRaw<{ kind: string }[]>`
  SELECT s.kind FROM snapshot s JOIN scope c ON c.id = s.scope_id
  WHERE s.valid_to = 'infinity' AND (c.source_id = ${id}::bigint OR s.kind = 'host') ORDER BY 1`;

test('nothing is observed any more of a source that was removed, and its past stays', async () => {
  const id = await seen('old');
  expect((await open(id)).map(({ kind }) => kind)).toEqual(['aws.ec2.instance', 'aws.ec2.volume', 'host']);
  await removeSource(operator, { id });
  expect(await open(id)).toEqual([]);
  const [past] = await db().$queryRaw<
    { n: number }[]
  >`SELECT count(*)::int AS n FROM snapshot WHERE valid_from = ${then}`;
  expect(past?.n).toBe(3);
  expect(await db().$queryRaw`SELECT FROM finding WHERE valid_to = 'infinity'`).toEqual([]);
  const names = async (asOf?: string) =>
    (await listSources(operator, SourceFilter.parse(asOf ? { asOf } : {}))).rows.map(({ name }) => name);
  expect(await names()).not.toContain('old');
});

test('the name of a removed source is free again', async () => {
  const id = await seen('reborn');
  await removeSource(operator, { id });
  await expect(
    addSource(operator, { name: 'reborn', provider: 'aws', config: { regions: ['us-east-1'] } }),
  ).resolves.toBeDefined();
});

test('a source that is being collected is not removed', async () => {
  const id = await seen('busy');
  await openCollection(id, 'somebody', new Date());
  await expect(removeSource(operator, { id })).rejects.toMatchObject({ code: 'conflict' });
  expect(await open(id)).not.toEqual([]);
});

test('an engineer removes nothing', async () => {
  const id = await seen('kept');
  await expect(removeSource(await viewerFor('engineer'), { id })).rejects.toMatchObject({ code: 'forbidden' });
  expect(await open(id)).not.toEqual([]);
});
