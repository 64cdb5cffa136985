import type { Transaction } from '@/lib/db';

export interface HostLink {
  hostId: string;
  resourceId: string;
  /** By which key it was joined */
  how: string;
}

/** Ends the links of `looked` that are no longer wanted, and makes the wanted ones that are new. */
export async function writeHostLinks(
  tx: Transaction,
  wanted: readonly HostLink[],
  looked: readonly string[],
  at: Date,
): Promise<void> {
  const rows = JSON.stringify(wanted);
  const ids = [...looked, ...wanted.map((link) => link.resourceId)];
  await tx.$executeRaw`
    UPDATE host_link l SET valid_to = greatest(${at}::timestamptz, l.valid_from)
    WHERE l.resource_id = ANY(${ids}::bigint[]) AND l.valid_to = 'infinity'
      AND NOT EXISTS (SELECT FROM jsonb_to_recordset(${rows}::jsonb) AS w ("hostId" bigint, "resourceId" bigint)
        WHERE w."hostId" = l.host_id AND w."resourceId" = l.resource_id)`;
  await tx.$executeRaw`
    INSERT INTO host_link (host_id, resource_id, how, valid_from)
    SELECT w."hostId", w."resourceId", w.how, ${at}::timestamptz
    FROM jsonb_to_recordset(${rows}::jsonb) AS w ("hostId" bigint, "resourceId" bigint, how text)
    WHERE NOT EXISTS (SELECT FROM host_link l WHERE l.resource_id = w."resourceId" AND l.valid_to = 'infinity')
    ON CONFLICT (host_id, resource_id, valid_from) DO UPDATE SET valid_to = 'infinity', how = excluded.how`;
}
