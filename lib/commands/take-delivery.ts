import { createHash } from 'node:crypto';
import { requirePermission, type Viewer } from '@/lib/access/viewer';
import { batched } from '@/lib/commands/batched';
import { answerDelivery, claimDelivery, releaseDelivery } from '@/lib/commands/claim-delivery';
import { ensureSource } from '@/lib/commands/ensure-source';
import { recordIntake } from '@/lib/commands/record-intake';
import { recordRuns } from '@/lib/commands/record-runs';
import { bindingOf } from '@/lib/commands/require-bound-host';
import { db } from '@/lib/db';
import { AppError } from '@/lib/errors';
import type { RunReport } from '@/lib/resources/run-report';
import { runScope } from '@/lib/sources/ansible/ansible';
import { readDelivery } from '@/lib/sources/ansible/delivery';
import type { Unreadable } from '@/lib/sources/source';
import { unpack } from '@/lib/sources/unpack';

export interface PushedBody {
  /** Idempotency-Key; null where the client sent none */
  key: string | null;
  /** Content-Encoding */
  encoding: string | null;
  body: Uint8Array;
}

export interface TakenDelivery {
  runs: number;
  hosts: number;
  /** Reports of the delivery that could not be read: kept and shown with their source */
  unreadable: number;
}

/**
 * Takes in a push of the Ansible callback, however often it is sent. AppError `bad-request` without a key or for what is
 * no JSON, `too-large` beyond the bounds, `invalid` for what is no delivery or for a key with other content, `conflict`
 * while the same is being taken in.
 */
export async function takeDelivery(viewer: Viewer, pushed: PushedBody, receivedAt: Date): Promise<TakenDelivery> {
  requirePermission(viewer, 'ingest');
  if (pushed.key === null || !/^[\x21-\x7e]{1,100}$/.test(pushed.key))
    throw new AppError(
      'bad-request',
      'Idempotency-Key is missing: send one, 1 to 100 characters, new for each delivery',
    );
  const unpacked = await unpack(pushed.body, pushed.encoding);
  if ('problem' in unpacked) throw new AppError(unpacked.tooLarge ? 'too-large' : 'bad-request', unpacked.problem);
  const sourceId = await sourceOfRuns(viewer);
  const sha256 = Uint8Array.from(createHash('sha256').update(unpacked.bytes).digest());
  const claim = { sourceId, key: pushed.key, sha256 };
  const before = await claimDelivery(viewer, claim, receivedAt);
  if (before !== null) return JSON.parse(before) as TakenDelivery;
  try {
    const read = await readDelivery(new TextDecoder().decode(unpacked.bytes));
    if ('problem' in read) throw new AppError('invalid', read.problem);
    await requireOwnUnreadable(viewer, read);
    await recordTogether(`${sourceId} ${viewer.id}`, { viewer, sourceId, receivedAt, ...read });
    const hosts = new Set(read.reports.map((report) => report.host.name)).size;
    const taken = { runs: read.reports.length, hosts, unreadable: read.unreadable.length };
    await answerDelivery(viewer, claim, JSON.stringify(taken));
    return taken;
  } catch (error) {
    await releaseDelivery(viewer, claim);
    throw error;
  }
}

interface Read {
  viewer: Viewer;
  sourceId: string;
  receivedAt: Date;
  reports: readonly RunReport[];
  unreadable: readonly Unreadable[];
}

/** What cannot be read names its machine all the same: a token that belongs to another one leaves no trace there. */
async function requireOwnUnreadable(viewer: Viewer, read: Pick<Read, 'reports' | 'unreadable'>): Promise<void> {
  const binding = await bindingOf(db(), viewer);
  if (binding === null) return;
  const names = new Set([binding.host, ...read.reports.map((report) => report.host.name)]);
  if (read.unreadable.some(({ externalId }) => externalId !== null && !names.has(externalId)))
    throw new AppError('forbidden', `This token belongs to ${binding.host}: it may not report of another machine`);
}

/** Hosts that report at once are recorded in one transaction, and leave one audit event: of their token, from nowhere. */
const recordTogether = batched(async (all: readonly Read[]) => {
  const [first] = all;
  if (!first) return;
  const address = all.every((one) => one.viewer.address === first.viewer.address) ? first.viewer.address : null;
  const last = new Date(Math.max(...all.map((one) => one.receivedAt.getTime())));
  const [reports, unreadable] = [all.flatMap((one) => one.reports), all.flatMap((one) => one.unreadable)];
  await recordReports({ ...first.viewer, address }, { sourceId: first.sourceId, reports, unreadable }, last);
}, 200);

/** Records reports, from a push or an operator's file, and that their source was heard of. */
export async function recordReports(
  viewer: Viewer,
  read: { sourceId: string; reports: readonly RunReport[]; unreadable: readonly Unreadable[] },
  receivedAt: Date,
): Promise<TakenDelivery> {
  const { sourceId, reports, unreadable } = read;
  const { runs, hosts } = await recordRuns(viewer, sourceId, reports, receivedAt);
  const [source] = await db().$queryRaw<{ name: string }[]>`SELECT name FROM source WHERE id = ${sourceId}::bigint`;
  if (!source) throw new AppError('not-found', 'There is no such source', { source: sourceId });
  await recordIntake(viewer, { sourceId, spec: runScope(source.name), receivedAt, seen: reports.length, unreadable });
  return { runs, hosts, unreadable: unreadable.length };
}

/** The source that the viewer's token names, or that is named after it, made at its first push. */
export async function sourceOfRuns(viewer: Viewer): Promise<string> {
  requirePermission(viewer, 'ingest');
  const wanted = await sourceName(viewer);
  const find = () => db().$queryRaw<{ id: string; name: string; provider: string }[]>`
    SELECT id::text, name, provider FROM source WHERE name IN (${wanted}, ${`${wanted} runs`}) AND removed_at IS NULL`;
  const oursIn = (rows: Awaited<ReturnType<typeof find>>) => rows.find((row) => row.provider === 'ansible')?.id;
  const held = await find();
  const ours = oursIn(held);
  if (ours) return ours;
  // A source of another provider may bear the token's name already.
  const name = held.length > 0 ? `${wanted} runs` : wanted;
  try {
    return await ensureSource(viewer, { name, provider: 'ansible', config: { name }, intervalSeconds: 0 });
  } catch (error) {
    // Of two first pushes at once, one loses; the other has made the source.
    const made = oursIn(await find());
    if (made) return made;
    throw error;
  }
}

async function sourceName(viewer: Viewer): Promise<string> {
  if (viewer.kind !== 'token') return viewer.name;
  const [row] = await db().$queryRaw<
    { source: string | null }[]
  >`SELECT source FROM token WHERE id = ${viewer.id}::bigint`;
  return row?.source ?? viewer.name;
}
