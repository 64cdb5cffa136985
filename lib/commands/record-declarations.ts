import { createHash } from 'node:crypto';
import { writeAuditEvent } from '@/lib/access/audit-event';
import { reachingAll } from '@/lib/access/transaction';
import { requirePermission, type Viewer } from '@/lib/access/viewer';
import type { Transaction } from '@/lib/db';
import { canonicalJson } from '@/lib/resources/canonical-json';
import type { DeclaredGroup } from '@/lib/resources/declared-group';
import { securityGroup } from '@/lib/resources/security-group';

export interface DeclarationsInput {
  sourceId: string;
  scopeId: string;
  declarations: readonly DeclaredGroup[];
  /** False closes nothing: what was not read is not gone */
  complete: boolean;
  /** UTC: since when Plumbline knew it. When the code was committed stands apart, in `committed_at` */
  at: Date;
}

/**
 * Records what the code of one scope declares: opens what is new, replaces what changed, closes what a complete reading
 * no longer has. Returns the keys of all three; where there are none, nothing is written.
 */
export async function recordDeclarations(viewer: Viewer, input: DeclarationsInput): Promise<string[]> {
  requirePermission(viewer, 'ingest');
  const rows = rowsOf(input.declarations);
  return reachingAll(async (tx) => {
    // Two readings of one repository must not see each other half done.
    await tx.$queryRaw`SELECT id FROM scope WHERE id = ${input.scopeId}::bigint FOR UPDATE`;
    const held = await tx.$queryRaw<{ key: string; digest: string }[]>`
      SELECT key, encode(digest, 'hex') AS digest FROM declaration WHERE scope_id = ${input.scopeId}::bigint AND valid_to = 'infinity'`;
    const digestOf = new Map(held.map(({ key, digest }) => [key, digest]));
    const write = rows.filter((row) => digestOf.get(row.key) !== row.digest);
    const read = new Set(rows.map(({ key }) => key));
    const gone = input.complete ? held.filter(({ key }) => !read.has(key)).map(({ key }) => key) : [];
    const keys = [...write.map(({ key }) => key), ...gone];
    if (keys.length === 0) return [];
    await close(tx, input, keys);
    await insert(tx, input, write);
    const added = write.filter(({ key }) => !digestOf.has(key)).length;
    await writeAuditEvent(tx, viewer, {
      action: 'declarations.recorded',
      objectKind: 'scope',
      objectId: input.scopeId,
      after: { added, changed: write.length - added, gone: gone.length },
    });
    return keys;
  });
}

type Row = ReturnType<typeof rowsOf>[number];

/** One row per declaration. Its key is repository, file and name; a second one of the same name is told apart by number. */
function rowsOf(declarations: readonly DeclaredGroup[]) {
  const times = new Map<string, number>();
  return declarations.map((group) => {
    const plain = `${group.repository}#${group.at.file}#${group.name}`;
    const nth = (times.get(plain) ?? 0) + 1;
    times.set(plain, nth);
    const { file, line, revision, author, committedAt } = group.at;
    // The last commit of the file is no change of the group: it is kept as of when the group changed.
    const same = canonicalJson({ ...group, at: { file, line } });
    return {
      key: nth === 1 ? plain : `${plain}#${nth}`,
      digest: createHash('sha256').update(same).digest('hex'),
      name: group.name,
      account: group.account,
      region: group.region,
      network: group.network,
      repository: group.repository,
      file,
      line,
      revision,
      author,
      committedAt,
      unresolved: group.unresolved.filter(({ what, known }) => known || what === 'name').length,
      body: canonicalJson(group),
    };
  });
}

/** Ends the current rows of these keys; one that began at the same moment was never valid. */
async function close(tx: Transaction, { scopeId, at }: DeclarationsInput, keys: readonly string[]): Promise<void> {
  await tx.$executeRaw`DELETE FROM declaration WHERE scope_id = ${scopeId}::bigint AND key = ANY(${[...keys]}::text[])
    AND valid_to = 'infinity' AND valid_from >= ${at}::timestamptz`;
  await tx.$executeRaw`UPDATE declaration SET valid_to = ${at}::timestamptz
    WHERE scope_id = ${scopeId}::bigint AND key = ANY(${[...keys]}::text[]) AND valid_to = 'infinity'`;
}

async function insert(tx: Transaction, input: DeclarationsInput, rows: readonly Row[]): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO declaration (source_id, scope_id, kind, key, valid_from, digest, name, account, region, network, repository, file, line,
      revision, author, committed_at, unresolved, body)
    SELECT ${input.sourceId}::bigint, ${input.scopeId}::bigint, ${securityGroup.id}, key, ${input.at}::timestamptz, decode(digest, 'hex'), name,
      account, region, network, repository, file, line, revision, author, "committedAt", unresolved, body
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS d (key text, digest text, name text, account text, region text, network text,
      repository text, file text, line int, revision text, author text, "committedAt" timestamptz, unresolved int, body text)`;
}
