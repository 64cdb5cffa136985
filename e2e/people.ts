/** Who the journeys sign in as. */
export const people = {
  administrator: 'ada@meridian.example',
  'security-officer': 'sam@meridian.example',
  manager: 'mira@meridian.example',
  auditor: 'otto@meridian.example',
} as const;

export const password = 'a long and plain passphrase';
