import { join, resolve } from 'node:path';
import { webArguments } from '@/bin/child-arguments';
import { Environment } from '@/lib/env';

const root = resolve(import.meta.dirname, '..');

export interface WebProcess {
  args: string[];
  env: NodeJS.ProcessEnv;
}

/** Settings of the worker and of operators, though they are settings of ours. */
const ofOthers = /^PLUMBLINE_(ADMIN_|WITNESS_|WEB_DATABASE_URL$|WORKER_DATABASE_URL$)/;
/** What Node, OpenSSL, Postgres and Next read of the environment. */
const ofSystem = [
  'TZ',
  'LANG',
  'LC_ALL',
  'NODE_EXTRA_CA_CERTS',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'PGSSLMODE',
  'NODE_ENV',
  'MALLOC_ARENA_MAX',
];
const known = new Set([...Object.keys(Environment.shape), ...ofSystem, 'PLUMBLINE_HOME', 'NEXT_TELEMETRY_DISABLED']);

/**
 * How the web process, which answers the network, is started: with the settings that it knows and nothing else of the
 * environment, the database as its own role, and Node's permission model: it reads its build and two files of the data
 * folder, writes nothing, and starts no process, no thread and no native code.
 */
export function webProcess(base: NodeJS.ProcessEnv, url: string, host: string, port: number): WebProcess {
  const kept = Object.entries(base).filter(([name]) => known.has(name) && !ofOthers.test(name));
  const own = { DATABASE_URL: url, HOSTNAME: host, PORT: String(port), PLUMBLINE_PROCESS: 'web' };
  const env = { NODE_ENV: 'production' as const, ...Object.fromEntries(kept), ...own };
  return { args: [...permissionsOf(env, url), ...webArguments], env };
}

function permissionsOf(env: NodeJS.ProcessEnv, url: string): string[] {
  const data = resolve(env.PLUMBLINE_DATA_DIR ?? '.plumbline');
  const files = [
    join(root, '.next/standalone/'),
    ...['bin/web.mjs', 'bin/close-metadata.mjs'].map((file) => join(root, file)),
    join(data, 'secret.keys'),
    env.PLUMBLINE_ALLOWED_TARGETS ? resolve(env.PLUMBLINE_ALLOWED_TARGETS) : join(data, 'allowed-targets'),
    ...certificatesOf(url),
  ];
  const can = process.allowedNodeEnvironmentFlags;
  return [
    can.has('--permission') ? '--permission' : '--experimental-permission',
    '--disable-warning=ExperimentalWarning',
    // Where Node could forbid the network too, it has to be allowed: whom we call is the business of lib/outgoing.
    ...(can.has('--allow-net') ? ['--allow-net'] : []),
    ...files.map((file) => `--allow-fs-read=${file}`),
  ];
}

/** Files that the address of the database names, for a server with a certificate authority of one's own. */
function certificatesOf(url: string): string[] {
  const given = new URL(url).searchParams;
  return ['sslrootcert', 'sslcert', 'sslkey'].flatMap((name) => given.get(name) ?? []);
}
