import { Box } from '@/components/ui/box';
import { type Column, DataTable } from '@/components/ui/data-table';
import { Empty } from '@/components/ui/empty';
import { SafeLink } from '@/components/ui/safe-link';
import { StateText } from '@/components/ui/state';
import { Stamp } from '@/components/ui/time';
import type { Viewer } from '@/lib/access/viewer';
import type { getResource } from '@/lib/queries/get-resource';
import { type ActivityRow, listActivity } from '@/lib/queries/list-activity';

type ActivityTabProps = { viewer: Viewer; resource: Awaited<ReturnType<typeof getResource>>; asOf: Date };

/** Who touched it in the estate, as CloudTrail tells it; for a host, also its instance. */
export async function ActivityTab({ viewer, resource, asOf }: ActivityTabProps) {
  const subject = resource.related.find((it) => it.kind === 'aws.ec2.instance')?.externalId ?? resource.externalId;
  const { rows, coverage } = await listActivity(viewer, {
    asOf: resource.asOf ?? undefined,
    limit: 50,
    subject,
    reads: 'hidden',
  });
  const columns: Column<ActivityRow>[] = [
    { key: 'action', title: 'Action', mono: true, render: (row) => row.action },
    {
      key: 'outcome',
      title: 'Outcome',
      render: (row) =>
        row.errorCode ? <StateText state="refused" label={row.errorCode} /> : <StateText state="done" />,
    },
    { key: 'actor', title: 'Who', render: (row) => row.actor },
    { key: 'from', title: 'From', mono: true, quiet: true, hideBelow: 900, render: (row) => row.sourceAddress ?? '' },
    { key: 'at', title: 'When', align: 'end', render: (row) => <Stamp at={row.at} asOf={asOf} /> },
  ];
  return (
    <Box
      title="Who touched it"
      hint={subject}
      aside={
        <SafeLink className="link" href={`/audit?in=estate&subject=${encodeURIComponent(subject)}`}>
          All in the audit
        </SafeLink>
      }
    >
      {rows.length === 0 ? (
        <Empty title="Nobody is known to have touched it.">
          {coverage.scopes.length === 0
            ? 'No trail is read, so that this says nothing.'
            : `${coverage.scopes.length} trails were read; what they do not cover is not known.`}
        </Empty>
      ) : (
        <DataTable
          name="Who touched it"
          columns={columns}
          rows={rows}
          rowKey={(row) => row.id}
          rowHref={(row) => `/audit?in=estate&event=${row.eventId}`}
        />
      )}
    </Box>
  );
}
