/** The one table of who may do what. Shown at /settings/roles; a door that is not here does not open. */
export const permissions = {
  'fleet:read': 'See hosts, resources and their history',
  'runs:read': 'See configuration-management runs',
  'drift:read': 'See drift and declarations',
  'encryption:read': 'See encryption status',
  'activity:read': 'See activity in the estate',
  'audit:read': 'See the audit log',
  'audit:verify': 'Have the audit log verified now',
  'retention:read': 'See how long the audit log is kept, and legal holds',
  'retention:write': 'Change the retention, place and lift legal holds',
  'sources:read': 'See sources and their scans',
  'sources:run': 'Collect from a source now',
  'sources:write': 'Add and remove sources, load and remove the sample estate',
  'users:read': 'See users and roles',
  'users:write': 'Add users, change roles, end sessions',
  'facilities:read': 'See the rules that say where resources belong',
  'facilities:write': 'Add, change and remove these rules',
  'tokens:read': 'See tokens',
  'tokens:write': 'Make and revoke tokens',
  'providers:read': 'See identity providers and what their groups give',
  'providers:write': 'Add, change and remove identity providers',
  'break-glass:read': 'See emergency sign-ins',
  'break-glass:review': 'Review the emergency sign-ins of others',
  'security:read': 'See everybody’s sessions and the security settings',
  'security:write': 'Change the security settings',
  export: 'Take away what a list shows',
  account: 'Keep one’s own password, second factor and sessions',
  ingest: 'Push runs and activity',
} as const;
export type Permission = keyof typeof permissions;

const estate = ['fleet:read', 'runs:read', 'drift:read', 'encryption:read', 'sources:read', 'account'] as const;

export const roles = {
  viewer: [...estate],
  engineer: [...estate, 'activity:read', 'sources:run', 'export'],
  manager: [...estate, 'activity:read', 'users:read', 'facilities:read', 'export'],
  'security-officer': [
    ...estate,
    'activity:read',
    'audit:read',
    'audit:verify',
    'retention:read',
    'sources:run',
    'users:read',
    'facilities:read',
    'tokens:read',
    'providers:read',
    'break-glass:read',
    'break-glass:review',
    'security:read',
    'export',
  ],
  auditor: [
    ...estate,
    'activity:read',
    'audit:read',
    'audit:verify',
    'retention:read',
    'users:read',
    'facilities:read',
    'providers:read',
    'break-glass:read',
    'security:read',
    'export',
  ],
  administrator: Object.keys(permissions).filter((permission) => permission !== 'ingest') as Permission[],
} satisfies Record<string, Permission[]>;
/** What a person can be. */
export type Role = keyof typeof roles;

/** What a token can be: a role, or `ingest`, which may push and nothing else. */
export const tokenRoles = { ...roles, ingest: ['ingest'] } satisfies Record<string, Permission[]>;
export type TokenRole = keyof typeof tokenRoles;

export const roleNames: Record<TokenRole, string> = {
  viewer: 'Viewer',
  engineer: 'Engineer',
  manager: 'Manager',
  'security-officer': 'Security officer',
  auditor: 'Auditor',
  administrator: 'Administrator',
  ingest: 'Ingest',
};

export function isRole(text: string): text is Role {
  return Object.hasOwn(roles, text);
}

export function isTokenRole(text: string): text is TokenRole {
  return Object.hasOwn(tokenRoles, text);
}
