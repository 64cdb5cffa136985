import type { Transaction } from '@/lib/db';
import type { ScopeSpec } from '@/lib/sources/source';

/** The id of a source's scope, made at first use; its row is locked until the transaction ends. */
export async function ensureScope(tx: Transaction, sourceId: string, spec: ScopeSpec, at: Date): Promise<string> {
  await tx.$executeRaw`INSERT INTO scope (source_id, key, kind, account, region, freshness_seconds, created_at)
    VALUES (${sourceId}::bigint, ${spec.key}, ${spec.kind}, ${spec.account}, ${spec.region}, ${spec.freshnessSeconds}, ${at}::timestamptz)
    ON CONFLICT (source_id, key) DO NOTHING`;
  const [row] = await tx.$queryRaw<{ id: string }[]>`
    SELECT id::text FROM scope WHERE source_id = ${sourceId}::bigint AND key = ${spec.key} FOR UPDATE`;
  if (!row) throw new Error(`Scope ${spec.key} was neither found nor made`);
  return row.id;
}
