import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { db, Prisma } from '@/lib/db';
import { useTestDatabase } from '@/lib/test-database';

useTestDatabase();

interface Column {
  column: string;
  nullable: boolean;
  /** As Postgres says it */
  type: string;
}
interface Model {
  name: string;
  table: string;
  columns: Column[];
}

const types: Record<string, string> = {
  BigInt: 'bigint',
  Int: 'integer',
  String: 'text',
  Boolean: 'boolean',
  Bytes: 'bytea',
  DateTime: 'timestamp with time zone',
};

/** The models of schema.prisma; a field whose type is another model is a relation and has no column. */
const models: Model[] = [
  ...readFileSync(join(import.meta.dirname, '../prisma/schema.prisma'), 'utf8').matchAll(
    /^model (\w+) \{\n(.*?)^\}/gms,
  ),
].map(([, name = '', body = '']) => ({
  name,
  table: /@@map\("(\w+)"\)/.exec(body)?.[1] ?? name,
  columns: body.split('\n').flatMap((line) => {
    const [, field, type = '', mark] = /^\s+(\w+)\s+(\w+)(\[\]|\?)?(?:\s|$)/.exec(line) ?? [];
    const known = types[type];
    if (!field || !known) return [];
    const column = /(?<!@)@map\("(\w+)"\)/.exec(line)?.[1] ?? field;
    const plain = line.includes('@db.Date') ? 'date' : known;
    return [{ column, nullable: mark === '?', type: mark === '[]' ? 'ARRAY' : plain }];
  }),
}));

const byColumn = (a: Column, b: Column) => (a.column < b.column ? -1 : 1);

test('every table has a model and every model a table', async () => {
  const tables = await db().$queryRaw<{ name: string }[]>`
    SELECT c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'public'
    WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relname <> '_prisma_migrations' ORDER BY 1`;
  expect(tables.map(({ name }) => name)).toEqual(models.map(({ table }) => table).sort());
});

test.each(models)('$name has the columns of $table', async ({ table, columns }) => {
  const found = await db().$queryRaw<Column[]>`
    SELECT column_name AS column, is_nullable = 'YES' AS nullable, data_type AS type FROM information_schema.columns
    WHERE table_schema = 'public' AND table_name = ${table}`;
  // An array that may be null is a list like any other to Prisma.
  const lists = new Set(columns.filter(({ type }) => type === 'ARRAY').map(({ column }) => column));
  const told = found.map((row) => (lists.has(row.column) ? { ...row, nullable: false } : row));
  expect(told.sort(byColumn)).toEqual([...columns].sort(byColumn));
});

test.each(models)('$name can be read', async ({ name }) => {
  const delegate = Reflect.get(db(), name.charAt(0).toLowerCase() + name.slice(1)) as {
    findFirst: () => Promise<unknown>;
  };
  expect(await delegate.findFirst()).toBeNull();
});

test('the schema names as many models as the client has', () => {
  expect(models.map(({ name }) => name).sort()).toEqual(Object.keys(Prisma.ModelName).sort());
});
