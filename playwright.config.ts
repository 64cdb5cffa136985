import { defineConfig } from 'playwright/test';
import { chromium } from './bin/tools';

// Tests speak to PLUMBLINE_TEST_URL. e2e/start.ts starts an empty application and sets it; the project "first start" then
// makes the people of e2e/people.ts and loads the sample through the screens; while that goes on, "house" starts, stops
// and kills applications of its own. With PLUMBLINE_TEST_URL already in the environment all of this is left out: the
// people (`npx plumbline user create`), the sample and a worker must be there.
const given = process.env.PLUMBLINE_TEST_STARTED === undefined && process.env.PLUMBLINE_TEST_URL !== undefined;
const before = ['first-start', 'house', 'sample-loaded'].map((name) => `e2e/${name}.spec.ts`);
const [firstStart = '', house = '', sample = ''] = before;
const preparing = [
  { name: 'first start', testMatch: firstStart },
  { name: 'house', testMatch: house, dependencies: ['first start'] },
  { name: 'sample', testMatch: sample, dependencies: ['first start'] },
];
const path = chromium();
const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'];
const quiet = ['--disable-background-networking', '--disable-component-update', '--disable-sync'];

export default defineConfig({
  testDir: '.',
  testMatch: ['e2e/*.spec.ts', 'security/*.e2e.ts'],
  globalSetup: './e2e/start.ts',
  outputDir: 'test-results',
  workers: 1,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  projects: [
    ...(given ? [] : preparing),
    { name: 'plumbline', testIgnore: before, dependencies: given ? [] : ['sample'] },
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
