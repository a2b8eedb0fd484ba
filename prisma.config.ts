import { defineConfig } from 'prisma/config';

// `generate`, `format` and `validate` never start the schema engine, yet the command line fetches it before it looks;
// naming any executable stops the fetch. Only `migrate` and `db` need the engine itself.
if (!process.argv.some((word) => word === 'migrate' || word === 'db')) {
  process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath;
}

export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  datasource: { url: process.env.DATABASE_URL ?? '' },
});
