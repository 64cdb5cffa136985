import type { Metadata } from 'next';
import { Note } from '@/components/ui/note';
import { PageHead } from '@/components/ui/page-head';
import { requireViewer } from '@/lib/access/require-viewer';
import { can } from '@/lib/access/viewer';
import { ActivityList } from './activity-list';
import { AuditList } from './audit-list';

export const metadata: Metadata = { title: 'Audit' };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** Audit: what was done in Plumbline, and with `?in=estate` what was done in the estate. */
export default async function AuditPage({ searchParams }: Props) {
  const viewer = await requireViewer();
  const params = await searchParams;
  const reads = { audit: can(viewer, 'audit:read'), activity: can(viewer, 'activity:read') };
  if (reads.audit && params.in !== 'estate') return <AuditList viewer={viewer} params={params} />;
  if (reads.activity) return <ActivityList viewer={viewer} params={params} />;
  return (
    <>
      <PageHead title="Audit" />
      <Note kind="refused">
        Your role does not see what was done here. It needs the permission <code>audit:read</code>, which security
        officers, auditors and administrators have.
      </Note>
    </>
  );
}
