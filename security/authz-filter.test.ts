import { useTestDatabase } from '@/lib/test-database';
import { matrix } from './authz/matrix';

// Asked as the owner of the database, whom row-level security does not bind: every query must hold alone.
useTestDatabase();
await matrix('authz-filter', 'filter');
