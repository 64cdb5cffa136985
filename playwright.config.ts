import { defineConfig } from 'playwright/test';
import { chromium } from './bin/tools';

// Tests speak to PLUMBLINE_TEST_URL. e2e/start.ts starts an empty application and sets it; the project "first start" then
// makes the people of e2e/people.ts and loads the sample through the screens. With PLUMBLINE_TEST_URL already in the
// environment both are left out: those people (`npx plumbline user create`) and the sample must be there.
const given = process.env.PLUMBLINE_TEST_STARTED === undefined && process.env.PLUMBLINE_TEST_URL !== undefined;
const path = chromium();
const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'];
const quiet = ['--disable-background-networking', '--disable-component-update', '--disable-sync'];
const firstStart = { name: 'first start', testMatch: 'e2e/first-start.spec.ts' };

export default defineConfig({
  testDir: '.',
  testMatch: ['e2e/*.spec.ts', 'security/*.e2e.ts'],
  globalSetup: './e2e/start.ts',
  outputDir: 'test-results',
  workers: 1,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  projects: [
    ...(given ? [] : [firstStart]),
    { name: 'plumbline', testIgnore: 'e2e/first-start.spec.ts', dependencies: given ? [] : ['first start'] },
  ],
  use: {
    baseURL: process.env.PLUMBLINE_TEST_URL ?? '',
    viewport: { width: 1440, height: 1000 },
    locale: 'en-GB',
    timezoneId: 'UTC',
    actionTimeout: 15_000,
    contextOptions: { reducedMotion: 'reduce' },
    screenshot: 'only-on-failure',
    launchOptions: { args: [...flags, ...quiet], ...(path ? { executablePath: path } : {}) },
  },
});
