import { z } from 'zod';
import { createDocument, type ZodOpenApiPathItemObject } from 'zod-openapi';
import { AuditConsistencyQuery } from '@/lib/queries/audit-consistency';
import { AuditFilter } from '@/lib/queries/audit-filter';
import { AuditProofQuery } from '@/lib/queries/audit-proof';
import { DriftFilter } from '@/lib/queries/drift-filter';
import { ResourceQuery } from '@/lib/queries/get-resource';
import { RunQuery } from '@/lib/queries/get-run';
import { HostFilter } from '@/lib/queries/host-filter';
import { ActivityFilter } from '@/lib/queries/list-activity';
import { BreakGlassFilter } from '@/lib/queries/list-break-glass';
import { CheckpointFilter } from '@/lib/queries/list-checkpoints';
import { EncryptionFilter } from '@/lib/queries/list-encryption';
import { RuleFilter } from '@/lib/queries/list-facility-rules';
import { HistoryFilter } from '@/lib/queries/list-history';
import { ProviderFilter } from '@/lib/queries/list-providers';
import { RoleFilter } from '@/lib/queries/list-roles';
import { ScanFilter } from '@/lib/queries/list-scans';
import { SessionFilter } from '@/lib/queries/list-sessions';
import { SnapshotFilter } from '@/lib/queries/list-snapshots';
import { SourceFilter } from '@/lib/queries/list-sources';
import { RulePreviewQuery } from '@/lib/queries/preview-rule';
import { ResourceFilter } from '@/lib/queries/resource-filter';
import { anyRow, rowSchemas } from '@/lib/queries/row-schemas';
import { RunFilter } from '@/lib/queries/run-filter';
import { SearchQuery } from '@/lib/queries/search';

const Problem = z
  .object({ type: z.string(), title: z.string(), status: z.number().int(), detail: z.string(), requestId: z.string() })
  .meta({ id: 'Problem', description: 'RFC 9457' });

const Coverage = z
  .object({
    complete: z.boolean().describe('Every scope was scanned completely and is fresh'),
    scopes: z.array(z.looseObject({ key: z.string(), outcome: z.string(), stale: z.boolean() })),
  })
  .meta({ id: 'Coverage', description: 'How much of the estate the answer speaks of' });

const problem = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: Problem } },
});
const problems = {
  '401': problem('Not signed in'),
  '403': problem('The permission is missing; of type step-up-required, a proof of the last five minutes'),
  '429': problem('Too many tries, or too many exports at once; Retry-After says when to come again'),
  '422': problem('A parameter is wrong; the problem names it'),
};

/** Filters parse text into dates and lists; the document speaks of what is sent. */
function sent(filter: z.ZodObject, without: readonly string[] = []): z.ZodObject {
  const entries = Object.entries(filter.shape).filter(([key]) => !without.includes(key));
  return z.object(Object.fromEntries(entries.map(([key, schema]) => [key, textOf(key, schema as z.ZodType)])));
}

function textOf(key: string, schema: z.ZodType): z.ZodType {
  const description = schema.description;
  const base =
    key === 'limit'
      ? z.coerce.number().int().min(1).max(500)
      : ['asOf', 'from', 'to', 'since'].includes(key)
        ? z.iso.datetime({ offset: true })
        : z.string();
  return (description ? base.describe(description) : base).optional();
}

function list(summary: string, filter: z.ZodObject, row: z.ZodType): ZodOpenApiPathItemObject {
  const answer = z.object({
    data: z.array(row),
    page: z.object({ next: z.string().nullable() }),
    asOf: z.iso.datetime(),
    observedAt: z.iso.datetime().nullable(),
    coverage: Coverage,
  });
  const path = 'id' in filter.shape ? { path: z.object({ id: z.string() }) } : {};
  return {
    get: {
      summary,
      requestParams: { query: sent(filter, ['id']), ...path },
      responses: { '200': { description: summary, content: { 'application/json': { schema: answer } } }, ...problems },
    },
  };
}

function answer(summary: string, query: z.ZodObject): ZodOpenApiPathItemObject {
  const schema = z.object({ data: z.looseObject({}) });
  return {
    get: {
      summary,
      requestParams: { query: sent(query) },
      responses: {
        '200': { description: summary, content: { 'application/json': { schema } } },
        '404': problem('Not there, or not sealed yet'),
        ...problems,
      },
    },
  };
}

