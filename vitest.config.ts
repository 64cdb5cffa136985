import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin, type TestProjectInlineConfiguration } from 'vitest/config';
import { clientReferences } from './security/authz/client-references';

/** Of the tree. */
export const root = fileURLToPath(new URL('.', import.meta.url)).replace(/\/$/, '');
/** `@/lib/…` as everywhere. */
export const own = { find: /^@\//, replacement: `${root}/` };
const standsFor = (name: string, file: string) => ({ find: new RegExp(`^${name}$`), replacement: `${root}/${file}` });
const shared = {
  pool: 'forks' as const,
  env: { PLUMBLINE_SECRET_KEYS: 'a'.repeat(42).concat('A') },
  testTimeout: 120_000,
  hookTimeout: 300_000,
};
/** What renders pages, as React does it on the server. */
const pages = 'security/authz*.test.ts';

/** Tests in Node, and tests that render pages to what a browser would get, without Next's server. */
export function projects(
  name: string,
  plain: string,
  rendered: string,
  testTimeout: number,
  plugins: Plugin[] = [],
): TestProjectInlineConfiguration[] {
  return [
    {
      resolve: { alias: [own] },
      test: { ...shared, name, include: [plain], exclude: ['node_modules/**', rendered], testTimeout },
    },
    {
      plugins: [...plugins, clientReferences(root)],
      resolve: {
        alias: [
          standsFor('next/headers', 'security/authz/next-headers.ts'),
          standsFor('next/server', 'security/authz/next-server.ts'),
          standsFor('next/navigation', 'node_modules/next/dist/client/components/navigation.react-server.js'),
          own,
        ],
        conditions: ['react-server'],
      },
      oxc: { jsx: { development: false } },
      test: {
        ...shared,
        name: `${name} of pages`,
        include: [rendered],
        execArgv: ['--conditions=react-server'],
        env: { ...shared.env, NODE_ENV: 'production', LOG_LEVEL: 'fatal' },
        testTimeout,
      },
    },
  ];
}

export default defineConfig({
  resolve: { alias: [own] },
  test: {
    globalSetup: ['./lib/test-postgres.ts'],
    maxWorkers: 2,
    projects: projects(
      'unit',
      '{app,bench,bin,components,integrations,lib,prisma,security}/**/*.test.{ts,tsx}',
      pages,
      shared.testTimeout,
    ),
  },
});
