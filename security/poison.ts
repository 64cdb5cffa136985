import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import pg from 'pg';
import { fillTables } from './fill-tables';
import { hostileTexts, marksIn } from './hostile-texts';

// Writes the hostile texts into every string of the database that DATABASE_URL names: into columns, arrays, and the values
// in JSON. What stays are words that the code itself names (`failed`, `aws.ec2.volume`), moments, numbers, and what a
// constraint of the database holds. Prints what it did as JSON.

const root = resolve(import.meta.dirname, '..');
const perText = 10;

/** Text that is signed or hashed, opened as an id, says who reaches what, or is parsed within a bound when it is read. */
const sealed =
  /^(audit_(leaf|node|key|checkpoint)\.|_prisma_migrations\.|setting\.|reach_grant\.|provider\.groups$|\w+\.(object_id|actor_id|reach|password_hash|totp_secret|client_secret)$)/;

/** Every string literal of the product's own code and tables. */
function wordsOfTheCode(): Set<string> {
  const files = ['lib', 'app', 'components', 'bin', 'prisma/migrations'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) => join(root, folder, file)),
  );
  const product = files.filter((file) => /\.(tsx?|sql)$/.test(file) && !/\.test\.|\/sample\/|\/test-/.test(file));
  const literals = product.flatMap((file) => readFileSync(file, 'utf8').match(/(?<=')[a-z][\w.:-]{0,60}(?=')/g) ?? []);
  return new Set(literals);
}

const words = wordsOfTheCode();
const stays = (text: string) => text === '' || words.has(text) || /^-?\d{1,11}$|^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(text);

/** Equal texts become equal ones, so that what belongs together still does; some begin with the hostile text. */
function poisoned(text: string): string {
  if (stays(text)) return text;
  const hash = createHash('sha256').update(text).digest();
  const start = hash.readUInt32BE(0) % hostileTexts.length;
  const chosen = Array.from({ length: perText }, (_, i) => hostileTexts[(start + i * 7) % hostileTexts.length]).join(
    ' ',
  );
  return (hash[4] ?? 0) % 4 === 0 ? `${chosen} ${text}` : `${text} ${chosen}`;
}

/** Each string in it; the keys of tags are somebody else's, too. */
function inJson(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((one) => inJson(one, change));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, one]): [string, unknown] => [key, inJson(one, change)]);
  const own: [string, unknown][] = 'Facility' in value ? [[change('A key of its own'), 'value']] : [];
  return Object.fromEntries([...entries, ...own]);
}

