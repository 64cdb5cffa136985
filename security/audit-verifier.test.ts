import { spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { recording } from '@/lib/access/transaction';
import { jobViewer, type Viewer } from '@/lib/access/viewer';
import { db } from '@/lib/db';
import { rotateKey } from '@/lib/jobs/rotate-key';
import { seal } from '@/lib/jobs/seal';
import { SigningKeys } from '@/lib/jobs/signing-keys';
import { noteKey } from '@/lib/merkle/signed-note';
import { AuditConsistencyQuery, auditConsistency } from '@/lib/queries/audit-consistency';
import { AuditPartQuery, auditPart } from '@/lib/queries/audit-part';
import { type AuditProof, AuditProofQuery, auditProof } from '@/lib/queries/audit-proof';
import { CheckpointFilter, listCheckpoints } from '@/lib/queries/list-checkpoints';
import { useTestDatabase, viewerFor } from '@/lib/test-database';

useTestDatabase();
const folder = mkdtempSync(join(tmpdir(), 'plumbline-verifier-'));
const keys = new SigningKeys(join(folder, 'keys'));
const job = jobViewer('test', 'test');
const verifier = resolve(import.meta.dirname, '../verify/verify.mjs');
let auditor: Viewer;
let key = '';
let files = 0;

async function sealMore(events: number): Promise<void> {
  for (let i = 0; i < events; i += 1)
    await recording(job, (_tx, record) =>
      record({ action: 'thing.done', objectKind: 'thing', object: `“${i}”, ünïcode 𝄞` }),
    );
  await seal(keys, 'test', { at: new Date(), every: { busyMs: 0, idleMs: 0 } });
}

beforeAll(async () => {
  auditor = await viewerFor('auditor');
  for (const events of [1, 6, 20, 1]) await sealMore(events);
  // Blocks and kept subtrees take part
  await db().$executeRaw`INSERT INTO audit_event (actor_kind, actor, action, outcome, object_kind, request_id)
    SELECT 'job', 'test', 'thing.done', 'done', 'thing', 'bulk' FROM generate_series(1, 900)`;
  await sealMore(0);
  key = keys.everyPublicKey()[0]?.text ?? '';
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Writes what is given to a file and runs the verifier on it, in a process that knows nothing of ours. */
function run(what: string, content: unknown, options: string[] = ['--key', key]) {
  files += 1;
  const file = join(folder, `${files}.txt`);
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  const ended = spawnSync(process.execPath, [verifier, what, ...options, file], {
    cwd: folder,
    env: {} as NodeJS.ProcessEnv,
    encoding: 'utf8',
  });
  return { code: ended.status, out: ended.stdout, err: ended.stderr };
}

const noteOf = async (id: number) =>
  (await listCheckpoints(auditor, CheckpointFilter.parse({}))).rows.find((row) => row.id === String(id))?.note ?? '';
const proofOf = async (event: number, checkpoint?: number): Promise<AuditProof> =>
  auditProof(
    auditor,
    AuditProofQuery.parse({ event: String(event), ...(checkpoint ? { checkpoint: String(checkpoint) } : {}) }),
  );
const kept = async (id: number) => {
  const file = join(folder, `kept-${id}.txt`);
  writeFileSync(file, await noteOf(id));
  return ['--key', key, '--checkpoint', file];
};

test('is one file of at most 400 lines that imports nothing but Node', () => {
  const text = readFileSync(verifier, 'utf8');
  expect(text.split('\n').length).toBeLessThanOrEqual(400);
  const imported = [...text.matchAll(/(?:from|import\()\s*'([^']+)'/g)].map(([, name = '']) => name);
  expect(imported.filter((name) => !isBuiltin(name))).toEqual([]);
});

describe('a proof of inclusion', () => {
  test.each([1, 2, 5, 28, 29, 300, 920])('of event %i holds', async (event) => {
    const proof = await proofOf(event);
    expect(proof.checks).toEqual({ row: true, leaf: true, root: true, signature: true });
    const { code, out } = run('proof', { data: proof });
    expect(out).toContain(`leaf ${proof.leafIndex} is in the log: event ${event}, `);
    expect(code).toBe(0);
  });

  test('leads to the checkpoint that was asked for, and to one that was kept', async () => {
    const proof = await proofOf(3, 2);
    expect(run('proof', proof, await kept(2))).toMatchObject({ code: 0, err: '' });
    expect(run('proof', await proofOf(3), await kept(2)).out).toMatch(/WRONG .* leaves, the checkpoint/);
  });

  const other = noteKey('test/1', generateKeyPairSync('ed25519').privateKey).text;
  const changes: [string, (proof: AuditProof) => object, RegExp][] = [
    ['another payload', (proof) => ({ payload: proof.payload.replace('test', 'Test') }), /is not in the log/],
    ['another index', (proof) => ({ leafIndex: proof.leafIndex + 1 }), /is not in the log|says that it is/],
    ['a proof that is cut', (proof) => ({ proof: proof.proof.slice(1) }), /too short|not in the log/],
    ['a proof that goes on', (proof) => ({ proof: [...proof.proof, proof.leafHash] }), /too long/],
    ['a hash that is none', (proof) => ({ proof: ['AAAA', ...proof.proof.slice(1)] }), /no hash/],
    [
      'another size in the checkpoint',
      (proof) => ({ checkpoint: proof.checkpoint.replace(/\n\d+\n/, '\n999\n') }),
      /wrong signature/,
    ],
    ['no signature', (proof) => ({ checkpoint: proof.checkpoint.split('\n\n')[0] }), /no signed note/],
  ];
  test.each(changes)('with %s does not hold', async (_, change, reason) => {
    const proof = await proofOf(20);
    const { code, out } = run('proof', { ...proof, ...change(proof) });
    expect(out).toMatch(reason);
    expect(code).toBe(1);
  });

  test('is worth nothing under another key, and none is taken from the file', async () => {
    const proof = await proofOf(20);
    expect(run('proof', proof, ['--key', other])).toMatchObject({ code: 1 });
    expect(run('proof', proof, [])).toMatchObject({ code: 2, out: '' });
  });
});

describe('consistency', () => {
  const consistency = (from: number, to: number) =>
    auditConsistency(auditor, AuditConsistencyQuery.parse({ from, to }));
  test.each([
    [1, 1],
    [1, 2],
    [1, 4],
    [2, 3],
    [3, 4],
  ])('of checkpoint %i with %i holds', async (from, to) => {
    const { code, out } = run('consistency', await consistency(from, to), await kept(from));
    expect(out).toContain('nothing before was changed');
    expect(code).toBe(0);
  });

  test('does not hold with another proof, nor the wrong way round', async () => {
    const [one, other] = [await consistency(2, 4), await consistency(1, 4)];
    expect(run('consistency', { ...one, proof: other.proof }).code).toBe(1);
    expect(run('consistency', { ...one, from: one.to, to: one.from }).out).toMatch(/it is smaller/);
    await expect(consistency(4, 2)).rejects.toMatchObject({ code: 'invalid' });
    await expect(consistency(1, 99)).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('a part of the log', () => {
  const part = async (query: object) => {
    const { lines } = await auditPart(auditor, AuditPartQuery.parse(query));
    let text = '';
    for await (const line of lines) text += line;
    return text;
  };

  test('holds, leaf by leaf', async () => {
    const { code, out } = run('part', await part({ from: 250, to: 530 }));
    expect(out).toContain('all 281 leaves from 250 to 530 are there and in the log');
    expect(out.match(/^ok {4}leaf \d+: event/gm)).toHaveLength(281);
    expect(code).toBe(0);
  });

  test('does not hold when a line is changed, lost, moved or cut', async () => {
    const [head = '', ...lines] = (await part({ from: 5, to: 9 })).trimEnd().split('\n');
    const text = (given: string[]) => `${[head, ...given].join('\n')}\n`;
    const [first = '', second = '', ...rest] = lines;
    expect(run('part', text(lines)).code).toBe(0);
    expect(run('part', text([first.replace('done', 'Done'), second, ...rest])).out).toMatch(
      /WRONG line 2: leaf 5 is not/,
    );
    expect(run('part', text([second, first, ...rest])).out).toMatch(/WRONG line 2 is leaf 6, not 5/);
    expect(run('part', text([first, ...rest])).out).toMatch(/WRONG line 3/);
    expect(run('part', text(lines.slice(0, -1))).out).toMatch(/has 4 leaves and should have 5/);
    expect(run('part', text(lines).slice(0, -20)).code).toBe(1);
  });

  test('is not made beyond the last checkpoint', () =>
    expect(part({ from: 5, to: 5000 })).rejects.toMatchObject({ code: 'not-found' }));
});

describe('checkpoints', () => {
  test('of a folder hold, and a new key is trusted once an old one announced it', async () => {
    await rotateKey(job, keys, new Date());
    await sealMore(1);
    await sealMore(1);
    const { rows } = await listCheckpoints(auditor, CheckpointFilter.parse({}));
    const all = mkdtempSync(join(folder, 'all-'));
    for (const { id, note } of rows) writeFileSync(join(all, `${id}.txt`), note);
    const ended = spawnSync(process.execPath, [verifier, 'checkpoint', '--key', key, all], { encoding: 'utf8' });
    expect(ended.stdout).toContain('was announced by a key that you trust');
    expect(ended.stdout).toContain(`${rows.length} checkpoints, none of them smaller`);
    expect(ended.status).toBe(0);
  });

  test('as of an earlier date are those of then', async () => {
    const { rows } = await listCheckpoints(auditor, CheckpointFilter.parse({}));
    const then = rows.at(-2)?.at.toISOString();
    const earlier = await listCheckpoints(auditor, CheckpointFilter.parse({ asOf: then }));
    expect(earlier.rows.map(({ id }) => id)).toEqual(['2', '1']);
    const proof = await auditProof(auditor, AuditProofQuery.parse({ event: '1', asOf: then }));
    expect(proof.sealed.id).toBe('2');
  });
});

test('who may not read the log gets no proof', async () => {
  const viewer = await viewerFor('viewer');
  await expect(auditProof(viewer, AuditProofQuery.parse({ event: '1' }))).rejects.toMatchObject({ code: 'forbidden' });
  await expect(listCheckpoints(viewer, CheckpointFilter.parse({}))).rejects.toMatchObject({ code: 'forbidden' });
  await expect(auditProof(auditor, AuditProofQuery.parse({ event: '123456' }))).rejects.toMatchObject({
    code: 'not-found',
  });
});
