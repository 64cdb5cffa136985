import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { request } from 'node:https';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { allowedTargets } from '@/lib/outgoing/allowed-targets';
import { findTarget } from '@/lib/outgoing/find-target';
import { OutgoingAgent, outgoingLimits } from '@/lib/outgoing/outgoing-agent';
import { sendOutgoing } from '@/lib/outgoing/send-outgoing';
import { allowTargets } from '@/lib/outgoing/test-targets';
import { git } from '@/lib/sources/git/git-command';
import { gitRemote } from '@/lib/sources/git/git-remote';
import { reportSuite } from '@/security/report-suite';
import { type Canary, openCanary } from '@/security/test-canary';
import { hostileAddresses } from '@/security/test-hostile-addresses';

// Nobody is called who should not be: canaries listen on every address of this machine, and hear nothing. One address,
// 127.0.0.2, is allowed by an operator's file, so that the walls are not merely closed.
const honest = '127.0.0.2';
const rebindings = 200;
const redirects = [301, 302, 303, 307, 308];
const seed = Number(process.env.PLUMBLINE_SEED ?? 20_261_120);
const measured = { addresses: 0, rebindings: 0, redirects: 0, slow: 0, large: 0, 'canary connections': 0 };

let canary: Canary;
const proxies = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy', 'ALL_PROXY', 'all_proxy'];
const server = createServer((asked, answer) => {
  const status = Number(/^\/to\/(\d+)/.exec(asked.url ?? '')?.[1] ?? 0);
  if (status) return void answer.writeHead(status, { location: `http://127.0.0.1:${canary.port}/` }).end();
  if (asked.url === '/slow') {
    answer.writeHead(200);
    const drip = setInterval(() => answer.write('.'), 100);
    return void answer.once('close', () => clearInterval(drip));
  }
  if (asked.url === '/large') return void answer.end(Buffer.alloc(10 * 1024 * 1024, 'x'));
  if (asked.url === '/silent') return;
  answer.end('ok');
});
let base = '';

beforeAll(async () => {
  canary = await openCanary();
  await new Promise<void>((ready) => server.listen(0, honest, ready));
  const address = server.address();
  base = `http://${honest}:${address && typeof address === 'object' ? address.port : 0}`;
  allowTargets('# the honest one', honest, base);
  for (const name of proxies) process.env[name] = `http://127.0.0.1:${canary.port}`;
});
afterAll(async () => {
  for (const name of proxies) delete process.env[name];
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
  await canary.close();
  const target = { addresses: 80, rebindings, redirects: 10, slow: 2, large: 1, 'canary connections': 0 };
  reportSuite({ suite: 'ssrf', pass: JSON.stringify(measured) === JSON.stringify(target), measured, target, seed });
});

/** Whoever was connected to beside the honest one since the last look. */
function heard(): [string, number][] {
  const found = [...canary.counts].filter(([address]) => address !== honest);
  measured['canary connections'] += found.reduce((sum, [, count]) => sum + count, 0);
  canary.reset();
  return found;
}

test('a canary hears whoever comes', async () => {
  const address = '127.0.0.1';
  await new Promise<void>((done) =>
    connect(canary.port, address)
      .on('error', () => undefined)
      .once('close', () => done()),
  );
  expect([...canary.counts]).toEqual([[address, 1]]);
  canary.reset();
});

test('the open ways are open', async () => {
  expect(await sendOutgoing(`${base}/`, { method: 'POST', body: 'x' })).toBe(200);
});

test('no spelling of an inner address is called, by requests or by git', async () => {
  for (const address of hostileAddresses(canary.port)) {
    await expect(sendOutgoing(address, { method: 'GET' }), address).rejects.toThrow();
    await expect(gitRemote(address), address).rejects.toThrow(/is not asked|could not be read|names/);
    measured.addresses += 1;
  }
  expect(heard()).toEqual([]);
});

/** mulberry32 */
function randomOf(start: number): () => number {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    const mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    return (((mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed) >>> 14) / 2 ** 18;
  };
}

