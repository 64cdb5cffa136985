import { takeExportSlot } from '@/lib/access/export-slot';
import { recordExport } from '@/lib/access/record-export';
import type { Viewer } from '@/lib/access/viewer';
import type { ListAnswer } from '@/lib/queries/page';
import { csvLine } from '@/lib/reports/csv';
import { exportStream } from '@/lib/reports/export-stream';

/** The list that is taken away: its name, for the file and the log, and its columns; none given, those of the first row. */
export interface CsvList {
  name: string;
  columns?: readonly string[];
  /** What proves something to somebody else: asks for a proof of who takes it away */
  evidence?: boolean;
}

/** Answers one page of the list, as of the moment that all pages share. */
type PageOf = (page: { asOf: Date; limit: number; cursor?: string }) => Promise<ListAnswer<unknown>>;

/**
 * A list as CSV, streamed page by page and never held whole. Needs the permission `export`, and a place among the exports
 * under way: AppError `too-many`. The audit event stands before the first byte leaves; a second one says how many rows did.
 */
export async function csvStream(
  viewer: Viewer,
  list: CsvList,
  filter: Record<string, unknown> & { asOf?: Date | undefined },
  pageOf: PageOf,
): Promise<Response> {
  const asOf = filter.asOf ?? new Date();
  const slot = await takeExportSlot(viewer);
  const first = await recordExport(viewer, 'begun', list, { ...filter, asOf, limit: undefined, cursor: undefined })
    .then(() => pageOf({ asOf, limit: 500 }))
    .catch(async (error: unknown) => {
      await slot.release();
      throw error;
    });
  const lines = linesOf(viewer, list, first, (cursor) => pageOf({ asOf, limit: 500, cursor }));
  const moment = asOf.toISOString().slice(0, 19).replaceAll(':', '-');
  return new Response(exportStream(slot, lines), {
    headers: {
      'Content-Type': 'text/csv; charset=utf-8; header=present',
      'Content-Disposition': `attachment; filename="plumbline-${list.name}-${moment}Z.csv"`,
    },
  });
}

async function* linesOf(
  viewer: Viewer,
  list: CsvList,
  first: ListAnswer<unknown>,
  nextPage: (cursor: string) => Promise<ListAnswer<unknown>>,
): AsyncGenerator<string> {
  const columns = list.columns ?? Object.keys(first.rows[0] ?? {});
  let rows = 0;
  let whole = false;
  try {
    yield csvLine(columns);
    for (let page: ListAnswer<unknown> | null = first; page; page = page.next ? await nextPage(page.next) : null) {
      yield page.rows.map((row) => csvLine(columns.map((column) => (row as Record<string, unknown>)[column]))).join('');
      rows += page.rows.length;
    }
    whole = true;
  } finally {
    // Reached too when the client goes away.
    await recordExport(viewer, whole ? 'made' : 'broken-off', list, { rows });
  }
}
