import { defineConfig } from 'vitest/config';
import { own, projects } from './vitest.config';

/** What is too long for every change: `npm run test:nightly`. */
export default defineConfig({
  resolve: { alias: [own] },
  test: {
    globalSetup: ['./lib/test-postgres.ts'],
    maxWorkers: 2,
    projects: projects('nightly', 'security/**/*.nightly.ts', 'security/permission-*.nightly.ts', 3_600_000),
  },
});
