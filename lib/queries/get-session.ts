import { atOnce, heardWithinSeconds } from '@/lib/access/export-slot';
import { provenMinutes } from '@/lib/access/require-proven';
import { sessionHours } from '@/lib/access/session-cookie';
import { idleMinutes } from '@/lib/access/session-life';
import { reading } from '@/lib/access/transaction';
import type { Viewer } from '@/lib/access/viewer';
import { AppError } from '@/lib/errors';

export interface SessionState {
  userId: string;
  email: string;
  /** When it began, UTC: tells one session of a person from the next */
  began: Date;
  /** Seconds until it ends if nobody does anything, or at the latest */
  leftSeconds: number;
  /** Seconds until it ends whatever is done */
  lastSeconds: number;
  /** Seconds for which the last proof of identity still counts; 0: it has to be given again */
  provenSeconds: number;
  /** True for those who confirm with a password kept here, and whether with a code too */
  local: boolean;
  secondFactor: boolean;
  /** False while as many exports are under way as there may be */
  mayExport: boolean;
}

/** How long one's own session still lasts. AppError `not-found` for tokens, which have none. */
export function getSession(viewer: Viewer): Promise<SessionState> {
  return reading(viewer, 'account', async (tx) => {
    const [row] = await tx.$queryRaw<SessionState[]>`
      WITH own AS (SELECT s.*, clock_timestamp() AS now, s.created_at + make_interval(hours => ${sessionHours}::int) AS last
        FROM session s WHERE s.id_hash = decode(${viewer.session ?? ''}, 'hex'))
      SELECT u.id::text AS "userId", u.email, own.created_at AS began,
        floor(extract(epoch FROM least(own.last_active_at + make_interval(mins => ${idleMinutes}), own.last) - own.now))::int AS "leftSeconds",
        floor(extract(epoch FROM own.last - own.now))::int AS "lastSeconds",
        greatest(0, floor(extract(epoch FROM own.authenticated_at + make_interval(mins => ${provenMinutes}::int) - own.now)))::int AS "provenSeconds",
        u.password_hash IS NOT NULL AND u.issuer IS NULL AS local, u.totp_secret IS NOT NULL AS "secondFactor",
        (SELECT count(*) < ${atOnce.all} AND count(*) FILTER (WHERE holder = ${`${viewer.kind} ${viewer.id}`}) < ${atOnce.perViewer}
          FROM export_slot WHERE heard_at > clock_timestamp() - make_interval(secs => ${heardWithinSeconds}::int)) AS "mayExport"
      FROM own JOIN user_account u ON u.id = own.user_id`;
    if (!row) throw new AppError('not-found', 'Only a person who signed in has a session');
    return row;
  });
}
