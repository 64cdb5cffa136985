import { firstStart } from '@/bin/first-start';
import { db } from '@/lib/db';
import { messageOf } from '@/lib/errors';
import { migrate } from '@/lib/migrate';

// One short process of the start: migrates, sees to an administrator, and says on its last line what the supervisor
// should tell.
try {
  await migrate(process.env.DATABASE_URL ?? '', undefined, true);
  const answer = await firstStart({ sample: process.argv.includes('--sample') });
  await db().$disconnect();
  process.stdout.write(`${JSON.stringify(answer)}\n`);
} catch (error) {
  process.stderr.write(`${messageOf(error)}\n`);
  process.exitCode = 1;
}
