import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { reportSuite } from './report-suite';

// One event for every write: a command that changes anything leaves one, or is a part of one that does.
const root = join(import.meta.dirname, '..');
const commands = join(root, 'lib/commands');
const read = (file: string) => readFileSync(file, 'utf8');
const files = readdirSync(commands).filter((file) => file.endsWith('.ts') && !file.includes('.test.'));
const measured = { commands: 0, withEvent: 0, parts: 0, doors: 0, unrecorded: 0 };

/** Parts of a command's transaction, which leaves the event; and what only tells how a thing goes, or is the record itself. */
const without: Record<string, string> = {
  'claim-delivery.ts': 'the receipt of a push, whose event is that of its runs',
  'end-provider-sessions.ts': 'part of changing or removing a provider',
  'ensure-scope.ts': 'part of recording a scan',
  'facility-rule.ts': 'part of adding and changing rules',
  'give-provider-reach.ts': 'part of signing in',
  'give-role.ts': 'part of adding users and of changing roles',
  'grant-reach.ts': 'part of adding users and tokens and of changing reach',
  'move-states.ts': 'part of placing resources',
  'record-checkpoint.ts': 'the checkpoint is the record',
  'record-delivery.ts': 'how it goes with a witness; the checkpoint is the record',
  'record-hosts.ts': 'part of recording scans and runs',
  'require-bound-host.ts': 'part of recording runs',
  'seal-events.ts': 'the leaf is the record',
  'take-answer.ts': 'part of signing in',
  'write-host-links.ts': 'part of recording hosts',
  'write-runs.ts': 'part of recording runs',
  'write-snapshots.ts': 'part of recording scans',
  'write-timelines.ts': 'part of recording runs',
};

const writes = (text: string) => /\b(INSERT INTO|UPDATE [a-z_]+ |DELETE FROM|SELECT erase_audit_month)/.test(text);
const records = (text: string) => /writeAuditEvent\(|\brecord\(/.test(text);

afterAll(() =>
  reportSuite({
    suite: 'audit-completeness',
    pass: measured.unrecorded === 0 && measured.withEvent > 0,
    measured,
    target: { unrecorded: 0 },
    seed: null,
  }),
);

test.each(files.filter((file) => writes(read(join(commands, file)))))(
  '%s leaves an event, or is a part of what does',
  (file) => {
    const text = read(join(commands, file));
    measured.commands += 1;
    if (records(text)) measured.withEvent += 1;
    else if (without[file]) measured.parts += 1;
    else measured.unrecorded += 1;
    expect(
      records(text) || without[file],
      `${file} writes and leaves no audit event: call record in its transaction`,
    ).toBeTruthy();
  },
);

test('the list of those without an event names none that has one, or is gone', () => {
  for (const file of Object.keys(without)) {
    const text = files.includes(file) ? read(join(commands, file)) : '';
    expect(writes(text) && !records(text), `${file} does not belong in the list`).toBe(true);
  }
});

test('whatever a door changes is a command: no door, page or query writes', () => {
  for (const folder of ['app', 'lib/queries', 'lib/reports'])
    for (const file of readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })) {
      if (!/\.tsx?$/.test(file) || /test/.test(file)) continue;
      measured.doors += 1;
      expect(read(join(root, folder, file)), `${folder}/${file} writes`).not.toMatch(
        /`[^`]*\b(INSERT INTO|DELETE FROM|UPDATE [a-z_]+\s+SET)\b/,
      );
    }
});
