import { reading } from '@/lib/access/transaction';
import { can, type Viewer } from '@/lib/access/viewer';
import { reviewDays } from '@/lib/queries/list-break-glass';

/** Emergency sign-ins that wait for a review, for those who see them; null when there is none. */
export interface OpenBreakGlass {
  count: number;
  /** Of these, waiting for more than 7 days */
  overdue: number;
  /** Who used the last one, and when */
  name: string;
  at: Date;
}

/** What the banner on every page says of them. */
export async function openBreakGlass(viewer: Viewer, at: Date = new Date()): Promise<OpenBreakGlass | null> {
  if (!can(viewer, 'break-glass:review')) return null;
  return reading(viewer, 'break-glass:read', async (tx) => {
    const [row] = await tx.$queryRaw<OpenBreakGlass[]>`
      SELECT count(*) OVER ()::int AS count, u.name, b.at,
        (count(*) FILTER (WHERE b.at < ${at}::timestamptz - make_interval(days => ${reviewDays})) OVER ())::int AS overdue
      FROM break_glass b JOIN user_account u ON u.id = b.user_id
      WHERE b.reviewed_at IS NULL AND b.at <= ${at}::timestamptz ORDER BY b.at DESC LIMIT 1`;
    return row ?? null;
  });
}
