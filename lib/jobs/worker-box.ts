import { requireSystem } from '@/lib/access/require-system';
import { recording } from '@/lib/access/transaction';
import type { Viewer } from '@/lib/access/viewer';
import { boxKeyId, boxKeyOf, sealForWorker } from '@/lib/access/worker-box';
import { boxSetting } from '@/lib/commands/seal-config';
import { db } from '@/lib/db';
import { AppError } from '@/lib/errors';
import { boxKeys } from '@/lib/jobs/box-keys';
import { openConfig } from '@/lib/jobs/open-config';
import { log } from '@/lib/log';
import { changeSecrets } from '@/lib/sources/change-secrets';
import { sourceOf } from '@/lib/sources/index';
import type { Source } from '@/lib/sources/source';

const batch = 500;
type Table = 'source' | 'source_test';

/** Sees to a key that secrets of sources are sealed for, and seals those that an earlier version kept in clear. */
export async function prepareBox(viewer: Viewer): Promise<void> {
  requireSystem(viewer);
  const told = await toldKey();
  const here = told !== null && boxKeys.privateKey(boxKeyId(told)) !== null;
  await resealAll(viewer, here ? told : await tellNewKey(viewer, told));
}

/** Makes the next key and seals every secret with it. The key before stays until the one after, for what was on its way. */
export async function rotateBox(viewer: Viewer): Promise<{ key: string; sealed: number }> {
  requireSystem(viewer);
  const before = await toldKey();
  const next = await tellNewKey(viewer, before);
  const sealed = await resealAll(viewer, next);
  boxKeys.keepOnly([next, before ?? next].map(boxKeyId));
  return { key: boxKeyId(next), sealed };
}

async function toldKey(): Promise<string | null> {
  const [row] = await db().$queryRaw<{ value: string }[]>`SELECT value FROM setting WHERE key = ${boxSetting}`;
  return row?.value ?? null;
}

/** The public half of a new key; of two who make one at once the first is told, and is the key of both. */
async function tellNewKey(viewer: Viewer, before: string | null): Promise<string> {
  const made = boxKeys.make();
  await recording(viewer, async (tx, record) => {
    await tx.$executeRaw`INSERT INTO setting (key, value) VALUES (${boxSetting}, ${made}) ON CONFLICT (key)
      DO UPDATE SET value = EXCLUDED.value, changed_at = clock_timestamp() WHERE setting.value = ${before}`;
    const key = boxKeyId(made);
    await record({
      action: 'secrets.key-made',
      objectKind: 'key',
      objectId: key,
      object: 'secrets of sources',
      after: { key },
    });
  });
  return (await toldKey()) ?? made;
}

async function resealAll(viewer: Viewer, key: string): Promise<number> {
  return (await reseal(viewer, 'source', key)) + (await reseal(viewer, 'source_test', key));
}

async function reseal(viewer: Viewer, table: Table, key: string): Promise<number> {
  const id = boxKeyId(key);
  let sealed = 0;
  // What is added meanwhile is sealed with the key already, and must not be run after.
  const last = await lastRow(table);
  let after = '0';
  for (let page = await rowsAfter(table, after, last); page.length > 0; page = await rowsAfter(table, after, last)) {
    after = page.at(-1)?.id ?? last;
    const changed = page.map((row) => ({ ...row, ...sealAnew(table, row, key) })).filter(({ count }) => count > 0);
    if (changed.length === 0) continue;
    await recording(viewer, async (tx, record) => {
      const rows = JSON.stringify(changed);
      // What somebody changed meanwhile was sealed by them.
      sealed += await (table === 'source'
        ? tx.$executeRaw`UPDATE source s SET config = r.sealed FROM jsonb_to_recordset(${rows}::jsonb) AS r(id text, config text, sealed text)
            WHERE s.id = r.id::bigint AND s.config = r.config`
        : tx.$executeRaw`UPDATE source_test s SET config = r.sealed FROM jsonb_to_recordset(${rows}::jsonb) AS r(id text, config text, sealed text)
            WHERE s.id = r.id::bigint AND s.config = r.config`);
      const told = { secrets: changed.reduce((sum, { count }) => sum + count, 0), key: id };
      const object = 'secrets of sources';
      await record({ action: 'secrets.sealed', objectKind: 'key', objectId: id, object, after: told });
    });
  }
  return sealed;
}

interface Row {
  id: string;
  provider: string;
  config: string;
}

async function lastRow(table: Table): Promise<string> {
  const [row] = await (table === 'source'
    ? db().$queryRaw<{ id: string }[]>`SELECT coalesce(max(id), 0)::text AS id FROM source`
    : db().$queryRaw<{ id: string }[]>`SELECT coalesce(max(id), 0)::text AS id FROM source_test`);
  return row?.id ?? '0';
}

function rowsAfter(table: Table, after: string, last: string): Promise<Row[]> {
  return table === 'source'
    ? db().$queryRaw`SELECT id::text, provider, config FROM source
        WHERE id > ${after}::bigint AND id <= ${last}::bigint ORDER BY source.id LIMIT ${batch}`
    : db().$queryRaw`SELECT id::text, provider, config FROM source_test
        WHERE id > ${after}::bigint AND id <= ${last}::bigint ORDER BY source_test.id LIMIT ${batch}`;
}

/** The configuration with whatever is not sealed with the key sealed with it, and how many that were. */
function sealAnew(table: Table, { id: row, provider, config }: Row, key: string): { sealed: string; count: number } {
  const source = sourceOf(provider);
  const stored: unknown = JSON.parse(config);
  let count = 0;
  const left = (text: string) => boxKeyOf(text) !== boxKeyId(key);
  changeSecrets(stored, source?.secrets ?? [], (text) => {
    count += Number(left(text));
    return text;
  });
  if (!source?.secrets || count === 0) return { sealed: config, count: 0 };
  const open = openOrLeave(source, config, { table, row });
  if (open === null) return { sealed: config, count: 0 };
  const sealed = changeSecrets(open, source.secrets, (secret, member) =>
    sealForWorker(secret, key, { table, row, member }),
  );
  return { sealed: JSON.stringify(sealed), count };
}

/** What cannot be opened, because its key was lost or it was changed, stays as it is: a collection says so. */
function openOrLeave(source: Source<unknown>, config: string, at: { table: Table; row: string }): unknown {
  try {
    return openConfig(source, config, at);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    log.warn({ ...at, problem: error.message }, 'a secret was not sealed anew');
    return null;
  }
}
