import { defineConfig } from 'playwright/test';
import { chromium } from './bin/tools';

const path = chromium();
const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'];
const quiet = ['--disable-background-networking', '--disable-component-update', '--disable-sync'];

// One application with the sample estate for all journeys (e2e/start.ts); each signs in as a role of its own.
export default defineConfig({
  testDir: 'e2e',
  testMatch: '*.spec.ts',
  globalSetup: './e2e/start.ts',
  outputDir: 'test-results',
  workers: 2,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  use: {
    viewport: { width: 1440, height: 1000 },
    locale: 'en-GB',
    timezoneId: 'UTC',
    trace: 'retain-on-failure',
    launchOptions: { args: [...flags, ...quiet], ...(path ? { executablePath: path } : {}) },
  },
});
