import { z } from 'zod';
import { environmentProvider } from '@/lib/access/environment-provider';
import { GroupRule } from '@/lib/access/provider';
import { reading } from '@/lib/access/transaction';
import type { Viewer } from '@/lib/access/viewer';
import { Prisma } from '@/lib/db';
import { cutPage, decodeCursor, type ListAnswer, ListFilter } from '@/lib/queries/page';

export const ProviderFilter = ListFilter.omit({ q: true });

export interface ProviderRow {
  id: string;
  name: string;
  issuer: string;
  clientId: string;
  scopes: string;
  groupsClaim: string;
  groups: GroupRule[];
  enabled: boolean;
  /** The one of the environment: changed there, and its table gives no reach */
  fixed: boolean;
  /** People who came through it, by its issuer */
  people: number;
  createdAt: Date | null;
  createdBy: string | null;
  changedAt: Date | null;
}

/** Identity providers that were there at a date, with their present settings and never with their secret; that of the environment leads the first page. */
export async function listProviders(
  viewer: Viewer,
  { asOf, limit, cursor }: z.output<typeof ProviderFilter>,
): Promise<ListAnswer<ProviderRow>> {
  const at = asOf ?? new Date();
  return reading(viewer, 'providers:read', async (tx) => {
    const rows = await tx.$queryRaw<(Omit<ProviderRow, 'groups' | 'fixed'> & { groups: string })[]>`
      SELECT p.id, p.name, p.issuer, p.client_id AS "clientId", p.scopes, p.groups_claim AS "groupsClaim", p.groups, p.enabled,
        p.created_at AS "createdAt", p.created_by AS "createdBy", p.changed_at AS "changedAt",
        (SELECT count(*)::int FROM user_account u WHERE u.issuer = p.issuer AND u.created_at <= ${at}::timestamptz) AS people
      FROM provider p WHERE p.created_at <= ${at}::timestamptz AND (p.removed_at IS NULL OR p.removed_at > ${at}::timestamptz)
        AND ${after(cursor)}
      ORDER BY p.name, p.id LIMIT ${limit + 1}`;
    const page = cutPage(rows, limit, ({ name, id }) => [name, id]);
    const fixed = cursor === undefined ? environmentProvider() : null;
    const [held] = await tx.$queryRaw<{ people: number }[]>`
      SELECT count(*)::int AS people FROM user_account WHERE issuer = ${fixed?.issuer ?? null} AND created_at <= ${at}::timestamptz`;
    const known = page.rows.map((row) => ({
      ...row,
      groups: z.array(GroupRule).parse(JSON.parse(row.groups)),
      fixed: false,
    }));
    return {
      rows: [...(fixed ? [rowOf(fixed, held?.people ?? 0)] : []), ...known],
      next: page.next,
      asOf: asOf ?? null,
      observedAt: null,
      coverage: { complete: true, scopes: [] },
    };
  });
}

function rowOf(provider: NonNullable<ReturnType<typeof environmentProvider>>, people: number): ProviderRow {
  const { clientSecret: _, givesReach: __, groups, ...told } = provider;
  const moments = { createdAt: null, createdBy: null, changedAt: null };
  return { ...told, groups: [...groups], enabled: true, fixed: true, people, ...moments };
}

function after(cursor: string | undefined): Prisma.Sql {
  if (cursor === undefined) return Prisma.sql`TRUE`;
  const [name, id] = decodeCursor(cursor, ['text', 'text']);
  return Prisma.sql`(p.name, p.id) > (${name}, ${id})`;
}
