import { CloudTrailClient, paginateLookupEvents } from '@aws-sdk/client-cloudtrail';
import { z } from 'zod';
import type { ActivityEvent } from '@/lib/resources/activity-event';
import type { AwsAccess } from '@/lib/sources/aws/client';
import { paged, readPages, unreadableRow } from '@/lib/sources/aws/table';
import { isWorthKeeping, parseTrailEvent } from '@/lib/sources/aws/trail-event';
import type { CollectContext, Collected, Unreadable } from '@/lib/sources/source';

const hourMs = 3_600_000;
/** CloudTrail keeps events for so long. */
const keptMs = 90 * 24 * hourMs;
/** Events come late, by a quarter of an hour or more; what comes twice has the same id. */
const lateMs = hourMs;

/** The moment from which events are asked for: a day back at first, then from the last complete collection. */
export function lookupFrom(at: Date, lastCompleteAt: Date | null): Date {
  const since = lastCompleteAt ? lastCompleteAt.getTime() - lateMs : at.getTime() - 24 * hourMs;
  return new Date(Math.max(since, at.getTime() - keptMs));
}

async function* eventPages(access: AwsAccess, from: Date, to: Date): AsyncGenerator<readonly unknown[]> {
  const input = {
    StartTime: from,
    EndTime: to,
    // Reads outnumber changes a hundredfold, and CloudTrail answers two pages a second
    LookupAttributes: [{ AttributeKey: 'ReadOnly' as const, AttributeValue: 'false' }],
  };
  const client = access.client(CloudTrailClient);
  const pages = paginateLookupEvents({ client, pageSize: 50 }, input, { abortSignal: access.signal });
  for await (const page of paged('cloudtrail:LookupEvents', access, pages)) yield page.Events ?? [];
}

/** Collects what was changed in one account and region since the last complete collection. */
export async function collectActivity(
  access: AwsAccess,
  context: Pick<CollectContext, 'at' | 'lastCompleteAt'>,
): Promise<Collected> {
  const from = lookupFrom(context.at, context.lastCompleteAt);
  const activity = new Map<string, ActivityEvent>();
  const unreadable: Unreadable[] = [];
  const reading = await readPages(eventPages(access, from, context.at), (row) => {
    const event = parsed(row);
    if (event instanceof z.ZodError) unreadable.push(unreadableRow(row, 'EventId', event));
    else if (isWorthKeeping(event)) {
      activity.set(event.eventId, {
        ...event,
        account: event.account ?? access.account,
        region: event.region ?? access.region,
      });
    }
  });
  return { ...reading, activity: [...activity.values()], unreadable };
}

function parsed(row: unknown): ActivityEvent | z.ZodError {
  try {
    return parseTrailEvent(row);
  } catch (error) {
    if (error instanceof z.ZodError) return error;
    if (!(error instanceof SyntaxError)) throw error;
    return new z.ZodError([{ code: 'custom', path: ['CloudTrailEvent'], message: 'is not JSON', input: undefined }]);
  }
}
