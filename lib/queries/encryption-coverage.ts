import { z } from 'zod';
import { reading, withinReach } from '@/lib/access/transaction';
import type { Viewer } from '@/lib/access/viewer';
import { checks } from '@/lib/checks/index';
import { Prisma } from '@/lib/db';
import { coverageOf, validAt } from '@/lib/queries/as-of';
import { any, several } from '@/lib/queries/host-filter';
import { ListFilter } from '@/lib/queries/page';
import { staleScopes } from '@/lib/queries/stale-scopes';
import { isKind, kindOf } from '@/lib/resources/index';

export const EncryptionQuery = z.object({ asOf: ListFilter.shape.asOf, facility: several, account: several });
export type EncryptionQuery = z.infer<typeof EncryptionQuery>;

/** How many resources are encrypted, are not, or are unknown (a stale or refused scope, or AWS did not say). */
export interface Tally {
  encrypted: number;
  unencrypted: number;
  unknown: number;
  notApplicable: number;
}
export type CoverageRow = Tally & { key: string; label: string; kind: string; protects: 'at-rest' | 'in-transit' };

interface Counted {
  checkId: keyof typeof checks;
  facility: string | null;
  account: string | null;
  outcome: 'pass' | 'fail' | 'unknown' | 'not-applicable';
  count: number;
}

/** Encryption of what was observed, by kind, by facility and by account, as of a date. Counted in one pass. */
export async function encryptionCoverage(viewer: Viewer, query: EncryptionQuery) {
  const asOf = query.asOf ?? null;
  return reading(viewer, 'encryption:read', async (tx) => {
    const stale = await staleScopes(tx, asOf);
    const ids = Object.keys(checks);
    const rows = await tx.$queryRaw<Counted[]>`
      SELECT f.check_id AS "checkId", f.facility, f.account, CASE WHEN f.scope_id = ANY(${stale}::bigint[]) THEN 'unknown' ELSE f.outcome END AS outcome, count(*)::int AS count
      FROM finding f WHERE f.check_id = ANY(${ids}::text[]) AND ${validAt(asOf, 'f')} AND ${withinReach(viewer, 'f')}
        AND ${Prisma.join(
          [
            any(Prisma.sql`f.facility`, query.facility),
            any(Prisma.sql`f.account`, query.account),
            Prisma.sql`TRUE`,
          ].filter((part) => part !== Prisma.empty),
          ' AND ',
        )}
      GROUP BY 1, 2, 3, 4`;
    const kinds = [...new Set(Object.values(checks).map((check) => check.kind.id))];
    const byKind = Object.values(checks).map((check) => ({
      key: check.id,
      label: isKind(check.kind.id) ? kindOf(check.kind.id).plural : check.kind.id,
      kind: check.kind.id,
      protects: check.protects,
      ...tally(rows.filter((row) => row.checkId === check.id)),
    }));
    const by = (field: 'facility' | 'account') =>
      [...new Set(rows.map((row) => row[field]))]
        .sort((a, b) => (a ?? '~').localeCompare(b ?? '~'))
        .map((value) => ({ key: value ?? 'none', ...tally(rows.filter((row) => row[field] === value)) }));
    return {
      total: tally(rows),
      byKind,
      byFacility: by('facility'),
      byAccount: by('account'),
      asOf,
      ...(await coverageOf(tx, asOf, kinds)),
    };
  });
}

function tally(rows: Counted[]): Tally {
  const sum = (outcome: Counted['outcome']) =>
    rows.filter((row) => row.outcome === outcome).reduce((total, row) => total + row.count, 0);
  return {
    encrypted: sum('pass'),
    unencrypted: sum('fail'),
    unknown: sum('unknown'),
    notApplicable: sum('not-applicable'),
  };
}
