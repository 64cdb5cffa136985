import { StatusTabs } from '@/components/ui/status-tabs';
import type { Permission } from '@/lib/access/permissions';

type Tab = { key: string; label: string; href: string; needs: Permission | null };

const tabs = [
  { key: 'account', label: 'Your account', href: '/settings', needs: null },
  { key: 'users', label: 'Users', href: '/settings/users', needs: 'users:read' },
  { key: 'sessions', label: 'Sessions', href: '/settings/sessions', needs: 'security:read' },
  { key: 'facilities', label: 'Facilities', href: '/settings/facilities', needs: 'facilities:read' },
  { key: 'tokens', label: 'Tokens', href: '/settings/tokens', needs: 'tokens:read' },
  { key: 'providers', label: 'Providers', href: '/settings/providers', needs: 'providers:read' },
  { key: 'break-glass', label: 'Break-glass', href: '/settings/break-glass', needs: 'break-glass:read' },
  { key: 'security', label: 'Security', href: '/settings/security', needs: 'security:read' },
  { key: 'retention', label: 'Retention', href: '/settings/retention', needs: 'retention:read' },
  { key: 'roles', label: 'Roles', href: '/settings/roles', needs: null },
] as const satisfies readonly Tab[];

type Props = { current: (typeof tabs)[number]['key']; may: (permission: Permission) => boolean };

/** The pages of the settings that this viewer may see. */
export function SettingsTabs({ current, may }: Props) {
  const seen = tabs.filter(({ needs }) => needs === null || may(needs));
  return (
    <StatusTabs
      label="Settings"
      tabs={seen.map(({ key, label, href }) => ({ label, href, current: key === current }))}
    />
  );
}
