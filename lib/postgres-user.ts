import { spawnSync } from 'node:child_process';

interface Identity {
  uid: number;
  gid: number;
}

export interface PostgresUser {
  /** Owner of the data folder; null is whoever runs Plumbline */
  owner: Identity | null;
  /** Passed to spawn */
  identity: Identity | Record<never, never>;
  command: (file: string, args: string[]) => { file: string; args: string[] };
}

/**
 * Who the embedded server runs as: the caller, or, since Postgres refuses root, the user postgres, made where it is
 * missing. Where that user may not enter the folders, it is lent the right to read them and nothing else.
 */
export function postgresUser(binary: string, folder: string): PostgresUser {
  const plain = (file: string, args: string[]) => ({ file, args });
  if (process.getuid?.() !== 0) return { owner: null, identity: {}, command: plain };
  const owner = identityOf('postgres') ?? makeIdentity();
  const probe = ['-c', 'test -x "$0" && test -x "$1"', binary, folder];
  if (spawnSync('/bin/sh', probe, { ...owner, cwd: '/' }).status === 0)
    return { owner, identity: owner, command: plain };
  const ids = [`--reuid=${owner.uid}`, `--regid=${owner.gid}`, '--clear-groups'];
  const capabilities = ['--inh-caps=+dac_read_search', '--ambient-caps=+dac_read_search'];
  const lent = [...ids, ...capabilities, '/bin/sh', ...probe];
  if (spawnSync('setpriv', lent, { cwd: '/' }).status !== 0)
    throw new Error(
      `The database runs as the user postgres, who may not enter ${folder}: start Plumbline as another user than root, or chmod o+x the folders above`,
    );
  const command = (file: string, args: string[]) => ({
    file: 'setpriv',
    args: [...ids, ...capabilities, file, ...args],
  });
  return { owner, identity: {}, command };
}

function identityOf(name: string): Identity | null {
  const ask = (what: string) => spawnSync('id', [what, name], { encoding: 'utf8' });
  const [user, group] = [ask('-u'), ask('-g')];
  return user.status === 0 && group.status === 0 ? { uid: Number(user.stdout), gid: Number(group.stdout) } : null;
}

function makeIdentity(): Identity {
  spawnSync('useradd', ['--system', '--user-group', '--no-create-home', 'postgres']);
  const identity = identityOf('postgres');
  if (!identity) throw new Error('Postgres does not run as root and no user postgres could be made: use another user');
  return identity;
}
