import { execFileSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { recording } from '@/lib/access/transaction';
import { jobViewer } from '@/lib/access/viewer';
import { sealEvents } from '@/lib/commands/seal-events';
import { db } from '@/lib/db';
import { carryCheckpoints } from '@/lib/jobs/carry-checkpoints';
import { knownKeys } from '@/lib/jobs/make-checkpoint';
import { notesOfLog } from '@/lib/jobs/outside-notes';
import { rotateKey } from '@/lib/jobs/rotate-key';
import { seal } from '@/lib/jobs/seal';
import { overlapMs, signersAt } from '@/lib/jobs/signers';
import { SigningKeys } from '@/lib/jobs/signing-keys';
import type { Witness } from '@/lib/jobs/witness';
import { folderWitness } from '@/lib/jobs/witness-folder';
import { gitWitness } from '@/lib/jobs/witness-git';
import { webhookWitness } from '@/lib/jobs/witness-webhook';
import { parseCheckpoint } from '@/lib/merkle/checkpoint';
import { openNote, parseNoteKey, signersOf } from '@/lib/merkle/signed-note';
import { allowTargets } from '@/lib/outgoing/test-targets';
import { verifyLog } from '@/lib/queries/verify-log';
import { useTestDatabase, viewerFor } from '@/lib/test-database';

useTestDatabase();
const folder = mkdtempSync(join(tmpdir(), 'plumbline-seal-'));
const keys = new SigningKeys(join(folder, 'keys'));
const job = jobViewer('test', 'test');
const at = new Date('2026-11-20T10:00:00Z');
/** Every call makes a checkpoint. */
const always = { busyMs: 0, idleMs: 0 };
const sealNow = () => seal(keys, 'Meridian Health', { at, every: always });
const never = new AbortController().signal;

async function happen(count: number, action = 'thing.done'): Promise<void> {
  for (let i = 0; i < count; i += 1)
    await recording(job, (_tx, record) => record({ action, objectKind: 'thing', after: { i } }));
}

beforeAll(async () => {
  await happen(3);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('the first start makes a key that only its owner reads, and says so in the log', async () => {
  expect(await sealNow()).toMatchObject({ sealed: 3, checkpoint: null });
  const [key] = await knownKeys();
  const file = join(keys.folder, `audit-${key?.id}.pem`);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(statSync(keys.folder).mode & 0o777).toBe(0o700);
  expect(parseNoteKey(key?.publicKey ?? '')?.name).toMatch(/^meridian-health\/[0-9a-f]{16}$/);
  const made = await db().auditEvent.findMany({ where: { action: 'audit-key.made' } });
  expect(made).toMatchObject([{ objectId: key?.id, outcome: 'done' }]);
});

test('a checkpoint is signed, says how much there is and when, and is one that others can read', async () => {
  const { sealed, checkpoint } = await sealNow();
  expect(sealed).toBe(1);
  const opened = openNote(checkpoint?.note ?? '');
  const known = (await knownKeys()).flatMap(({ publicKey }) => parseNoteKey(publicKey) ?? []);
  expect(opened && signersOf(opened, known)).toHaveLength(1);
  expect(parseCheckpoint(opened?.text ?? '')).toMatchObject({ size: 4, origin: known[0]?.name });
});

test('nothing is signed before its time, and an empty hour is', async () => {
  const quiet = { busyMs: 3600_000, idleMs: 3600_000 };
  await happen(1);
  expect((await seal(keys, '', { at, every: quiet })).checkpoint).toBeNull();
  expect((await seal(keys, '', { at, every: { ...quiet, busyMs: 0 } })).checkpoint).toMatchObject({ size: 5 });
  expect((await seal(keys, '', { at, every: { ...quiet, busyMs: 0 } })).checkpoint).toBeNull();
  expect((await seal(keys, '', { at, every: { busyMs: 0, idleMs: 0 } })).checkpoint).toMatchObject({ size: 5 });
});

test('eight writers with delays and rollbacks lose no event, and the leaves are contiguous', async () => {
  let random = 20261120;
  const dice = () => {
    random = (random * 1103515245 + 12345) % 2147483648;
    return random / 2147483648;
  };
  let committed = 0;
  const writer = async () => {
    for (let i = 0; i < 25; i += 1) {
      const [hold, fails] = [dice() * 15, dice() < 0.2];
      const done = recording(job, async (_tx, record) => {
        await record({ action: 'race.run', objectKind: 'race' });
        await new Promise((go) => setTimeout(go, hold));
        if (fails) throw new Error('rolled back');
      });
      await done.then(
        () => (committed += 1),
        () => undefined,
      );
    }
  };
  let writing = true;
  const sequencer = async () => {
    while (writing) await sealEvents(job, 7);
  };
  const sequencers = [sequencer(), sequencer()];
  await Promise.all(Array.from({ length: 8 }, writer));
  writing = false;
  await Promise.all(sequencers);
  await sealNow();
  const [row] = await db().$queryRaw<{ sealed: number; leaves: number; top: number; waiting: number }[]>`
    SELECT (SELECT count(*)::int FROM audit_leaf l JOIN audit_event e ON e.id = l.event_id WHERE e.action = 'race.run') AS sealed,
      (SELECT count(*)::int FROM audit_leaf) AS leaves, (SELECT max(leaf_index)::int FROM audit_leaf) AS top,
      (SELECT count(*)::int FROM audit_pending) AS waiting`;
  expect(committed).toBeGreaterThan(100);
  expect(row).toEqual({ sealed: committed, leaves: (row?.top ?? 0) + 1, top: row?.top, waiting: 0 });
  const report = await verifyLog(job, { keys: keys.everyPublicKey(), outside: [] });
  expect(report).toMatchObject({ problems: [], waiting: 0, leaves: row?.leaves });
});

test('a log that was set back is not signed again', async () => {
  const set = `SET LOCAL session_replication_role = replica`;
  const [{ origin } = { origin: '' }] = keys.everyPublicKey().map(({ name }) => ({ origin: name }));
  const before = keys.lastSigned(origin);
  await db().$transaction(async (tx) => {
    await tx.$executeRawUnsafe(set);
    await tx.$executeRaw`CREATE TABLE aside AS SELECT * FROM audit_leaf WHERE leaf_index >= 20`;
    await tx.$executeRaw`DELETE FROM audit_leaf WHERE leaf_index >= 20`;
  });
  await expect(sealNow()).rejects.toThrow(/not the one that was signed|lost hashes/);
  await db().$transaction(async (tx) => {
    await tx.$executeRawUnsafe(set);
    await tx.$executeRaw`INSERT INTO audit_leaf SELECT * FROM aside`;
    await tx.$executeRaw`DROP TABLE aside`;
  });
  expect((await sealNow()).checkpoint).not.toBeNull();
  expect(keys.lastSigned(origin)?.at).not.toEqual(before?.at);
});

describe('a change of keys', () => {
  const old = { id: 'old', announcedAt: null };
  const next = (announcedAt: Date | null) => [old, { id: 'new', announcedAt }];
  test.each([
    ['the only key signs', [old], { sign: ['old'], announce: null }],
    ['the old key announces the new one', next(null), { sign: ['old'], announce: 'new' }],
    ['both sign for a day', next(new Date(at.getTime() - overlapMs + 1)), { sign: ['old', 'new'], announce: 'new' }],
    ['then the new one alone', next(new Date(at.getTime() - overlapMs)), { sign: ['new'], announce: null }],
  ])('%s', (_, known, expected) => expect(signersAt(known, at)).toEqual(expected));

  test('is announced under the old signature, can be verified from the old key alone, and is not begun twice', async () => {
    const [before] = await knownKeys();
    const made = await rotateKey(job, keys, new Date());
    await expect(rotateKey(job, keys, new Date())).rejects.toThrow(/under way/);
    expect((await sealNow()).checkpoint).toMatchObject({ nextKey: made.text });
    const { checkpoint } = await sealNow();
    expect(openNote(checkpoint?.note ?? '')?.signatures.map(({ id }) => id)).toEqual([before?.id, made.id]);
    const trusted = parseNoteKey(before?.publicKey ?? '');
    expect((await verifyLog(job, { keys: trusted ? [trusted] : [], outside: [] })).problems).toEqual([]);
  });
});

describe('witnesses', () => {
  test('a folder gets every checkpoint from the first it was offered, and the public keys', async () => {
    const witness = folderWitness(join(folder, 'witness'));
    await carryCheckpoints(job, [witness], never);
    await happen(1);
    await sealNow();
    await happen(1);
    await sealNow();
    await carryCheckpoints(job, [witness], never);
    await carryCheckpoints(job, [witness], never);
    const [key] = keys.everyPublicKey();
    const notes = notesOfLog(join(folder, 'witness'), key?.name ?? '');
    expect(notes).toHaveLength(3);
    const log = join(folder, 'witness', (key?.name ?? '').replaceAll('/', '-'));
    expect(readFileSync(join(log, 'public-keys.txt'), 'utf8').trim().split('\n')).toHaveLength(2);
    expect(readdirSync(log)).toHaveLength(2);
    const report = await verifyLog(await viewerFor('auditor'), { keys: keys.everyPublicKey(), outside: notes });
    expect(report).toMatchObject({ outside: 3, problems: [] });
  });

  test('a Git repository gets a commit for each checkpoint, also after the work tree was lost', async () => {
    const repository = join(folder, 'witness.git');
    execFileSync('git', ['init', '--quiet', '--bare', repository]);
    const witness = gitWitness(`file://${repository}`, join(folder, 'data'));
    const commits = () =>
      execFileSync('git', ['-C', repository, 'log', '--format=%s', 'plumbline-audit'], { encoding: 'utf8' })
        .trim()
        .split('\n');
    await carryCheckpoints(job, [witness], never);
    expect(commits()).toEqual([expect.stringMatching(/^Checkpoint \d+: \d+ events$/)]);
    rmSync(join(folder, 'data'), { recursive: true });
    await happen(1);
    await sealNow();
    await carryCheckpoints(job, [witness], never);
    expect(commits()).toHaveLength(2);
    expect(
      (await db().auditWitness.findMany({ where: { witness: witness.name } })).map(({ problem }) => problem),
    ).toEqual([null, null]);
  });

  test('a webhook gets a signed POST, one that is down is tried again and says why', async () => {
    const got: { body: string; signed: string; timestamp: string }[] = [];
    let down = true;
    const server = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        const of = (name: string) => String(request.headers[name] ?? '');
        if (!down)
          got.push({
            body: Buffer.concat(parts).toString(),
            signed: of('plumbline-signature'),
            timestamp: of('plumbline-timestamp'),
          });
        response.writeHead(down ? 503 : 204).end();
      });
    });
    const port = await new Promise<number>((ready) => {
      server.listen(0, '127.0.0.1', () => {
        const address = server.address();
        ready(address && typeof address === 'object' ? address.port : 0);
      });
    });
    allowTargets(`http://127.0.0.1:${port}`);
    const secret = 'a secret of thirty-two characters';
    const witness: Witness = { ...webhookWitness(`http://127.0.0.1:${port}/`, secret, () => at), name: 'webhook test' };
    const deliveries = () => db().auditWitness.findMany({ where: { witness: 'webhook test' } });
    await carryCheckpoints(job, [witness], never);
    expect(await deliveries()).toMatchObject([
      { tries: 1, deliveredAt: null, problem: `127.0.0.1:${port} answered 503` },
    ]);
    down = false;
    await carryCheckpoints(job, [witness], never);
    expect(await deliveries()).toMatchObject([{ tries: 1, deliveredAt: null }]);
    await db()
      .$executeRaw`UPDATE audit_witness SET tried_at = tried_at - interval '1 hour' WHERE witness = 'webhook test'`;
    await carryCheckpoints(job, [witness], never);
    expect(await deliveries()).toMatchObject([{ tries: 2, problem: null }]);
    const [{ body, signed, timestamp } = { body: '', signed: '', timestamp: '' }] = got;
    expect(timestamp).toBe(String(at.getTime() / 1000));
    expect(signed).toBe(`v1=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`);
    expect(openNote(body)).not.toBeNull();
    await new Promise((closed) => server.close(closed));
  });
});

test('no role of a person or token seals', async () => {
  await expect(sealEvents(await viewerFor('administrator'))).rejects.toThrow(/Only Plumbline itself/);
});
