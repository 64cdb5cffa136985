import { defineConfig } from 'vitest/config';
import { removableChecks } from './security/authz/mutants';
import { own, projects, root } from './vitest.config';

/** What is too long for every change: `npm run test:nightly`. */
export default defineConfig({
  resolve: { alias: [own] },
  test: {
    globalSetup: ['./lib/test-postgres.ts'],
    maxWorkers: 2,
    projects: projects('nightly', 'security/**/*.nightly.ts', 'security/permission-*.nightly.ts', 3_600_000, [
      removableChecks(root),
    ]),
  },
});
