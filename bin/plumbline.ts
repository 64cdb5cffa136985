import { randomUUID } from 'node:crypto';
import { userInfo } from 'node:os';
import { parseArgs } from 'node:util';
import { type Command, UsageError } from '@/bin/command';
import { anchorAuditLog } from '@/bin/commands/audit-anchor';
import { rotateAuditKey } from '@/bin/commands/audit-rotate-key';
import { verifyAudit } from '@/bin/commands/audit-verify';
import { migrateDatabase } from '@/bin/commands/migrate';
import { pushRun } from '@/bin/commands/run-push';
import { loadSampleEstate } from '@/bin/commands/sample-load';
import { removeSampleEstate } from '@/bin/commands/sample-remove';
import { rotateSecretKey } from '@/bin/commands/secrets-rotate-key';
import { addAwsSource } from '@/bin/commands/source-add-aws';
import { addGitSource } from '@/bin/commands/source-add-git';
import { listSourcesOf } from '@/bin/commands/source-list';
import { removeSourceNamed } from '@/bin/commands/source-remove';
import { runSource } from '@/bin/commands/source-run';
import { createTokenNamed } from '@/bin/commands/token-create';
import { createUserAccount } from '@/bin/commands/user-create';
import { resetSecondFactorOf } from '@/bin/commands/user-reset-second-factor';
import { unlockUser } from '@/bin/commands/user-unlock';
import { openDatabase } from '@/bin/open-database';
import { operatorViewer } from '@/lib/access/viewer';
import { db } from '@/lib/db';
import { readEnvironment } from '@/lib/env';
import { messageOf } from '@/lib/errors';
import { migrate } from '@/lib/migrate';

const commands: readonly Command[] = [
  createUserAccount,
  resetSecondFactorOf,
  unlockUser,
  createTokenNamed,
  addAwsSource,
  addGitSource,
  runSource,
  listSourcesOf,
  removeSourceNamed,
  pushRun,
  verifyAudit,
  rotateAuditKey,
  anchorAuditLog,
  rotateSecretKey,
  migrateDatabase,
  loadSampleEstate,
  removeSampleEstate,
];

/** Runs what was typed and returns the exit code: 0 done, 1 not done, 2 typed wrongly. Errors go to standard error. */
export async function plumbline(typed: string[], folder: string): Promise<number> {
  const command = commands.find(({ name }) => typed.slice(0, name.split(' ').length).join(' ') === name);
  const asksHelp = typed.length === 0 || typed.includes('--help') || typed.includes('-h') || typed[0] === 'help';
  if (asksHelp) {
    process.stdout.write(command ? helpOf(command) : overview(typed));
    return 0;
  }
  if (!command) {
    complain(`${typed.join(' ')} is no command: npx plumbline --help lists them`);
    return 2;
  }
  try {
    const { values, positionals } = parse(command, typed.slice(command.name.split(' ').length));
    return await run(command, values, positionals, folder);
  } catch (error) {
    complain(messageOf(error));
    if (!(error instanceof UsageError)) return 1;
    process.stderr.write(usageOf(command));
    return 2;
  }
}

function parse(command: Command, rest: string[]) {
  try {
    const options = { ...command.options, json: { type: 'boolean' } } as const;
    const parsed = parseArgs({ args: rest, options, allowPositionals: true, strict: true });
    const extra = parsed.positionals[command.words ?? 0];
    if (extra !== undefined) throw new UsageError(`${extra} is one word too many`);
    return parsed as { values: Record<string, string | boolean | undefined>; positionals: string[] };
  } catch (error) {
    throw error instanceof UsageError ? error : new UsageError(messageOf(error).split('. ')[0]);
  }
}

async function run(
  command: Command,
  values: Record<string, string | boolean | undefined>,
  positionals: string[],
  folder: string,
): Promise<number> {
  const database = await openDatabase(readEnvironment());
  process.env.DATABASE_URL = database.url;
  try {
    if (command.migrated !== false) await migrate(database.url);
    const viewer = operatorViewer(userInfo().username, `cli_${randomUUID()}`);
    const answer = await command.run({ values, positionals, viewer, folder });
    const text = values.json ? JSON.stringify(answer.json) : answer.text;
    if (text !== '') process.stdout.write(`${text}\n`);
    return answer.exitCode ?? 0;
  } finally {
    await db().$disconnect();
    await database.close();
  }
}

function overview(typed: string[]): string {
  const wanted = typed.filter((word) => !word.startsWith('-') && word !== 'help').join(' ');
  const listed = commands.filter(({ name }) => name.startsWith(wanted));
  const width = Math.max(...commands.map(({ name }) => name.length));
  const lines = (listed.length > 0 ? listed : commands).map(
    ({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`,
  );
  return `Usage: npx plumbline <command> [options]\n\n${lines.join('\n')}\n\nnpx plumbline <command> --help says more. All take --json.\n`;
}

function usageOf({ name, usage }: Command): string {
  return `Usage: npx plumbline ${`${name} ${usage}`.trim()} [--json]\n`;
}

function helpOf(command: Command): string {
  return [usageOf(command).trimEnd(), '', command.summary, ...command.help.map((line) => `  ${line}`), ''].join('\n');
}

function complain(message: string): void {
  process.stderr.write(`plumbline: ${message}\n`);
}
