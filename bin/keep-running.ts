import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { redactLog } from '@/lib/redact';

export interface Kept {
  /** SIGTERM, and SIGKILL to what is left after `graceMs` */
  stop: (graceMs: number) => Promise<void>;
}

const firstWaitMs = 500;
const longestWaitMs = 30_000;
/** Who lived so long has recovered: the next end waits the first wait again. */
const soundAfterMs = 60_000;

/** Runs a Node process and starts it again whenever it ends, waiting twice as long each time. */
export function keepRunning(name: string, args: string[], env: NodeJS.ProcessEnv, say: (line: string) => void): Kept {
  let child: ChildProcess;
  let ended: Promise<void>;
  let stopping = false;
  let waitMs = firstWaitMs;
  let timer: NodeJS.Timeout | undefined;

  const start = () => {
    const begun = Date.now();
    // The channel tells the child when its supervisor is gone; the process group of its own keeps Ctrl-C from it.
    child = spawn(process.execPath, args, { env, detached: true, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
    passOn(child);
    ended = new Promise((end) => {
      child.once('exit', (code, signal) => {
        end();
        if (stopping) return;
        if (Date.now() - begun > soundAfterMs) waitMs = firstWaitMs;
        say(`${name} ended (${signal ?? `code ${code}`}), starting it again in ${waitMs / 1000} s`);
        timer = setTimeout(start, waitMs);
        waitMs = Math.min(waitMs * 2, longestWaitMs);
      });
    });
  };
  start();

  return {
    stop: async (graceMs) => {
      stopping = true;
      clearTimeout(timer);
      child.kill('SIGTERM');
      const last = setTimeout(() => child.kill('SIGKILL'), graceMs);
      await ended;
      clearTimeout(last);
    },
  };
}

/** Log lines (JSON) and errors go on to our standard error, these without secrets; the framework's greeting does not. */
function passOn(child: ChildProcess): void {
  if (child.stdout)
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line.startsWith('{')) process.stderr.write(`${line}\n`);
    });
  if (child.stderr)
    createInterface({ input: child.stderr }).on('line', (line) => process.stderr.write(`${redactLog(line)}\n`));
}
