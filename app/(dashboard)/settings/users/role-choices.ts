import type { Role } from '@/lib/access/permissions';

/** Roles of people, as a form offers them. */
export const roleChoices: { value: Role; label: string }[] = [
  { value: 'viewer', label: 'Viewer' },
  { value: 'engineer', label: 'Engineer' },
  { value: 'manager', label: 'Manager' },
  { value: 'security-officer', label: 'Security officer' },
  { value: 'auditor', label: 'Auditor' },
  { value: 'administrator', label: 'Administrator' },
];
