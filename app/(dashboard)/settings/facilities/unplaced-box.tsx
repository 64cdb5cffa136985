import { Box } from '@/components/ui/box';
import { type Column, DataTable } from '@/components/ui/data-table';
import { Empty } from '@/components/ui/empty';
import { formatNumber } from '@/components/ui/format-number';
import { SafeLink } from '@/components/ui/safe-link';
import { kindWords } from '@/lib/queries/kind-words';
import type { PreviewRow } from '@/lib/queries/preview-rule';
import type { Unplaced } from '@/lib/queries/unplaced';

const columns: Column<PreviewRow>[] = [
  { key: 'name', title: 'Resource', render: (row) => row.name },
  { key: 'kind', title: 'Kind', render: (row) => kindWords(row.kind).title },
  { key: 'account', title: 'Account', mono: true, hideBelow: 900, render: (row) => row.account ?? 'none' },
  { key: 'region', title: 'Region', mono: true, hideBelow: 900, render: (row) => row.region ?? 'none' },
];

/** What no rule matches and no tag places: counted, the first of it shown. */
export function UnplacedBox({ found, asOf }: { found: Unplaced; asOf: string | null }) {
  const href = (kind: string) =>
    `/fleet?${new URLSearchParams({ kind, facility: 'none', ...(asOf ? { asOf } : {}) }).toString()}`;
  const open = found.kinds.filter(({ unplaced }) => unplaced > 0);
  const total = found.kinds.reduce((sum, kind) => sum + kind.total, 0);
  return (
    <Box
      title="Unmatched"
      hint="no rule names a facility, and no tag does"
      aside={
        open.length > 0
          ? open.map(({ kind, unplaced, total: of }, i) => (
              <span key={kind}>
                {i > 0 ? ' · ' : ''}
                <SafeLink href={href(kind)} className="link">
                  {formatNumber(unplaced)} of {formatNumber(of)} {kindWords(kind).plural.toLowerCase()}
                </SafeLink>
              </span>
            ))
          : null
      }
    >
      {found.rows.length === 0 ? (
        <Empty title="Nothing is unmatched.">
          All {formatNumber(total)} resources within your reach belong to a facility.
        </Empty>
      ) : (
        <DataTable
          name="Unmatched resources"
          columns={columns}
          rows={found.rows}
          rowKey={({ id }) => id}
          rowHref={({ id }) => `/fleet/${id}`}
        />
      )}
    </Box>
  );
}
