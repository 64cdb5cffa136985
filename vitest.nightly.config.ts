import { defineConfig } from 'vitest/config';
import quick from './vitest.config';

/** What is too long for every change: `npm run test:nightly`. */
export default defineConfig({
  ...quick,
  test: { ...quick.test, include: ['security/**/*.nightly.ts'], testTimeout: 3_600_000 },
});
