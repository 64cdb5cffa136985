import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll } from 'vitest';

const folder = path.resolve('../shared/aws-emulator');
const python = '/usr/bin/python3';

/** False where the emulator does not lie beside the project: tests that need it are then skipped, and say so. */
export const hasEmulator = existsSync(folder);
export const emulatorSkip = hasEmulator ? '' : ' (skipped: ../shared/aws-emulator is not here)';

/** The truth about a made world, as far as the tests ask for it. */
export interface Expected {
  now: string;
  counts: Record<string, number>;
  perScope: Record<string, Record<string, number>>;
  unencryptedVolumes: string[];
  plainHttpListeners: string[];
  publicDatabases: string[];
  unencryptedDatabases: string[];
  imdsV1Instances: string[];
  bucketsWithoutEncryption: string[];
  bucketsWithoutPublicAccessBlock: string[];
  openToWorld: { groupId: string; protocol: string; from: number | null; to: number | null; cidr: string }[];
  explainedBy: { event: string; eventName: string; user: string; resource: string }[];
}

export interface Emulator {
  expected: Expected;
  /** Changes what goes wrong from now on; what is not named stays */
  faults: (faults: Record<string, unknown>) => Promise<void>;
  /** Calls and errors by operation since the last time it was asked */
  requests: () => Promise<Record<string, { calls: number; errors: Record<string, number> }>>;
  /** Changes a file of the world, such as `111111111111/global/s3/BucketEncryption.json` */
  edit: (file: string, change: (content: Record<string, unknown>) => void) => void;
}

/** Makes a world, serves it while the tests of the file run, and points the SDK of this process at it. */
export function useEmulator(options: { hosts: number; accounts?: number; regions?: number }): Emulator {
  let world = '';
  let server: ChildProcess | undefined;
  let url = '';
  const emulator: Emulator = {
    expected: {} as Expected,
    faults: async (faults) => {
      const answer = await fetch(`${url}/_emulator/faults`, { method: 'POST', body: JSON.stringify(faults) });
      if (!answer.ok) throw new Error(await answer.text());
    },
    requests: async () => {
      const answer = await fetch(`${url}/_emulator/requests`, { method: 'DELETE' });
      return (await answer.json()) as Awaited<ReturnType<Emulator['requests']>>;
    },
    edit: (file, change) => {
      const content = JSON.parse(readFileSync(path.join(world, file), 'utf8')) as Record<string, unknown>;
      change(content);
      writeFileSync(path.join(world, file), JSON.stringify(content));
    },
  };

  beforeAll(async () => {
    world = mkdtempSync(path.join(tmpdir(), 'plumbline-world-'));
    const { hosts, accounts = 2, regions = 3 } = options;
    const sizes = ['--hosts', hosts, '--accounts', accounts, '--regions', regions, '--seed', 7].map(String);
    execFileSync(python, [path.join(folder, 'make-world.py'), '--out', world, ...sizes]);
    emulator.expected = JSON.parse(readFileSync(path.join(world, 'expected.json'), 'utf8')) as Expected;
    server = spawn(python, [path.join(folder, 'serve.py'), '--world', world, '--port', '0', '--verify-signatures']);
    url = await listening(server);
    process.env.AWS_ENDPOINT_URL = url;
    process.env.AWS_ACCESS_KEY_ID = 'AKIAPLUMBLINE0000001';
    process.env.AWS_SECRET_ACCESS_KEY = 'secret';
  });
  afterAll(() => {
    server?.kill('SIGTERM');
    rmSync(world, { recursive: true, force: true });
  });
  return emulator;
}

function listening(server: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    server.stdout?.on('data', (chunk) => {
      said += String(chunk);
      const url = /listening on (\S+)/.exec(said)?.[1];
      if (url) resolve(url);
    });
    server.on('exit', (code) => reject(new Error(`The emulator ended with ${code}`)));
  });
}