test('a name that leads elsewhere the second time, or to two places at once, is not followed', async () => {
  const random = randomOf(seed);
  const bad = ['127.0.0.1', '127.0.0.3', '::1', '0.0.0.0', '::ffff:127.0.0.1', '::ffff:7f00:1', '127.9.9.9', '::'];
  const pick = () => bad[Math.floor(random() * bad.length)] ?? '';
  const answers = [
    () => [honest],
    () => [honest, pick()],
    () => [pick(), honest],
    () => [pick()],
    () => [honest, honest, pick()],
  ];
  let reached = 0;
  for (let i = 0; i < rebindings; i += 1) {
    let asked = 0;
    const first = answers[i % answers.length]?.() ?? [];
    const resolve = async () => (asked++ === 0 ? first : [pick()]).map((address) => ({ address }));
    const url = `https://rebind-${i}.example.org:${canary.port}/`;
    const agent = new OutgoingAgent(resolve);
    for (const round of [1, 2]) {
      await expect(ask(url, agent), `${url} ${round}`).rejects.toThrow();
      expect(asked).toBe(round);
    }
    reached += canary.counts.get(honest) ?? 0;
    expect(heard(), first.join()).toEqual([]);
    measured.rebindings += 1;
  }
  expect(reached, 'a name that leads to the honest one alone is called').toBe(rebindings / answers.length);
});

function ask(url: string, agent: OutgoingAgent): Promise<void> {
  return new Promise((done, fail) => {
    request(new URL(url), { agent }, () => done())
      .on('error', fail)
      .end();
  });
}

test('git goes to the address that was judged, and looks up no name itself', async () => {
  const remote = await gitRemote(`https://no-such-name.invalid:${canary.port}/x`, async () => [{ address: honest }]);
  await expect(lsRemote(remote)).rejects.toThrow(/could not be read/);
  expect(canary.counts.get(honest) ?? 0).toBeGreaterThan(0);
  expect(heard()).toEqual([]);
});

test.each(redirects)('a redirect (%i) is not followed', async (status) => {
  expect(await sendOutgoing(`${base}/to/${status}`, { method: 'POST', body: 'x' })).toBe(status);
  await expect(lsRemote(await gitRemote(`${base}/to/${status}`))).rejects.toThrow(/could not be read/);
  expect(heard()).toEqual([]);
  measured.redirects += 2;
});

function lsRemote(remote: Awaited<ReturnType<typeof gitRemote>>) {
  const signal = new AbortController().signal;
  return git(['ls-remote', '--', remote.address], { folder: tmpdir(), signal, remote });
}

test('who answers slowly, or not at all, is cut off after five seconds', async () => {
  expect(outgoingLimits.ms).toBe(5000);
  const tries = ['/slow', '/silent'].map(async (path) => {
    await expect(sendOutgoing(`${base}${path}`, { method: 'GET' })).rejects.toThrow('took too long');
    measured.slow += 1;
  });
  await Promise.all(tries);
});

test('who answers with ten megabytes is cut off after 64 kB', async () => {
  expect(outgoingLimits.bytes).toBe(64 * 1024);
  await expect(sendOutgoing(`${base}/large`, { method: 'GET' })).rejects.toThrow('too long');
  measured.large += 1;
});

test.each(['10.0.0.0/33', 'example.org/path', 'ftp://example.org', 'https://user@example.org', '10.0.0.0/8/9'])(
  'an operator’s file with the line %s is refused whole',
  async (line) => {
    const folder = mkdtempSync(join(tmpdir(), 'plumbline-targets-'));
    writeFileSync(join(folder, 'targets'), `10.0.0.0/8\n${line}\n`);
    expect(() => allowedTargets(join(folder, 'targets'))).toThrow('line 2');
    rmSync(folder, { recursive: true });
  },
);

test('metadata of a cloud opens to no network and no name of an operator’s file', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-targets-'));
  writeFileSync(join(folder, 'targets'), '0.0.0.0/0\n::/0\nnamed.example.org:443\n');
  const allowed = allowedTargets(join(folder, 'targets'));
  rmSync(folder, { recursive: true });
  for (const name of ['other', 'named'])
    for (const address of ['169.254.169.254', 'fd00:ec2::254', '::ffff:169.254.169.254', '0.0.0.0', 'fe80::1%1'])
      await expect(
        findTarget(new URL(`https://${name}.example.org/`), async () => [{ address }], allowed),
        `${name} ${address}`,
      ).rejects.toThrow('not public');
});
