import { randomBytes } from 'node:crypto';

/** What all secrets of a run begin with; it stands nowhere else in the world. */
export const mark = `QZ${randomBytes(5).toString('hex').toUpperCase()}`;

/** Secrets that somebody thought up; no two are alike. */
export function secretCanaries(count: number): string[] {
  return Array.from({ length: count }, (_, i) => `${mark}${String(i).padStart(2, '0')}XK`);
}

/** A push of runs by somebody whose playbooks forget `no_log`, with ten of them. */
export function leakyDelivery(canaries: readonly string[]): object {
  const [a, b, c, d, e, f, g, h, i, j] = canaries;
  const startedAt = new Date(Date.now() - 60_000).toISOString();
  const event = { task: `Set --db-password ${a}`, action: 'template', status: 'changed' };
  const host = { name: 'web-1', facts: { db_password: b, proxy: `http://user:${c}@proxy.example.org:3128` } };
  const report = {
    tool: 'ansible',
    host,
    mode: 'enforce',
    startedAt,
    finishedAt: startedAt,
    repository: `https://bot:${d}@git.example.org/ops.git`,
    tags: `token=${e}`,
    events: [
      {
        ...event,
        before: `user: app\npassword: ${f}\n`,
        after: `-----BEGIN PRIVATE KEY-----\n${g}\n-----END PRIVATE KEY-----`,
      },
      { ...event, status: 'failed', message: JSON.stringify({ invocation: { module_args: { api_key: h } } }) },
      { ...event, item: `Authorization: Bearer ${i}1`, path: '/etc/app.conf' },
    ],
  };
  return { version: 1, deliveryId: 'leaky', reports: [report, { tool: 1, secret: j }] };
}

/** An event of CloudTrail whose parameters hold four. */
export function leakyTrailRecord([a, b, c, d]: readonly string[]): object {
  return {
    eventID: '11111111-2222-3333-4444-555555555555',
    eventTime: '2026-11-20T10:00:00Z',
    eventSource: 'rds.amazonaws.com',
    eventName: 'CreateDBInstance',
    awsRegion: 'us-east-1',
    recipientAccountId: '418203995571',
    userIdentity: { type: 'IAMUser', userName: 'ann', accountId: '418203995571' },
    requestParameters: { masterUserPassword: a, tags: [{ key: 'api-token', value: b }], userData: c },
    responseElements: { credentials: { secretAccessKey: d } },
  };
}
