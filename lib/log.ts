import pino from 'pino';

/** Operational log, one JSON line each. Secrets never reach it: these paths are removed whatever is passed. */
export const log = pino({
  level: process.env.LOG_LEVEL ?? 'info',
  base: { process: process.env.PLUMBLINE_PROCESS ?? 'plumbline' },
  timestamp: pino.stdTimeFunctions.isoTime,
  redact: {
    paths: [
      '*.password',
      '*.token',
      '*.secret',
      '*.authorization',
      '*.cookie',
      'password',
      'token',
      'secret',
      'authorization',
      'cookie',
    ],
    censor: '***',
  },
});
