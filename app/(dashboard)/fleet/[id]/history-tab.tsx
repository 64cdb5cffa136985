import { FieldDiff } from '@/components/ui/before-after';
import { Box } from '@/components/ui/box';
import { Empty } from '@/components/ui/empty';
import type { PageUrl } from '@/components/ui/page-url';
import { SafeLink } from '@/components/ui/safe-link';
import { StateText } from '@/components/ui/state';
import { TableFoot } from '@/components/ui/table-foot';
import { Ago, Stamp } from '@/components/ui/time';
import { can, type Viewer } from '@/lib/access/viewer';
import type { ResourceQuery } from '@/lib/queries/get-resource';
import { type HistoryRow, listHistory } from '@/lib/queries/list-history';
import styles from './history-tab.module.css';

const said: Record<HistoryRow['change'], { state: 'done' | 'changed' | 'na'; word: string }> = {
  appeared: { state: 'done', word: 'First seen' },
  changed: { state: 'changed', word: 'Changed' },
  gone: { state: 'na', word: 'Gone' },
  back: { state: 'done', word: 'Back' },
};

type HistoryTabProps = { viewer: Viewer; query: ResourceQuery; url: PageUrl; asOf: Date };

/** Everything that it was, newest first, field by field. */
export async function HistoryTab({ viewer, query, url, asOf }: HistoryTabProps) {
  const cursor = typeof url.params.cursor === 'string' ? { cursor: url.params.cursor } : {};
  const { rows, next } = await listHistory(viewer, { ...query, ...cursor, limit: 50 });
  return (
    <Box title="History" hint="what changed, field by field, before and after">
      {rows.length === 0 ? <Empty title="Nothing more." /> : null}
      <ol className={styles.list}>
        {rows.map((row) => (
          <li key={`${row.change} ${row.validFrom.toISOString()}`}>
            <div className={styles.when}>
              <SafeLink
                className="link"
                keepAsOf={false}
                href={`${url.path}?asOf=${encodeURIComponent(row.validFrom.toISOString())}`}
              >
                <Stamp at={row.validFrom} asOf={asOf} />
              </SafeLink>
              <span className="t3">
                <Ago at={row.validFrom} asOf={asOf} words />
              </span>
            </div>
            <StateText state={said[row.change].state} label={said[row.change].word} />
            <div className={styles.fields}>
              {row.fields.length > 0 ? (
                <FieldDiff changes={row.fields.map(({ path, ...values }) => ({ field: path, ...values }))} />
              ) : (
                <span className="t2">{row.name}</span>
              )}
            </div>
          </li>
        ))}
      </ol>
      <TableFoot
        noun="states"
        total={null}
        shown={rows.length}
        url={url}
        next={next}
        {...(can(viewer, 'export') ? { exportHref: `/api/v1/resources/${query.id}/history?format=csv` } : {})}
      />
    </Box>
  );
}
