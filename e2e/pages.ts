import type { Examples } from '@/e2e/estate';

type Place = readonly [name: string, path: (examples: Examples) => string];

/** Every page that a signed-in person can come to, in the states that look different. */
export const pages: readonly Place[] = [
  ['fleet health', () => '/'],
  ['the wall screen', () => '/?wall'],
  ['fleet', () => '/fleet?limit=20'],
  ['fleet with filters', () => '/fleet?limit=20&status=failing&facility=Riverside&q=ehr'],
  ['fleet where nothing matches', () => '/fleet?q=no-host-is-called-so'],
  ['volumes', () => '/fleet?kind=aws.ec2.volume&limit=20'],
  ['security groups', () => '/fleet?kind=aws.ec2.security-group&limit=20'],
  ['a host', ({ host }) => `/fleet/${host}`],
  ['the history of a host', ({ host }) => `/fleet/${host}?tab=history`],
  ['the runs of a host', ({ host }) => `/fleet/${host}?tab=runs`],
  ['who touched a host', ({ host }) => `/fleet/${host}?tab=activity`],
  ['a security group', ({ group }) => `/fleet/${group}`],
  ['a volume', ({ volume }) => `/fleet/${volume}`],
  ['runs', () => '/runs?period=7d&limit=20'],
  ['a failed run', ({ failedRun }) => `/runs/${failedRun}`],
  ['a day of uneventful runs', ({ quietRun }) => `/runs/${quietRun}`],
  ['drift', () => '/drift'],
  ['one drift', ({ drift }) => `/drift/${drift}`],
  ['encryption', () => '/encryption?limit=20'],
  ['audit in Plumbline', ({ auditEvent }) => `/audit?limit=20${auditEvent ? `&open=${auditEvent}` : ''}`],
  ['audit in the estate', ({ activity }) => `/audit?in=estate&limit=20&open=${activity}`],
  ['sources', ({ source }) => `/sources?open=${source}`],
  ['settings', () => '/settings'],
  ['users', () => '/settings/users'],
  ['tokens', () => '/settings/tokens'],
  ['roles', () => '/settings/roles'],
];
