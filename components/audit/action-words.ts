/** What was done, as a person would say it. */
const words: Record<string, string> = {
  'access.refused': 'Was refused',
  'activity.recorded': 'Recorded activity',
  'audit-key.made': 'Made the signing key',
  'audit-log.anchored': 'Anchored anew the log',
  'audit-log.verified': 'Verified the audit log:',
  'day.counted': 'Counted the day',
  'export.begun': 'Began an export of',
  'export.broken-off': 'Broke off the export of',
  'export.made': 'Exported',
  'findings.recorded': 'Recorded findings',
  'password.changed': 'Changed the password of',
  'role.changed': 'Changed the role of',
  'reach.changed': 'Changed the reach of',
  'runs.recorded': 'Recorded runs',
  'sample.loaded': 'Loaded the sample estate',
  'sample.removed': 'Removed the sample estate',
  'scan.recorded': 'Recorded a scan',
  'second-factor.removed': 'Removed the second factor of',
  'second-factor.set': 'Set up the second factor of',
  'session.begun': 'Signed in',
  'session.ended': 'Ended a session',
  'session.refused': 'Tried to sign in',
  'sessions.ended': 'Ended all sessions of',
  'silence.recorded': 'Noted silence',
  'source.added': 'Added the source',
  'source.collected': 'Collected from',
  'source.removed': 'Removed the source',
  'source.used': 'Used the source',
  'token.made': 'Made the token',
  'token.revoked': 'Revoked the token',
  'user.added': 'Added the user',
  'user.disabled': 'Disabled the user',
  'user.enabled': 'Enabled the user',
};

/** An action that has no words yet is said as it is named: `thing.renamed` is "Thing renamed". */
export function actionWords(action: string): string {
  const plain = action.replaceAll(/[.-]/g, ' ');
  return words[action] ?? plain.charAt(0).toUpperCase() + plain.slice(1);
}
