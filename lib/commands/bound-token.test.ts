import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { operatorViewer, type Viewer, viewerOfToken } from '@/lib/access/viewer';
import { createToken } from '@/lib/commands/create-token';
import { ensureSource } from '@/lib/commands/ensure-source';
import { recordScan } from '@/lib/commands/record-scan';
import { takeDelivery } from '@/lib/commands/take-delivery';
import { db } from '@/lib/db';
import { instance } from '@/lib/resources/instance';
import { useTestDatabase, viewerFor } from '@/lib/test-database';

useTestDatabase();

const operator = operatorViewer('root', 'test');
const context = { address: '192.0.2.7', requestId: 'req_push' };
const at = (second: number) => new Date(Date.UTC(2026, 10, 20, 8, 0, second));
let clock = 0;
type Host = { name: string; instanceId?: string; addresses?: string[]; kernel?: string };

/** A report as a machine sends it; `host` says what it claims to be. */
function report(host: Host) {
  clock += 10;
  const [startedAt, finishedAt] = [at(clock).toISOString(), at(clock + 5).toISOString()];
  return { tool: 'ansible', host, mode: 'enforce', startedAt, finishedAt, ok: 3 };
}
const take = (viewer: Viewer, ...reports: unknown[]) =>
  takeDelivery(
    viewer,
    { key: `k${clock}`, encoding: 'gzip', body: gzipSync(JSON.stringify({ version: 1, deliveryId: 'd', reports })) },
    at(clock + 6),
  );
const tokenOf = async (host: string, name = `of ${host}`, source = 'fleet') =>
  viewerOfToken((await createToken(operator, { name, role: 'ingest', host, source })).secret, context);
/** All that a push could touch, as text. */
async function estate(): Promise<string> {
  const [row] = await db().$queryRaw<{ text: string }[]>`SELECT concat_ws(' ',
    (SELECT string_agg(s::text, ' ' ORDER BY resource_id, valid_from) FROM snapshot s),
    (SELECT string_agg(r::text, ' ' ORDER BY id) FROM run r), (SELECT string_agg(u::text, ' ') FROM unreadable u),
    (SELECT string_agg(l::text, ' ' ORDER BY resource_id, valid_from) FROM host_link l)) AS text`;
  return row?.text ?? '';
}
const refused = { code: 'forbidden', status: 403 };

/** A machine that the cloud knows. */
const inCloud = (id: string, address: string) => ({
  externalId: id,
  fields: { ...instance.example, id, name: id, addresses: [address], dnsNames: [], volumeIds: [] },
});

beforeAll(async () => {
  const ci = { ...(await viewerFor('ingest')), name: 'ci' };
  // Older than what the cloud tells of: joined with it, the host would keep the number of this one.
  await take(
    ci,
    report({ name: 'elder', addresses: ['10.9.0.1'] }),
    report({ name: 'other', addresses: ['10.9.0.2'] }),
  );
  const sourceId = await ensureSource(ci, { name: 'cloud', provider: 'aws', config: {} });
  await recordScan(ci, {
    sourceId,
    spec: { key: 'instances', kind: 'aws.ec2.instance', account: '1', region: 'r', freshnessSeconds: 60 },
    collected: {
      outcome: 'complete',
      resources: [inCloud('i-a', '10.1.0.1'), inCloud('i-b', '10.1.0.2')],
      unreadable: [],
    },
    startedAt: at(clock + 7),
    finishedAt: at(clock + 7),
  });
});

describe('a token of a machine that nobody knows yet', () => {
  test('takes its first report, knows its host from then on, and takes the next', async () => {
    const own = await tokenOf('new-1');
    const host = { name: 'new-1', addresses: ['10.0.0.1'] };
    expect(await take(own, report(host))).toMatchObject({ runs: 1, hosts: 1 });
    const [row] = await db().$queryRaw<{ bound: boolean }[]>`
      SELECT host_id IS NOT NULL AS bound FROM token WHERE id = ${own.id}::bigint`;
    expect(row?.bound).toBe(true);
    expect(await take(own, report(host))).toMatchObject({ runs: 1 });
    expect(await take(own, report({ ...host, kernel: '6.12' }))).toMatchObject({ runs: 1 });
  });

  test('cannot be the first to claim one that the cloud knows', async () => {
    const stranger = await tokenOf('stranger');
    const before = await estate();
    await expect(take(stranger, report({ name: 'stranger', instanceId: 'i-b' }))).rejects.toMatchObject(refused);
    expect(await estate()).toBe(before);
  });
});

describe('a token of a known host', () => {
  const cases: [string, string, Host[]][] = [
    ['another name', 'elder', [{ name: 'other' }]],
    ['another machine beside its own', 'elder', [{ name: 'elder' }, { name: 'other' }]],
    ['the instance id of another', 'i-a', [{ name: 'a', instanceId: 'i-b' }]],
    ['the address of another', 'i-a', [{ name: 'a', addresses: ['10.1.0.2'] }]],
    ['the instance id of one that would be joined to it', 'elder', [{ name: 'elder', instanceId: 'i-b' }]],
  ];
  test.each(cases)('is refused with %s, and nothing is recorded', async (_case, host, claims) => {
    const own = await tokenOf(host, 'fleet of one', 'ci');
    const before = await estate();
    await expect(take(own, ...claims.map((claim) => report(claim)))).rejects.toMatchObject(refused);
    expect(await estate()).toBe(before);
    const done = { actorKind: 'token', actorId: own.id, action: 'runs.recorded' };
    expect(await db().auditEvent.count({ where: done })).toBe(0);
  });

  test('records its own, named by instance id or by name', async () => {
    const cloud = await tokenOf('i-a');
    expect(await take(cloud, report({ name: 'a', instanceId: 'i-a' }))).toMatchObject({ runs: 1 });
    const elder = await tokenOf('elder', 'own', 'ci');
    expect(await take(elder, report({ name: 'elder', kernel: '6.13' }))).toMatchObject({ runs: 1 });
  });

  test('leaves no unreadable report about another', async () => {
    const own = await tokenOf('elder', 'unreadable', 'ci');
    const before = await estate();
    const bad = { ...report({ name: 'other' }), mode: 'sideways' };
    await expect(take(own, report({ name: 'elder' }), bad)).rejects.toMatchObject(refused);
    expect(await estate()).toBe(before);
  });
});

test('only an ingest token belongs to a machine', async () => {
  const wrong = createToken(operator, { name: 'x', role: 'viewer', host: 'elder' });
  await expect(wrong).rejects.toMatchObject({ code: 'invalid', detail: { field: 'host' } });
});
