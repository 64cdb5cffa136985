import { z } from 'zod';

const url = (protocols: string[]) =>
  z.string().refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol), {
    error: `must be an address that begins with ${protocols.map((p) => `${p}//`).join(' or ')}`,
  });

/** The environment, checked once. Each field says what it is for; README and `npm start` name the same. */
export const Environment = z.object({
  DATABASE_URL: url(['postgres:', 'postgresql:']).optional().describe('Postgres 15 or later; none: an embedded one'),
  PLUMBLINE_WEB_DATABASE_URL: url(['postgres:', 'postgresql:'])
    .optional()
    .describe('The same, as the role of the web process'),
  PLUMBLINE_WORKER_DATABASE_URL: url(['postgres:', 'postgresql:'])
    .optional()
    .describe('The same, as the role of the worker'),
  PLUMBLINE_DATA_DIR: z.string().min(1).default('.plumbline').describe('Folder of the embedded Postgres and of keys'),
  PORT: z.coerce.number().int().min(0).max(65535).default(3000).describe('Port of the web process'),
  HOST: z.string().default('127.0.0.1').describe('Address that the web process listens on'),
  PLUMBLINE_URL: url(['http:', 'https:']).optional().describe('Address under which people reach Plumbline'),
  PLUMBLINE_ORGANISATION: z.string().max(80).default('Plumbline').describe('Name in the header and on exports'),
  PLUMBLINE_ADMIN_EMAIL: z.email().optional().describe('Administrator made at an unattended first start'),
  PLUMBLINE_ADMIN_PASSWORD: z.string().min(12).optional().describe('At least 12 characters'),
  AUTH_OIDC_ISSUER: url(['http:', 'https:'])
    .optional()
    .describe('Issuer of the OpenID provider, exactly as in its metadata'),
  AUTH_OIDC_CLIENT_ID: z.string().min(1).optional(),
  AUTH_OIDC_CLIENT_SECRET: z.string().min(1).optional(),
  AUTH_OIDC_NAME: z.string().default('Single sign-on').describe('Words on the sign-in button'),
  AUTH_OIDC_ROLES: z.string().default('').describe('group=role pairs, comma-separated; no group, no role'),
  AUTH_OIDC_SCOPE: z.string().default('openid email profile').describe('Scopes asked for; some providers want groups'),
  AUTH_OIDC_GROUPS: z.string().min(1).default('groups').describe('Claim of the ID token that lists the groups'),
  AUTH_SECRET: z.string().min(32).optional().describe('Only where several web processes share a single sign-on'),
  PLUMBLINE_SECRET_KEYS: z
    .string()
    .regex(/^[\w-]{43}(,[\w-]{43})*$/, 'must be 32 bytes in base64url, or several such with commas')
    .optional()
    .describe('Keys of client secrets and second factors, the last one seals; none: secret.keys in the data folder'),
  PLUMBLINE_TRUSTED_PROXIES: z.coerce
    .number()
    .int()
    .min(0)
    .max(10)
    .default(0)
    .describe('Hops of X-Forwarded-For to trust'),
  PLUMBLINE_ALLOWED_TARGETS: z
    .string()
    .min(1)
    .optional()
    .describe('File of targets outside the open internet; none: allowed-targets in the data folder'),
  PLUMBLINE_WITNESS_FOLDER: z
    .string()
    .min(1)
    .optional()
    .describe('Folder that checkpoints of the audit log are copied to; none: witness/ in the data folder'),
  PLUMBLINE_WITNESS_GIT: url(['https:', 'file:']).optional().describe('Git repository that they are pushed to'),
  PLUMBLINE_WITNESS_BUCKET: url(['s3:']).optional().describe('Bucket with object lock: s3://bucket/prefix?region=…'),
  PLUMBLINE_WITNESS_BUCKET_DAYS: z.coerce
    .number()
    .int()
    .min(1)
    .max(36_525)
    .default(2192)
    .describe('Days for which nobody can delete a checkpoint there'),
  PLUMBLINE_WITNESS_WEBHOOK: url(['https:', 'http:'])
    .refine((text) => /^(https:|http:\/\/(127\.0\.0\.1|localhost|\[::1\])[:/])/.test(`${text}/`), {
      error: 'must be https, or http on this machine',
    })
    .optional()
    .describe('Address that they are posted to'),
  PLUMBLINE_WITNESS_SECRET: z.string().min(32).optional().describe('Signs what is posted (HMAC-SHA256)'),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal']).default('info'),
});
export type Environment = z.infer<typeof Environment>;

/** Reads and checks the environment; throws one line that names each setting that is wrong. */
export function readEnvironment(from: NodeJS.ProcessEnv = process.env): Environment {
  const given = Object.fromEntries(Object.entries(from).filter(([, value]) => value !== ''));
  const result = Environment.safeParse(given);
  if (result.success) return result.data;
  const wrong = result.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message.toLowerCase()}`);
  throw new Error(`Wrong settings: ${wrong.join('; ')}`);
}
