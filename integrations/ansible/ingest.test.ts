import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { POST } from '@/app/api/ingest/ansible/route';
import { hasAnsible, makeBench } from '@/integrations/ansible/test-bench';
import { makeToken } from '@/lib/access/token';
import { db } from '@/lib/db';
import { useTestDatabase } from '@/lib/test-database';

useTestDatabase();

const asRequest = (url: string, headers: Record<string, string>, body: BodyInit) =>
  new Request(url, { method: 'POST', headers, body, duplex: 'half' } as RequestInit);

async function ingestToken(name: string, role = 'ingest'): Promise<string> {
  const { secret, hash, hint } = makeToken(role === 'ingest' ? 'ingest' : 'api');
  await db().$executeRaw`INSERT INTO token (name, hash, hint, role, created_by, expires_at)
    VALUES (${name}, ${hash}, ${hint}, ${role}, 'test', now() + interval '1 day')`;
  return secret;
}

describe('the door', () => {
  const url = 'http://plumbline.example.test/api/ingest/ansible';
  const body = JSON.stringify({ version: 1, deliveryId: 'd', reports: [] });

  test('takes a delivery with 202 and counts', async () => {
    const headers = { authorization: `Bearer ${await ingestToken('door')}`, 'idempotency-key': 'k1' };
    const response = await POST(asRequest(url, headers, body));
    expect(response.status).toBe(202);
    expect(await response.json()).toEqual({ runs: 0, hosts: 0, unreadable: 0 });
  });

  test('is shut to nobody, to a wrong token and to who may only read; the body is not read', async () => {
    const reader = await ingestToken('reader', 'viewer');
    for (const [authorization, status] of [
      ['', 401],
      ['Bearer plumbline_ingest_wrong', 401],
      [`Bearer ${reader}`, 403],
    ] as const) {
      const request = asRequest(url, { ...(authorization && { authorization }), 'idempotency-key': 'k' }, body);
      const response = await POST(request);
      expect([response.status, request.bodyUsed]).toEqual([status, false]);
    }
  });

  test('a body beyond 20 MiB is refused, said or not', async () => {
    const headers = { authorization: `Bearer ${await ingestToken('large')}`, 'idempotency-key': 'k1' };
    const large = new Uint8Array(20 * 1024 * 1024 + 1);
    expect((await POST(asRequest(url, headers, large))).status).toBe(413);
    expect((await POST(asRequest(url, { ...headers, 'content-length': '99999999' }, '{}'))).status).toBe(413);
  });
});

describe.runIf(hasAnsible)('real Ansible into the database', { timeout: 180_000 }, () => {
  const bench = makeBench();
  const server = createServer(async (incoming, outgoing) => {
    const headers = incoming.headers as Record<string, string>;
    const body = Readable.toWeb(incoming) as unknown as BodyInit;
    const response = await POST(asRequest(`http://127.0.0.1${incoming.url}`, headers, body));
    outgoing.writeHead(response.status).end(await response.text());
  });
  beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
  afterAll(async () => {
    await new Promise((resolve) => server.close(resolve));
    bench.remove();
  });

  test('a check with drift, the run that mends it and a quiet one stand in the database within their run', async () => {
    const PLUMBLINE_URL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const env = { PLUMBLINE_URL, PLUMBLINE_TOKEN: await ingestToken('controller') };
    await bench.playbook('site', env, '--check', '--diff', '--limit', 'web1,down1');
    await bench.playbook('site', env, '--limit', 'web1');
    const runs = await db().$queryRaw<Record<string, unknown>[]>`
      SELECT host_name AS host, tool, mode, outcome, changed, failed, revision, facility, environment, team, playbook
      FROM run ORDER BY started_at, host_name`;
    const revision = bench.git('rev-parse', 'HEAD');
    const place = { facility: 'Riverside', environment: 'production', team: 'Web' };
    expect(runs).toMatchObject([
      { host: 'web1', tool: 'ansible', mode: 'check', outcome: 'pending', changed: 4, revision, ...place },
      { host: 'down1', mode: 'check', outcome: 'unreachable', facility: null },
      { host: 'web1', mode: 'enforce', failed: 0, playbook: 'site.yml', ...place },
    ]);
    const [event] = await db().$queryRaw<Record<string, unknown>[]>`
      SELECT task, status, path, after FROM run_event ORDER BY run_id, seq LIMIT 1`;
    expect(event).toMatchObject({ task: 'Configuration', status: 'pending', after: 'Port 22\nPermitRootLogin no' });
    expect(bench.waiting()).toEqual([]);
    const sources = await db()
      .$queryRaw`SELECT name, provider FROM source WHERE provider = 'ansible' AND name = 'controller'`;
    expect(sources).toHaveLength(1);
  });
});
