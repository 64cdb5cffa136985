import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { alias: { '@': fileURLToPath(new URL('.', import.meta.url)).replace(/\/$/, '') } },
  test: {
    include: ['{app,bench,bin,components,integrations,lib,prisma,security}/**/*.test.{ts,tsx}'],
    globalSetup: ['./lib/test-postgres.ts'],
    pool: 'forks',
    env: { PLUMBLINE_SECRET_KEYS: 'a'.repeat(42).concat('A') },
    maxWorkers: 2,
    testTimeout: 120_000,
    hookTimeout: 300_000,
  },
});