function changed(cell: string, change: (text: string) => string): string {
  if (!/^[[{]/.test(cell)) return change(cell);
  try {
    return JSON.stringify(inJson(JSON.parse(cell), change));
  } catch {
    return change(cell);
  }
}

interface Column {
  table: string;
  name: string;
  array: boolean;
}
type Cell = string | string[] | null;

/** What became of each column. */
const told = {
  hostile: [] as string[],
  /** Every value is a word of the code */
  words: [] as string[],
  /** A constraint holds them */
  held: [] as string[],
  /** No row has a value */
  empty: [] as string[],
};

const client = new pg.Client({ connectionString: process.env.DATABASE_URL });
await client.connect();
// No trigger and no foreign key: both would be right to refuse this.
await client.query("SET session_replication_role = 'replica'");
// A list shows tens of rows; thousands would show no more.
await client.query('DELETE FROM run WHERE id < (SELECT max(id) - 400 FROM run)');
await client.query('DELETE FROM run_event WHERE run_id NOT IN (SELECT id FROM run)');
const refused = await fillTables(client);
const { rows: columns } =
  await client.query<Column>(`SELECT c.table_name AS table, c.column_name AS name, c.data_type = 'ARRAY' AS array
  FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
  WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE' AND (c.data_type = 'text' OR c.udt_name = '_text')
    AND c.is_generated = 'NEVER' AND c.table_name !~ '_(\\d+_\\d+|default)$' ORDER BY 1, 2`);
for (const column of columns) if (!sealed.test(`${column.table}.${column.name}`)) await poison(column);
await client.end();
process.stdout.write(JSON.stringify({ ...told, refused }));

async function poison(column: Column): Promise<void> {
  const { table, name } = column;
  const { rows } = await client.query<{ at: string; cell: Cell }>(
    `SELECT tableoid || ' ' || ctid AS at, ${name} AS cell FROM ${table} WHERE ${name} IS NOT NULL`,
  );
  if (rows.length === 0 && !(await fillOne(column))) return void told.empty.push(`${table}.${name}`);
  if (rows.length === 0) return poison(column);
  const each = (cell: Cell, change: (text: string) => string): Cell =>
    Array.isArray(cell) ? cell.map(change) : cell === null ? null : changed(cell, change);
  const next = rows.map(({ at, cell }) => ({ at, cell: each(cell, poisoned) }));
  if (next.every(({ cell }, i) => JSON.stringify(cell) === JSON.stringify(rows[i]?.cell)))
    return void told.words.push(`${table}.${name}`);
  const there = new Set(next.flatMap(({ cell }) => marksIn(JSON.stringify(cell))));
  const missing = hostileTexts.filter((_, i) => !there.has(i)).join(' ');
  const first = next.find(({ cell }, i) => JSON.stringify(cell) !== JSON.stringify(rows[i]?.cell));
  let once = false;
  if (first && missing !== '')
    first.cell = each(first.cell, (text) => {
      if (once || stays(text)) return text;
      once = true;
      return `${text} ${missing}`;
    });
  const held = await write(column, next);
  (held ? told.held : told.hostile).push(`${table}.${name}`);
}

/** A value where none was; false where a constraint of the database wants none. */
async function fillOne({ table, name, array }: Column): Promise<boolean> {
  const sql = `UPDATE ${table} SET ${name} = $1 WHERE (tableoid, ctid) = (SELECT tableoid, ctid FROM ${table} LIMIT 1)`;
  const value = /^(before|after|answer|config)$/.test(name) ? '{"note":"Some text"}' : 'Some text';
  const done = await client.query(sql, [array ? [value] : value]).catch(() => null);
  return (done?.rowCount ?? 0) > 0;
}

/** True where a constraint of the database refuses it. Indexes that cannot hold so much are taken away. */
async function write({ table, name, array }: Column, cells: { at: string; cell: Cell }[]): Promise<boolean> {
  const [ids, values] = [cells.map(({ at }) => at), cells.map(({ cell }) => (array ? JSON.stringify(cell) : cell))];
  const value = array ? 'ARRAY(SELECT jsonb_array_elements_text(u.value::jsonb))' : 'u.value';
  const sql = `UPDATE ${table} t SET ${name} = ${value} FROM unnest($1::text[], $2::text[]) AS u (at, value)
    WHERE t.tableoid || ' ' || t.ctid = u.at`;
  try {
    await client.query(sql, [ids, values]);
    return false;
  } catch (error) {
    const { code, message } = error as pg.DatabaseError;
    const index = /for index "(\w+)"/.exec(message)?.[1];
    if (code === '23514') return true;
    if (code !== '54000' || index === undefined) throw error;
    await dropIndex(index);
    return write({ table, name, array }, cells);
  }
}

async function dropIndex(index: string): Promise<void> {
  const { rows } = await client.query<{ constraint: string | null; table: string; parent: string | null }>(
    `SELECT c.conname AS constraint, i.indrelid::regclass::text AS table, p.inhparent::regclass::text AS parent
      FROM pg_index i LEFT JOIN pg_constraint c ON c.conindid = i.indexrelid LEFT JOIN pg_inherits p ON p.inhrelid = i.indexrelid
      WHERE i.indexrelid = to_regclass($1)`,
    [index],
  );
  const [found] = rows;
  if (found?.constraint) await client.query(`ALTER TABLE ${found.table} DROP CONSTRAINT ${found.constraint} CASCADE`);
  else await client.query(`DROP INDEX ${found?.parent ?? index} CASCADE`);
}
