import pino from 'pino';
import { redactLog, redactValue } from '@/lib/redact';

/** Makes the log, one JSON line each; whatever is passed, no secret and nothing of a person reaches it. */
export function makeLog(destination?: pino.DestinationStream): pino.Logger {
  return pino(
    {
      level: process.env.LOG_LEVEL ?? 'info',
      base: { process: process.env.PLUMBLINE_PROCESS ?? 'plumbline' },
      timestamp: pino.stdTimeFunctions.isoTime,
      // What comes here is plain already, of errors too.
      serializers: { err: (told: unknown) => told },
      hooks: {
        logMethod(given, write) {
          write.apply(this, given.map(forLog) as Parameters<typeof write>);
        },
      },
    },
    destination ?? pino.destination(1),
  );
}

/** The operational log of this process. */
export const log = makeLog();

/** A copy for the log: errors as their message and stack, secrets hidden by their name and by their look. */
function forLog(value: unknown): unknown {
  return hideTexts(redactValue(plain(value)));
}

/** Deep enough for what is logged; what turns in a circle ends. */
const deepest = 8;

function plain(value: unknown, depth = 0): unknown {
  if (value instanceof Error) return plain({ ...pino.stdSerializers.err(value) }, depth);
  if (value instanceof Date) return value.toISOString();
  if (value === null || typeof value !== 'object') return value;
  if (depth > deepest) return '…';
  if (Array.isArray(value)) return value.map((item) => plain(item, depth + 1));
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, plain(member, depth + 1)]));
}

function hideTexts(value: unknown): unknown {
  if (typeof value === 'string') return redactLog(value);
  if (Array.isArray(value)) return value.map(hideTexts);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, hideTexts(member)]));
}
