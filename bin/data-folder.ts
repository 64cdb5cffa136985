import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { messageOf } from '@/lib/errors';

const password = z.string().min(16);
const DatabaseFile = z.object({ port: z.number().int(), password, web: password, worker: password });
/** Where the embedded database listens, the password of its owner, and those of the roles of web and worker. */
export type DatabaseFile = z.infer<typeof DatabaseFile>;

const SupervisorFile = z.object({ pid: z.number().int(), address: z.string() });

/** What Plumbline keeps on disk: the embedded cluster in `postgres/`, its port and password, and who supervises it. */
export class DataFolder {
  readonly path: string;

  constructor(path: string) {
    this.path = resolve(path);
  }

  get cluster(): string {
    return join(this.path, 'postgres');
  }

  /** Makes the folder where it is missing; throws one line when it cannot be written to. */
  requireWritable(): void {
    const probe = join(this.path, `.probe-${process.pid}`);
    try {
      // Node never returns from a recursive mkdir below /proc and its like.
      if (!existsSync(this.path)) mkdirSync(this.path, { recursive: !existsSync(dirname(this.path)) });
      writeFileSync(probe, '');
      rmSync(probe);
    } catch (error) {
      throw new Error(
        `The data folder ${this.path} cannot be written to (${messageOf(error)}): make it writable or set PLUMBLINE_DATA_DIR`,
      );
    }
  }

  /** Null before the first start. */
  readDatabase(): DatabaseFile | null {
    const text = this.read('database.json');
    // An earlier version knew the owner alone.
    return text === null
      ? null
      : DatabaseFile.parse({ web: makePassword(), worker: makePassword(), ...JSON.parse(text) });
  }

  /** Port and passwords; these are made once and only their owner can read them. */
  keepDatabase(port: number): DatabaseFile {
    const made = { password: makePassword(), web: makePassword(), worker: makePassword() };
    const kept = { ...made, ...this.readDatabase(), port };
    this.write('database.json', kept);
    return kept;
  }

  /** The supervisor that runs on this folder now, if any. */
  supervisor(): { pid: number; address: string } | null {
    const text = this.read('supervisor.json');
    if (text === null) return null;
    const found = SupervisorFile.parse(JSON.parse(text));
    const runs = found.pid !== process.pid && commandOf(found.pid)?.includes('start.mjs');
    return runs ? found : null;
  }

  keepSupervisor(address: string): void {
    this.write('supervisor.json', { pid: process.pid, address });
  }

  forgetSupervisor(): void {
    rmSync(join(this.path, 'supervisor.json'), { force: true });
  }

  /** Process id of a server that still runs on the cluster, left by a supervisor that was killed. */
  orphan(): number | null {
    const pid = Number(this.read('postgres/postmaster.pid')?.split('\n')[0]);
    if (!Number.isInteger(pid) || pid <= 1) return null;
    if (commandOf(pid)?.includes(this.cluster)) return pid;
    // Another program has the number by now: Postgres would take it for a server and refuse to start.
    rmSync(join(this.cluster, 'postmaster.pid'), { force: true });
    return null;
  }

  private read(name: string): string | null {
    const file = join(this.path, name);
    return existsSync(file) ? readFileSync(file, 'utf8') : null;
  }

  private write(name: string, content: unknown): void {
    const file = join(this.path, name);
    writeFileSync(`${file}.new`, JSON.stringify(content), { mode: 0o600 });
    renameSync(`${file}.new`, file);
  }
}

function makePassword(): string {
  return randomBytes(24).toString('base64url');
}

/** The command line of a process; null when there is none with this number. */
function commandOf(pid: number): string | null {
  const proc = `/proc/${pid}/cmdline`;
  if (existsSync('/proc/self/cmdline'))
    return existsSync(proc) ? readFileSync(proc, 'utf8').replaceAll('\0', ' ') : null;
  const listed = spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
  return listed.status === 0 ? listed.stdout : null;
}
