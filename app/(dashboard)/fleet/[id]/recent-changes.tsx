import { BeforeAfter } from '@/components/ui/before-after';
import { Box } from '@/components/ui/box';
import { type Column, DataTable } from '@/components/ui/data-table';
import { Empty } from '@/components/ui/empty';
import { SafeLink } from '@/components/ui/safe-link';
import { StateText } from '@/components/ui/state';
import { Stamp } from '@/components/ui/time';
import type { Viewer } from '@/lib/access/viewer';
import type { ResourceQuery } from '@/lib/queries/get-resource';
import { type HistoryRow, listHistory } from '@/lib/queries/list-history';

type Line = { at: Date; change: HistoryRow['change']; path: string; before: string | null; after: string | null };

const words: Record<HistoryRow['change'], string> = {
  appeared: 'First seen',
  changed: 'Changed',
  gone: 'Gone',
  back: 'Back',
};

/** The last changes of a resource, one line for each field. */
export async function RecentChanges({ viewer, query, asOf }: { viewer: Viewer; query: ResourceQuery; asOf: Date }) {
  const { rows } = await listHistory(viewer, { ...query, limit: 12 });
  const lines: Line[] = rows.flatMap((row) => {
    const fields = row.fields.length > 0 ? row.fields : [{ path: row.name, before: null, after: null }];
    return fields.map((field) => ({ at: row.validFrom, change: row.change, ...field }));
  });
  const columns: Column<Line>[] = [
    { key: 'path', title: 'What', fill: true, render: (line) => line.path },
    {
      key: 'change',
      title: 'Change',
      render: (line) => (
        <StateText
          state={line.change === 'changed' ? 'changed' : line.change === 'gone' ? 'na' : 'done'}
          label={words[line.change]}
        />
      ),
    },
    {
      key: 'values',
      title: 'Before and after',
      hideBelow: 600,
      render: (line) =>
        line.before === null && line.after === null ? '' : <BeforeAfter before={line.before} after={line.after} />,
    },
    { key: 'at', title: 'When', align: 'end', quiet: true, render: (line) => <Stamp at={line.at} asOf={asOf} /> },
  ];
  return (
    <Box
      title="What changed"
      aside={
        <SafeLink className="link" href="?tab=history">
          All
        </SafeLink>
      }
    >
      {lines.length === 0 ? (
        <Empty title="Nothing changed." />
      ) : (
        <DataTable
          name="What changed"
          headless
          columns={columns}
          rows={lines.slice(0, 8)}
          rowKey={(line) => `${line.at.toISOString()} ${line.path} ${line.before} ${line.after}`}
        />
      )}
    </Box>
  );
}
