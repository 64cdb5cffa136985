import { mkdir, open, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Carried, pathOf, type Witness } from '@/lib/jobs/witness';

/** A folder, best on another machine's disk: one file for each checkpoint, and the public keys beside them. */
export function folderWitness(folder: string): Witness {
  return {
    name: `folder ${folder}`,
    carry: async (checkpoint) => {
      await writeCheckpoint(folder, checkpoint);
    },
  };
}

/** Writes the checkpoint and the public keys below a folder. A file that is there already is never written over. */
export async function writeCheckpoint(folder: string, checkpoint: Carried): Promise<void> {
  const file = join(folder, pathOf(checkpoint));
  await mkdir(dirname(file), { recursive: true });
  await keep(join(dirname(dirname(file)), 'public-keys.txt'), `${checkpoint.publicKeys.join('\n')}\n`, true);
  await keep(file, checkpoint.note, false);
}

async function keep(file: string, text: string, grows: boolean): Promise<void> {
  const before = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (before === text) return;
  if (before !== null && !grows) throw new Error(`${file} holds another checkpoint`);
  await writeFile(`${file}.new`, text);
  const written = await open(`${file}.new`);
  await written.sync().finally(() => written.close());
  await rename(`${file}.new`, file);
}
