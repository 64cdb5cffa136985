import type { z } from 'zod';
import type { Kind } from '@/lib/resources/kind';
import type { AwsAction } from '@/lib/sources/aws/actions';
import { CallFailed, calling } from '@/lib/sources/aws/call-failed';
import type { AwsAccess } from '@/lib/sources/aws/client';
import { redact } from '@/lib/sources/aws/redact';
import type { Collected, ObservedResource, Unreadable } from '@/lib/sources/source';

/** How one kind is read from AWS. */
export interface AwsTable<Fields> {
  kind: Kind<Fields>;
  /** The member of a row that is its id, even where the rest cannot be read */
  idKey: string;
  /** Rows as the SDK gives them, page by page; throws CallFailed */
  pages: (access: AwsAccess) => AsyncIterable<readonly unknown[]>;
  /** Parses a row into the kind's fields, once; null: left out */
  row: z.ZodType<Fields | null>;
  /** The provider's id of the resource */
  externalId: (fields: Fields) => string;
  /** What a reader must know of a complete scan */
  problem?: (all: Fields[]) => string | undefined;
}

export function defineTable<Fields>(table: AwsTable<Fields>): AwsTable<Fields> {
  return table;
}

/** A page failed after the first: what came before it is kept. */
export type Reading = { outcome: 'complete' } | { outcome: 'partial'; problem: string };

/** Takes every row of every page. A first page that fails is thrown; a later one ends the reading as partial. */
export async function readPages(
  pages: AsyncIterable<readonly unknown[]>,
  take: (row: unknown) => void,
): Promise<Reading> {
  let count = 0;
  try {
    for await (const rows of pages) {
      count += 1;
      rows.forEach(take);
    }
  } catch (error) {
    if (!(error instanceof CallFailed) || count === 0) throw error;
    return { outcome: 'partial', problem: `After ${count} ${count === 1 ? 'page' : 'pages'}: ${error.problem}` };
  }
  return { outcome: 'complete' };
}

/** Tells each page of a paginator and names the action in what it throws. */
export async function* paged<Page>(
  action: AwsAction,
  access: AwsAccess,
  paginator: AsyncIterable<Page>,
): AsyncGenerator<Page> {
  const pages = paginator[Symbol.asyncIterator]();
  for (let number = 1; ; number += 1) {
    access.progress(`${action}, page ${number}`);
    const next = await calling(action, action.startsWith('s3:') ? null : access.region, () => pages.next());
    if (next.done) return;
    yield next.value;
  }
}

/** Collects one kind. A row that does not parse is kept as unreadable, and the others stay. */
export async function collectTable<Fields>(table: AwsTable<Fields>, access: AwsAccess): Promise<Collected> {
  const found = new Map<string, Fields>();
  const unreadable: Unreadable[] = [];
  const reading = await readPages(table.pages(access), (row) => {
    const parsed = table.row.safeParse(row);
    if (!parsed.success) unreadable.push(unreadableRow(row, table.idKey, parsed.error));
    // By id, since a resource may move from one page to the next while they are read
    else if (parsed.data !== null) found.set(table.externalId(parsed.data), parsed.data);
  });
  const resources: ObservedResource[] = Array.from(found, ([externalId, fields]) => ({ externalId, fields }));
  const problem = reading.outcome === 'complete' ? table.problem?.([...found.values()]) : reading.problem;
  return { outcome: reading.outcome, resources, unreadable, ...(problem ? { problem } : {}) };
}

/** A row that could not be read: its id where it has one, where it went wrong, and what it looked like. */
export function unreadableRow(row: unknown, idKey: string, error: z.ZodError): Unreadable {
  const id = row !== null && typeof row === 'object' ? Reflect.get(row, idKey) : undefined;
  return {
    externalId: typeof id === 'string' ? id : null,
    reason: error.issues
      .map((issue) => `${issue.path.join('.') || 'row'}: ${issue.message}`)
      .join('; ')
      .slice(0, 500),
    excerpt: (JSON.stringify(redact(row)) ?? String(row)).slice(0, 2_000),
  };
}
