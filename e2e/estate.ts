import type { APIRequestContext } from 'playwright/test';

/** What the pages of single things are opened with; each is there at the moment that was asked for. */
export interface Examples {
  host: string;
  group: string;
  volume: string;
  failedRun: string;
  quietRun: string;
  drift: string;
  auditEvent: string | null;
  activity: string;
  source: string;
}

type Row = Record<string, string>;

/** Rows of a list of the API, as of a moment; null is now. */
export async function rowsOf(request: APIRequestContext, list: string, asOf: string | null): Promise<Row[]> {
  const answer = await request.get(`/api/v1/${list}${asOf ? `${list.includes('?') ? '&' : '?'}asOf=${asOf}` : ''}`);
  if (!answer.ok()) throw new Error(`${answer.url()} answered ${answer.status()}`);
  return ((await answer.json()) as { data: Row[] }).data;
}

/** Examples of what the sample estate has, as of a moment; null is now. */
export async function examplesAt(request: APIRequestContext, asOf: string | null): Promise<Examples> {
  const first = async (list: string) => (await rowsOf(request, list, asOf))[0] ?? {};
  const id = async (list: string) => need((await first(list)).id, list);
  const failed = await first('runs?outcome=failed&period=30d&limit=1');
  const group = 'resources?kind=aws.ec2.security-group&q=ehr-app-edge&limit=1';
  return {
    host: need(failed.hostId, 'the host of a failed run'),
    group: await id(group),
    volume: await id('resources?kind=aws.ec2.volume&limit=1'),
    failedRun: need(failed.id, 'a failed run'),
    quietRun: await id('runs?outcome=unchanged&limit=1'),
    drift: await id('drift?limit=1'),
    auditEvent: (await first('audit?limit=1')).id ?? null,
    activity: await id('activity?limit=1'),
    source: (await first('sources')).id ?? '',
  };
}

function need(value: string | undefined, what: string): string {
  if (value === undefined) throw new Error(`The sample estate has no such thing: ${what}`);
  return value;
}
