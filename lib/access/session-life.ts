import { Prisma } from '@/lib/db';

/** Minutes without a person after which a session ends: what administrators may set, and what it is until they do. */
export const idleBounds = { least: 5, most: 30, usual: 15 };
/** Where the setting is kept. */
export const idleSetting = 'session.idle-minutes';

/** SQL: how many minutes these are now. What stands outside the bounds counts as the nearest that is inside. */
export const idleMinutes = Prisma.sql`coalesce((SELECT least(${idleBounds.most}::int, greatest(${idleBounds.least}::int, value::int))
  FROM setting WHERE key = ${idleSetting}), ${idleBounds.usual}::int)`;
