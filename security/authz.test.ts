import { useTestDatabase } from '@/lib/test-database';
import { matrix } from './authz/matrix';

// In the process, not over HTTP: handlers are called with a request, and pages are rendered to the payload that a browser
// gets, so that the same questions can be asked again with a wall taken away, and with each permission check taken away
// (permission-mutations.nightly.ts). No switch for that is in the product, and no second build is made.
useTestDatabase();
await matrix('authz', 'both');
