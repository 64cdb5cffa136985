import { defineConfig } from 'prisma/config';

// generate, validate and format do not need the schema engine that Prisma would download for them.
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath;

export default defineConfig({ schema: 'prisma/schema.prisma', migrations: { path: 'prisma/migrations' } });
