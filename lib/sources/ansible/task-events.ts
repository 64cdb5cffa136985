import { redactText, redactValue } from '@/lib/redact';
import type { RunEvent } from '@/lib/resources/run-report';
import { cut, differenceOf, isRecord } from '@/lib/sources/ansible/difference';

type Result = Record<string, unknown>;

/** How a failed result ended: Ansible's JSON says so only in the totals of the host. */
export type Failure = 'failed' | 'ignored' | 'rescued';

export interface TaskContext {
  task: string;
  mode: 'enforce' | 'check';
  /** Differences were asked for */
  diff: boolean;
  failure: Failure;
}

/** Whether check mode skipped what it could not try: then the state is unknown, not compliant. */
export function couldNotTell(result: Result): boolean {
  return result.skipped === true && typeof result.msg === 'string' && /check[ _]mode/i.test(result.msg);
}

/** The events of one task on one host: one for each item of a loop, none where nothing happened. */
export function taskEvents(result: Result, context: TaskContext): RunEvent[] {
  if ('censored' in result) return eventOf(result, result, context);
  const items = Array.isArray(result.results) ? result.results.filter(isRecord) : [];
  const looped = items.some((item) => 'ansible_loop_var' in item || '_ansible_item_label' in item);
  const failedItem = items.some((item) => item.failed === true || item.unreachable === true);
  if (!looped || (result.failed === true && !failedItem)) return eventOf(result, result, context);
  return items.flatMap((item) => eventOf(item, result, context));
}

function eventOf(piece: Result, whole: Result, context: TaskContext): RunEvent[] {
  const status = statusOf(piece, context);
  if (status === null) return [];
  const task = cut(redactText(context.task), 500);
  const action = typeof whole.action === 'string' ? whole.action.slice(0, 200) : '';
  if ('censored' in piece || piece._ansible_no_log === true) return [{ task, action, status }];
  const changes = status === 'changed' || status === 'pending';
  const shown = changes && context.diff ? differenceOf(piece.diff) : { before: null, after: null };
  const message = changes ? null : messageOf(piece);
  return [{ task, action, status, item: itemOf(piece), path: pathOf(piece), message, ...shown }];
}

function statusOf(piece: Result, { mode, failure }: TaskContext): RunEvent['status'] | null {
  if (piece.unreachable === true) return failure === 'ignored' ? 'ignored' : 'unreachable';
  if (piece.failed === true) return failure;
  if (piece.skipped === true) return couldNotTell(piece) ? 'unknown' : null;
  if (piece.changed !== true) return null;
  return mode === 'check' ? 'pending' : 'changed';
}

function messageOf(piece: Result): string {
  const message = typeof piece.msg === 'string' ? piece.msg : JSON.stringify(redactValue(piece.msg ?? 'No message'));
  const code = typeof piece.rc === 'number' && message.includes('return code') ? ` (${piece.rc})` : '';
  return cut(redactText(message + code), 4000);
}

function itemOf(piece: Result): string | null {
  const label = piece._ansible_item_label ?? piece[String(piece.ansible_loop_var ?? 'item')];
  if (label === undefined || label === null) return null;
  const named = isRecord(label) ? (label.name ?? label.path ?? label.dest ?? label.key) : label;
  const text = typeof named === 'string' ? named : JSON.stringify(redactValue(named ?? label));
  return cut(redactText(text), 200);
}

function pathOf(piece: Result): string | null {
  const invocation = isRecord(piece.invocation) ? piece.invocation : {};
  const words = isRecord(invocation.module_args) ? invocation.module_args : {};
  const found = [piece.path, piece.dest, words.path, words.dest, words.name, words.pkg].find(
    (one) => typeof one === 'string' || (Array.isArray(one) && one.length > 0),
  );
  return found === undefined ? null : cut(redactText(String(found)), 500);
}
