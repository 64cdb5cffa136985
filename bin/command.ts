import type { ParseArgsConfig } from 'node:util';
import type { Viewer } from '@/lib/access/viewer';

/** What was typed after the verb. */
export interface Given {
  values: Readonly<Record<string, string | boolean | undefined>>;
  positionals: readonly string[];
  viewer: Viewer;
  /** The folder that the command was typed in: relative paths begin there */
  folder: string;
}

/** What a verb answers: `text` for people, `json` for programs (--json). */
export interface Answer {
  text: string;
  json: unknown;
  /** 0 unless given */
  exitCode?: number;
}

/** One verb of `npx plumbline`. */
export interface Command {
  /** `user create` */
  name: string;
  /** What follows the verb, as the help shows it */
  usage: string;
  summary: string;
  /** One line for each option */
  help: readonly string[];
  options: NonNullable<ParseArgsConfig['options']>;
  /** How many words may follow: 0 unless given */
  words?: number;
  /** False for verbs that need no migrated database */
  migrated?: boolean;
  run: (given: Given) => Promise<Answer>;
}

/** Typed wrongly: the message and how it is typed, exit code 2. */
export class UsageError extends Error {}

/** The text of an option that must be there. */
export function required({ values }: Given, option: string): string {
  const value = values[option];
  if (typeof value !== 'string' || value === '') throw new UsageError(`--${option} is missing`);
  return value;
}

/** The text of an option, undefined when it was not given. */
export function optional({ values }: Given, option: string): string | undefined {
  const value = values[option];
  return typeof value === 'string' ? value : undefined;
}
