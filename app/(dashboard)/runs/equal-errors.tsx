import { Revision } from '@/components/runs/run-columns';
import { Box } from '@/components/ui/box';
import { type Column, DataTable } from '@/components/ui/data-table';
import { formatNumber } from '@/components/ui/format-number';
import { linkTo, type PageUrl, paramOf } from '@/components/ui/page-url';
import { SafeLink } from '@/components/ui/safe-link';
import { Ago } from '@/components/ui/time';
import type { RunError, runErrors } from '@/lib/queries/run-errors';

type EqualErrorsProps = {
  errors: Awaited<ReturnType<typeof runErrors>>;
  url: PageUrl;
  asOf: Date;
  /** "the last 24 hours" */
  period: string;
};

/** So many stand above the list; the others are one link away. */
const atFirst = 6;

/** The same error on many hosts is one line, which leads to its runs. */
export function EqualErrors({ errors, url, asOf, period }: EqualErrorsProps) {
  const hrefOf = (error: RunError) => linkTo(url, { error: error.digest.slice(0, 16), outcome: null, status: null });
  const columns: Column<RunError>[] = [
    { key: 'message', title: 'Error', fill: true, render: (row) => row.message },
    { key: 'hosts', title: 'Hosts', align: 'end', render: (row) => <b>{formatNumber(row.hosts)}</b> },
    { key: 'runs', title: 'Runs', align: 'end', hideBelow: 600, render: (row) => formatNumber(row.runs) },
    {
      key: 'examples',
      title: 'Such as',
      mono: true,
      quiet: true,
      hideBelow: 1180,
      render: (row) => `${row.examples.join(', ')}${row.hosts > row.examples.length ? ', …' : ''}`,
    },
    { key: 'revision', title: 'Revision', hideBelow: 900, render: (row) => <Several revision={row.revision} /> },
    {
      key: 'first',
      title: 'First',
      align: 'end',
      hideBelow: 900,
      render: (row) => <Ago at={row.firstAt} asOf={asOf} />,
    },
    { key: 'last', title: 'Last', align: 'end', hideBelow: 600, render: (row) => <Ago at={row.lastAt} asOf={asOf} /> },
  ];
  const rows = paramOf(url, 'errors') === 'all' ? errors.rows : errors.rows.slice(0, atFirst);
  const total = `${formatNumber(errors.total)} ${errors.total === 1 ? 'error' : 'errors'}`;
  return (
    <Box
      title="Equal errors"
      hint={`without host names, addresses and ids; ${period}`}
      aside={
        rows.length === errors.total ? (
          total
        ) : rows.length === errors.rows.length ? (
          `the ${rows.length} on most hosts, of ${total}`
        ) : (
          <SafeLink className="link" href={linkTo(url, { errors: 'all' })}>
            {rows.length} of {total}
          </SafeLink>
        )
      }
    >
      <DataTable
        name="Equal errors"
        columns={columns}
        rows={rows}
        rowKey={(row) => row.digest}
        rowHref={hrefOf}
        secondLine={(row) => row.examples.join(', ')}
      />
    </Box>
  );
}

function Several({ revision }: { revision: string | null }) {
  return revision === null ? <span className="t3">several</span> : <Revision revision={revision} />;
}