/** The OpenAPI 3.1 document of the read API, made from the filters that its handlers parse. */
export function openApiDocument() {
  const one = z.object({ data: z.looseObject({ id: z.string(), kind: z.string(), fields: z.looseObject({}) }) });
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Plumbline',
      version: '1',
      description: 'The read API behind every screen: the same filters, `asOf` (RFC 3339) everywhere, keyset cursors.',
    },
    security: [{ token: [] }],
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
      schemas: Object.fromEntries(Object.entries(rowSchemas)),
    },
    paths: {
      '/api/v1/hosts': list('Hosts, with the condition that their last run left them in', HostFilter, rowSchemas.Host),
      '/api/v1/resources': list('Resources of any kind', ResourceFilter, rowSchemas.Resource),
      '/api/v1/resources/{id}': {
        get: {
          summary: 'One resource as it was at the date',
          requestParams: { path: z.object({ id: z.string() }), query: sent(ResourceQuery, ['id']) },
          responses: {
            '200': { description: 'The resource', content: { 'application/json': { schema: one } } },
            '404': problem('Not there, or not within reach'),
            ...problems,
          },
        },
      },
      '/api/v1/resources/{id}/history': list(
        'What a resource was, newest first, field by field',
        HistoryFilter,
        rowSchemas.HistoryState,
      ),
      '/api/v1/snapshots': list('Snapshots in the order in which they began', SnapshotFilter, rowSchemas.Snapshot),
      '/api/v1/runs': list('Configuration-management runs', RunFilter, rowSchemas.Run),
      '/api/v1/runs/errors': {
        get: {
          summary: 'Equal errors of runs, grouped over hosts',
          requestParams: { query: sent(RunFilter) },
          responses: {
            '200': {
              description: 'The errors on most hosts, and how many there are',
              content: {
                'application/json': {
                  schema: z.object({ data: z.object({ rows: z.array(z.looseObject({})), total: z.number() }) }),
                },
              },
            },
            ...problems,
          },
        },
      },
      '/api/v1/runs/{id}': {
        get: {
          summary: 'One run with its events, its neighbours and every start that it stands for',
          requestParams: { path: z.object({ id: z.string() }), query: sent(RunQuery, ['id']) },
          responses: {
            '200': {
              description: 'The run',
              content: { 'application/json': { schema: z.object({ data: z.looseObject({ id: z.string() }) }) } },
            },
            '404': problem('Not there, or not within reach'),
            ...problems,
          },
        },
      },
      '/api/v1/drift': list('Differences between declared and observed', DriftFilter, rowSchemas.Drift),
      '/api/v1/encryption': list('Encryption of each resource', EncryptionFilter, rowSchemas.Encryption),
      '/api/v1/sources': list('Sources and how they are', SourceFilter, anyRow),
      '/api/v1/scans': list('Scans, newest first', ScanFilter, anyRow),
      '/api/v1/audit': list('What was done in Plumbline', AuditFilter, anyRow),
      '/api/v1/audit/checkpoints': list('Signed checkpoints of the audit log', CheckpointFilter, anyRow),
      '/api/v1/audit/proof': answer('The proof that an event is in the audit log', AuditProofQuery),
      '/api/v1/audit/consistency': answer('The proof that a log begins with an earlier one', AuditConsistencyQuery),
      '/api/v1/activity': list('What was done in the estate', ActivityFilter, anyRow),
      '/api/v1/sessions': list('Open sessions: one’s own, or everybody’s with security:read', SessionFilter, anyRow),
      '/api/v1/facility-rules': list('Rules that say where resources belong, in their order', RuleFilter, anyRow),
      '/api/v1/facility-rules/preview': answer('What the conditions of a rule match now', RulePreviewQuery),
      '/api/v1/roles': list(
        'Who may do what: each permission with the roles that have it',
        RoleFilter,
        z.looseObject({ permission: z.string(), words: z.string() }),
      ),
      '/api/v1/providers': list('Identity providers, never their secrets', ProviderFilter, anyRow),
      '/api/v1/break-glass': list(
        'Sign-ins with a local account while a provider was enabled',
        BreakGlassFilter,
        anyRow,
      ),
      '/api/v1/search': {
        get: {
          summary: 'What ⌘K finds',
          requestParams: { query: sent(SearchQuery) },
          responses: {
            '200': {
              description: 'Hits',
              content: { 'application/json': { schema: z.object({ data: z.array(z.looseObject({})) }) } },
            },
            ...problems,
          },
        },
      },
    },
  });
}
