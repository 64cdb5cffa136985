import { z } from 'zod';

const id = z.string().describe('Decimal id');
const text = z.string().nullable();
const moment = z.iso.datetime().describe('UTC, RFC 3339');
const place = {
  account: text.describe('Cloud account'),
  region: text,
  facility: text.describe('From tags; null where none is named'),
  environment: text,
  team: text,
};

/** The rows of the read API, for its OpenAPI document. lib/queries/row-schemas.test.ts holds them against real answers. */
export const rowSchemas = {
  Host: z.strictObject({
    id,
    name: z.string(),
    ...place,
    system: text.describe('Operating system'),
    joined: z.enum(['joined', 'cloud-only', 'managed-only']).describe('Known to the cloud, to a tool, or to both'),
    disks: z.enum(['encrypted', 'unencrypted', 'unknown']).nullable(),
    status: z
      .string()
      .describe('Condition that its last run left it in; missing: not reported; unmanaged: never seen by a tool'),
    tool: text,
    since: moment.nullable().describe('Since when it is in this condition'),
    ranAt: moment.nullable().describe('Last run that started by the as-of date'),
    seenAt: moment.nullable().describe('Last complete scan that saw it in the cloud'),
    goneAt: moment.nullable().describe('When it went, if it is gone today'),
  }),
  Resource: z.strictObject({
    id,
    externalId: z.string().describe('The provider’s own id'),
    kind: z.string(),
    name: z.string(),
    ...place,
    status: text,
    encryption: z.enum(['encrypted', 'unencrypted', 'unknown']).nullable(),
    system: text,
    since: moment.describe('Since when it is as it is'),
    firstSeenAt: moment,
  }),
  Snapshot: z.strictObject({
    resourceId: id,
    kind: z.string(),
    name: z.string(),
    account: text,
    region: text,
    facility: text,
    status: text,
    encryption: text,
    validFrom: moment,
    validTo: moment.nullable().describe('Null while it holds, as of the date'),
    digest: z.string().describe('SHA-256 of what was recorded, in hexadecimal'),
  }),
  HistoryState: z.strictObject({
    change: z.enum(['appeared', 'changed', 'gone', 'back']),
    validFrom: moment,
    validTo: moment.nullable(),
    name: z.string(),
    fields: z.array(z.strictObject({ path: z.string(), before: text, after: text })),
  }),
  Encryption: z.strictObject({
    id,
    externalId: z.string(),
    kind: z.string(),
    name: z.string(),
    ...place,
    status: z.enum(['encrypted', 'unencrypted', 'unknown', 'not-applicable']),
    reason: z.string().describe('What decided, or why it is not known'),
    check: z.string(),
    since: moment,
    host: text,
    hostId: text,
  }),
  Run: z.strictObject({
    id,
    host: z.string(),
    hostId: id,
    tool: z.string(),
    mode: z.enum(['enforce', 'check']).describe('check: nothing was changed; `changed` counts what would have been'),
    outcome: z.string(),
    firstStartedAt: moment.describe('Start of the first run of the row'),
    startedAt: moment.describe('Start of the last run of the row'),
    finishedAt: moment.nullable(),
    runs: z.number().int().describe('How many uneventful runs of a host and a day the row stands for'),
    ok: z.number().int(),
    changed: z.number().int(),
    failed: z.number().int(),
    revision: text.describe('Commit of the playbook'),
    playbook: text,
    actor: text,
    controller: text,
    facility: text,
    environment: text,
    team: text,
    error: text,
  }),
} as const;

/** What a row is, for lists whose rows are not described field by field. */
export const anyRow = z.looseObject({ id }).describe('See the columns of the page');
