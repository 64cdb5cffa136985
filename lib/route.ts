import { z } from 'zod';
import { type Actor, anonymous } from '@/lib/access/audit-event';
import { recordLook, requirePeriod } from '@/lib/access/auditor-look';
import { readJsonBody } from '@/lib/access/json-body';
import { parseInput, searchParamsOf } from '@/lib/access/parse-input';
import type { Permission } from '@/lib/access/permissions';
import { problem } from '@/lib/access/problem';
import { recordRefusal } from '@/lib/access/refusal';
import { requestContext } from '@/lib/access/request-context';
import { viewerOfRequest } from '@/lib/access/require-viewer';
import { requireSameOrigin } from '@/lib/access/same-origin';
import { type RequestContext, requirePermission, type Viewer } from '@/lib/access/viewer';
import { AppError } from '@/lib/errors';
import type { ListAnswer } from '@/lib/queries/page';
import { type CsvList, csvStream } from '@/lib/reports/csv-stream';

/** Path parameters as Next gives them. */
export type Params = Record<string, string | string[] | undefined>;
export type Handler = ((request: Request, context?: { params: Promise<Params> }) => Promise<Response>) & {
  /** Who may: read by the test that compares doors and permissions */
  can: Permission | 'anybody';
};

/**
 * A door for viewers with a permission that answers in its own way, such as a push that reads its own body. Everything
 * that is the same at every door happens here: who, origin, refusals on record, errors as problem documents, `no-store`.
 */
export function door(spec: {
  can: Permission;
  answer: (viewer: Viewer, request: Request, params: Params) => Promise<Response>;
}): Handler {
  return guarded(spec.can, async (request, params, context, known) => {
    const viewer = await viewerOfRequest(request.headers, context);
    known(viewer);
    requireSameOrigin(request);
    requirePermission(viewer, spec.can);
    const { pathname, search } = new URL(request.url);
    if (request.method === 'GET') await recordLook(viewer, `${pathname}${search}`);
    return spec.answer(viewer, request, params);
  });
}

/** A door for those who are not signed in yet. security/doors.test.ts lists every one. */
export function openDoor<Body extends z.ZodType>(spec: {
  body: Body;
  /** A form of ours may send it, with nothing in it; else only JSON is taken */
  form?: true;
  answer: (context: RequestContext, body: z.output<Body>, request: Request, params: Params) => Promise<Response>;
}): Handler {
  return guarded('anybody', async (request, params, context) => {
    requireSameOrigin(request, { form: spec.form ?? false });
    return spec.answer(context, parseInput(spec.body, await readJsonBody(request)), request, params);
  });
}

/** A door for other servers, which bring a proof of their own in what they send: no cookie and no origin is looked at. */
export function serverDoor(
  answer: (context: RequestContext, request: Request, params: Params) => Promise<Response>,
): Handler {
  return guarded('anybody', (request, params, context) => answer(context, request, params));
}

type Input<Query extends z.ZodType, Body extends z.ZodType> = z.output<Query> & z.output<Body>;

/**
 * A handler that says who (`can`), what (`query`: search and path parameters; `body`: JSON) and which answer; nothing
 * else. A list becomes the envelope of the API; with `csv`, `?format=csv` streams all of it to those who may export.
 */
export function route<Result, Query extends z.ZodType = z.ZodObject, Body extends z.ZodType = z.ZodObject>(spec: {
  can: Permission;
  query?: Query;
  body?: Body;
  csv?: CsvList & {
    /** Answers the pages of the CSV, where a page that somebody looks at is an event of its own */
    pages?: (viewer: Viewer, input: Input<Query, Body>) => Promise<Result>;
  };
  answer: (viewer: Viewer, input: Input<Query, Body>) => Promise<Result>;
}): Handler {
  return door({
    can: spec.can,
    answer: async (viewer, request, params) => {
      const { format, ...given } = searchParamsOf(request.url);
      const query = spec.query ? parseInput(spec.query, { ...given, ...params }) : noInput({ ...given, ...params });
      const body = spec.body ? parseInput(spec.body, await readJsonBody(request)) : {};
      const input = { ...(query as object), ...(body as object) } as Input<Query, Body>;
      if (spec.query && asksDate(spec.query)) requirePeriod(viewer, (input as { asOf?: Date }).asOf);
      if (format !== undefined && (format !== 'csv' || spec.csv === undefined))
        throw new AppError('invalid', 'format: only csv is known, and only for lists', { field: 'format' });
      if (format === undefined || spec.csv === undefined) return json(await spec.answer(viewer, input));
      const pages = spec.csv.pages ?? spec.answer;
      return csvStream(viewer, spec.csv, { ...(input as object) }, async (page) =>
        listOf(await pages(viewer, { ...(input as object), cursor: undefined, ...page } as typeof input)),
      );
    },
  });
}

function asksDate(query: z.ZodType): boolean {
  return query instanceof z.ZodObject && 'asOf' in query.shape;
}

/** An answer as JSON: a list in the envelope of the API, anything else as `data`, nothing as 204. */
export function json(answer: unknown): Response {
  if (answer === undefined) return new Response(null, { status: 204 });
  if (!isList(answer)) return jsonResponse({ data: answer });
  const { rows, next, asOf, observedAt, coverage } = answer;
  return jsonResponse({ data: rows, page: { next }, asOf: asOf ?? new Date(), observedAt, coverage });
}

function jsonResponse(body: unknown): Response {
  const text = JSON.stringify(body, (_key, value) => (typeof value === 'bigint' ? Number(value) : value));
  return new Response(text, { headers: { 'Content-Type': 'application/json' } });
}

function isList(answer: unknown): answer is ListAnswer<unknown> {
  return typeof answer === 'object' && answer !== null && 'rows' in answer && 'next' in answer && 'coverage' in answer;
}

function listOf(answer: unknown): ListAnswer<unknown> {
  if (!isList(answer)) throw new AppError('invalid', 'format: this is not a list', { field: 'format' });
  return answer;
}

function noInput(given: Params): Params {
  const field = Object.keys(given)[0];
  if (field !== undefined) throw new AppError('invalid', `${field} is not known here`, { field });
  return given;
}

function guarded(
  can: Permission | 'anybody',
  work: (
    request: Request,
    params: Params,
    context: RequestContext,
    known: (viewer: Viewer) => void,
  ) => Promise<Response>,
): Handler {
  const handler = async (request: Request, given?: { params: Promise<Params> }) => {
    const context = requestContext(request.headers);
    let actor: Actor = anonymous(context);
    try {
      const response = await work(request, (await given?.params) ?? {}, context, (viewer) => {
        actor = viewer;
      });
      if (!response.headers.has('cache-control')) response.headers.set('Cache-Control', 'no-store');
      response.headers.set('X-Content-Type-Options', 'nosniff');
      response.headers.set('X-Request-Id', context.requestId);
      return response;
    } catch (error) {
      if (error instanceof AppError && (error.status === 401 || error.status === 403))
        await recordRefusal(actor, `${request.method} ${new URL(request.url).pathname}`, error);
      return problem(error, context.requestId);
    }
  };
  return Object.assign(handler, { can });
}
