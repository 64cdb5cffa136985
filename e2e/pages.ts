import type { Examples } from '@/e2e/estate';

type Path = string | ((examples: Examples) => string);

/** Every page that a signed-in person can come to, in the states that look different. Few rows show all that many do. */
export const pages: Readonly<Record<string, readonly Path[]>> = {
  'fleet health': ['/', '/?wall'],
  hosts: [
    '/fleet?limit=12',
    '/fleet?limit=12&status=failing&facility=Riverside&q=ehr',
    '/fleet?q=no-host-is-called-so',
  ],
  'other kinds': ['/fleet?kind=aws.ec2.volume&limit=12', '/fleet?kind=aws.ec2.security-group&limit=12'],
  'one host': [
    ({ host }) => `/fleet/${host}`,
    ({ host }) => `/fleet/${host}?tab=history`,
    ({ host }) => `/fleet/${host}?tab=runs`,
    ({ host }) => `/fleet/${host}?tab=activity`,
  ],
  'one of another kind': [({ group }) => `/fleet/${group}`, ({ volume }) => `/fleet/${volume}`],
  runs: ['/runs?period=7d&limit=12', ({ failedRun }) => `/runs/${failedRun}`, ({ quietRun }) => `/runs/${quietRun}`],
  drift: ['/drift', ({ drift }) => `/drift/${drift}`],
  encryption: ['/encryption?limit=12'],
  audit: [
    ({ auditEvent }) => `/audit?limit=12${auditEvent ? `&open=${auditEvent}` : ''}`,
    ({ activity }) => `/audit?in=estate&limit=12&open=${activity}`,
  ],
  sources: [({ source }) => `/sources?open=${source}`],
  settings: [
    '/settings',
    '/settings/users',
    '/settings/sessions',
    '/settings/security',
    '/settings/facilities',
    '/settings/tokens',
    '/settings/providers',
    '/settings/break-glass',
    '/settings/retention',
    '/settings/roles',
  ],
};
