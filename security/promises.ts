/** What a suite holds Plumbline to, and how it is run alone. */
export interface SuitePromise {
  promise: string;
  run: string;
}

const unit = (file: string) => `npx vitest run security/${file}.test.ts`;
const browser = (file: string) => `npm test -- build e2e (security/${file}.e2e.ts)`;

/** Every suite that reports a line, by its name; docs/assurance.md is made of this and of the lines. */
export const promises: Readonly<Record<string, SuitePromise>> = {
  audit: {
    promise: 'No change of the audit log by its owner goes unseen, and none is called that is none',
    run: unit('audit'),
  },
  'audit-completeness': {
    promise: 'Every command leaves an event, or is a part of one that does',
    run: unit('audit-completeness'),
  },
  'audit-proofs': { promise: 'Proofs are those of RFC 6962, and a wrong bit breaks them', run: unit('audit-proofs') },
  auditfail: { promise: 'What cannot be recorded does not happen', run: unit('auditfail') },
  authz: {
    promise: 'Each role does what its table says, with and without the filters of the application',
    run: unit('authz'),
  },
  bypass: { promise: 'No request gets round the sign-in, with and without proxy.ts', run: browser('bypass') },
  contain: { promise: 'Who breaks into the web process gets no further', run: unit('contain') },
  csrf: { promise: 'Nothing is written by a page that is not ours', run: browser('csrf') },
  deps: { promise: 'What we are made of is known, few, and new enough', run: unit('deps') },
  doors: { promise: 'Every page and handler stands in the table of permissions', run: browser('doors') },
  headers: {
    promise: 'Every door answers with the headers that narrow what a browser may do',
    run: browser('headers'),
  },
  limits: { promise: 'Guessing is slow, and does not lock out who knows', run: unit('limits') },
  oidc: { promise: 'A sign-in that is not exactly right is refused', run: unit('oidc') },
  parsers: { promise: 'What is uploaded is bounded before it is believed', run: unit('parsers') },
  'reach-of-three': { promise: 'Facilities, environments and teams limit what is seen', run: unit('reach-of-three') },
  'permission-mutations': {
    promise: 'A check of permission that is taken out turns a test red',
    run: 'npm run test:nightly',
  },
  secrets: { promise: 'Secrets are stored sealed or not at all, and told to nobody', run: unit('secrets') },
  session: { promise: 'Sessions end when they should, at once when ended', run: unit('session') },
  'session-fail-open': { promise: 'What breaks lets nobody in', run: unit('session-fail-open') },
  'session-revoked': { promise: 'A session that is ended is refused within a second', run: unit('session-revoked') },
  ssrf: { promise: 'Nobody is called who should not be', run: unit('ssrf') },
  xss: { promise: 'What is shown is never run', run: browser('xss') },
};
