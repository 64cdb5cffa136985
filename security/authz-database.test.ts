import { vi } from 'vitest';
import { Prisma } from '@/lib/db';
import { useTestDatabase } from '@/lib/test-database';
import { matrix } from './authz/matrix';

// Every query without its own condition: the wall of the database must hold alone.
vi.mock('@/lib/access/transaction', async (original) => ({
  ...(await original<typeof import('@/lib/access/transaction')>()),
  withinReach: () => Prisma.sql`TRUE`,
  countsWithinReach: () => Prisma.sql`TRUE`,
}));
useTestDatabase();
await matrix('authz-database', 'database');
