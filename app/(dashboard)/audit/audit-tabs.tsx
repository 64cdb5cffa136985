import { StatusTabs } from '@/components/ui/status-tabs';
import { can, type Viewer } from '@/lib/access/viewer';

type Props = { viewer: Viewer; current: 'plumbline' | 'estate' | 'refused' };

/** The views of the record that this viewer may see. */
export function AuditTabs({ viewer, current }: Props) {
  const own = [
    { label: 'In Plumbline', href: '/audit', current: current === 'plumbline' },
    { label: 'In the estate', href: '/audit?in=estate', current: current === 'estate' },
    { label: 'Refused', href: '/audit?outcome=refused', current: current === 'refused' },
  ];
  const seen = own.filter(({ label }) => can(viewer, label === 'In the estate' ? 'activity:read' : 'audit:read'));
  return <StatusTabs label="Record" tabs={seen} />;
}
