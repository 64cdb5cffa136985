import type pg from 'pg';

interface Wanted {
  table: string;
  column: string;
  type: string;
  nullable: boolean;
  /** The first word that a constraint of the column allows; null where it has none */
  word: string | null;
}

const values: Readonly<Record<string, string>> = {
  text: 'Some text',
  timestamptz: '2026-11-01T00:00:00Z',
  date: '2026-11-01',
  bytea: '\\x00',
  bool: 'true',
  _text: '{"Some text"}',
  jsonb: '{}',
  uuid: '00000000-0000-4000-8000-000000000001',
};

/** Columns of text that hold JSON */
const json: Readonly<Record<string, string>> = {
  groups: '[]',
  config: '{"note":"Some text"}',
  answer: '{"note":"Some text"}',
};

/** Gives every table that has no row one, made up from the types of its columns. Returns the tables that took none. */
export async function fillTables(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<Wanted>(`
    SELECT c.table_name AS table, c.column_name AS column, c.udt_name AS type, c.is_nullable = 'YES' AS nullable,
      (SELECT substring(pg_get_constraintdef(k.oid) from '''([^'']+)''::text') FROM pg_constraint k JOIN pg_attribute a
        ON a.attrelid = k.conrelid AND a.attnum = ANY(k.conkey) AND a.attname = c.column_name
        WHERE k.conrelid = to_regclass(c.table_name) AND k.contype = 'c' AND pg_get_constraintdef(k.oid) LIKE '%ANY%' LIMIT 1) AS word
    FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
    WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE' AND c.is_generated = 'NEVER' AND c.is_identity = 'NO'
      AND c.table_name !~ '(_\\d+_\\d+|_default)$' ORDER BY 1, 2`);
  const refused: string[] = [];
  for (const table of new Set(rows.map((row) => row.table))) {
    const columns = rows.filter((row) => row.table === table);
    const { rowCount } = await client.query(`SELECT FROM ${table} LIMIT 1`);
    if (rowCount) continue;
    const given = columns.filter(({ type, nullable }) => !nullable || type === 'text' || type === '_text');
    const cells = given.map(({ column, type, word }) => json[column] ?? word ?? values[type] ?? '1');
    const places = cells.map((_, i) => `$${i + 1}`).join(', ');
    const sql = `INSERT INTO ${table} (${given.map(({ column }) => column).join(', ')}) VALUES (${places})`;
    const problem = await insert(client, table, sql, cells);
    if (problem !== null) refused.push(`${table}: ${problem}`);
  }
  return refused;
}

/** What the database said against it; null where it went in. A constraint of several columns is taken away. */
async function insert(client: pg.Client, table: string, sql: string, cells: string[]): Promise<string | null> {
  try {
    await client.query(sql, cells);
    return null;
  } catch (error) {
    const { code, constraint, message } = error as pg.DatabaseError;
    if (code !== '23514' || constraint === undefined) return message;
    await client.query(`ALTER TABLE ${table} DROP CONSTRAINT ${constraint}`);
    return insert(client, table, sql, cells);
  }
}
