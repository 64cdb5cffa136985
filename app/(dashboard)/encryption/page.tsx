import { IconDownload } from '@tabler/icons-react';
import { BadFilter } from '@/components/coverage/bad-filter';
import { CoverageWords } from '@/components/coverage/coverage-words';
import { Columns } from '@/components/ui/columns';
import { formatNumber } from '@/components/ui/format-number';
import { LinkButton } from '@/components/ui/link-button';
import { Note } from '@/components/ui/note';
import { PageHead } from '@/components/ui/page-head';
import { linkTo } from '@/components/ui/page-url';
import { requireViewer } from '@/lib/access/require-viewer';
import { can } from '@/lib/access/viewer';
import { encryptionCoverage } from '@/lib/queries/encryption-coverage';
import { EncryptionFilter } from '@/lib/queries/list-encryption';
import { ByPlace } from './by-place';
import { KindCoverage } from './kind-coverage';
import { Ledger } from './ledger';
import { VolumesOverTime } from './volumes-over-time';

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** Encryption: what is, what is not and what is not known, as of a date. */
export default async function EncryptionPage({ searchParams }: Props) {
  const viewer = await requireViewer();
  const params = await searchParams;
  const filter = EncryptionFilter.safeParse(params);
  if (!filter.success) return <BadFilter issues={filter.error.issues} path="/encryption" />;
  const { facility, account, asOf: wanted } = filter.data;
  const coverage = await encryptionCoverage(viewer, { facility, account, asOf: wanted });
  const asOf = coverage.asOf ?? new Date();
  const url = { path: '/encryption', params };
  const { total } = coverage;
  const all = total.encrypted + total.unencrypted + total.unknown + total.notApplicable;
  const refused = coverage.coverage.scopes.filter((scope) => scope.outcome === 'refused');
  return (
    <>
      <PageHead
        title="Encryption"
        coverage={
          <>
            Of {formatNumber(all)} things that hold or carry data, {formatNumber(total.unencrypted)} not encrypted ·{' '}
            {formatNumber(total.unknown)} unknown · <CoverageWords {...coverage} asOf={asOf} />
          </>
        }
        actions={
          can(viewer, 'export') ? (
            <LinkButton
              href={linkTo({ path: '/api/v1/encryption', params: { ...params, status: undefined } }, { format: 'csv' })}
              icon={IconDownload}
              download
            >
              Export the ledger
            </LinkButton>
          ) : null
        }
      />
      {refused.length > 0 ? (
        <Note kind="refused">
          {refused.slice(0, 3).map((scope) => (
            <p key={scope.key}>
              <code>{scope.refusedAction}</code> is refused in {scope.account} {scope.region}: what it holds is unknown,
              and counted as such.
            </p>
          ))}
        </Note>
      ) : null}
      <Columns aside={470}>
        <div className="stack">
          <KindCoverage rows={coverage.byKind} />
          <ByPlace title="By account" param="account" rows={coverage.byAccount} url={url} />
        </div>
        <div className="stack">
          <VolumesOverTime
            viewer={viewer}
            asOf={coverage.asOf}
            now={coverage.byKind.find((row) => row.kind === 'aws.ec2.volume')}
            facility={facility}
          />
          <ByPlace title="By facility" param="facility" rows={coverage.byFacility} url={url} />
        </div>
      </Columns>
      <Ledger viewer={viewer} filter={filter.data} url={url} asOf={asOf} />
    </>
  );
}
