import { StatusTabs } from '@/components/ui/status-tabs';

type Props = { current: 'account' | 'users' | 'tokens' | 'roles'; users: boolean; tokens: boolean };

/** The pages of the settings that this viewer may see. */
export function SettingsTabs({ current, users, tokens }: Props) {
  const tabs = [
    { key: 'account', label: 'Your account', href: '/settings', seen: true },
    { key: 'users', label: 'Users', href: '/settings/users', seen: users },
    { key: 'tokens', label: 'Tokens', href: '/settings/tokens', seen: tokens },
    { key: 'roles', label: 'Roles', href: '/settings/roles', seen: true },
  ];
  const seen = tabs.filter((tab) => tab.seen);
  return (
    <StatusTabs
      label="Settings"
      tabs={seen.map(({ key, label, href }) => ({ label, href, current: key === current }))}
    />
  );
}
