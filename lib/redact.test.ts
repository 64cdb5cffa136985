import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { redactLog, redactText, redactValue } from '@/lib/redact';

const file = fileURLToPath(new URL('sources/fixtures/redaction.json', import.meta.url));
const examples: { text: string; hidden: string[]; kept: string[] }[] = JSON.parse(readFileSync(file, 'utf8'));

describe('secrets in texts', () => {
  test.each(examples)('$text', ({ text, hidden, kept }) => {
    const redacted = redactText(text);
    for (const secret of hidden) expect(redacted).not.toContain(secret);
    for (const word of kept) expect(redacted).toContain(word);
    expect(redactText(redacted)).toBe(redacted);
  });

  test('long hostile texts cost little', () => {
    for (const piece of ['a', 'password', '-', '"', 'key: ', '://', '-----BEGIN PRIVATE KEY', 'login ', '<token']) {
      const started = performance.now();
      redactText(piece.repeat(Math.ceil(100_000 / piece.length)));
      expect(performance.now() - started).toBeLessThan(1000);
    }
  });

  const hasAnsible = spawnSync('/usr/bin/python3', ['-c', 'import ansible']).status === 0;
  test.runIf(hasAnsible)('the Ansible callback hides the same', () => {
    const folder = fileURLToPath(new URL('../integrations/ansible/callback_plugins', import.meta.url));
    const script = `import json, sys; sys.path.insert(0, ${JSON.stringify(folder)}); import plumbline
print(json.dumps([plumbline.clean(one["text"], 100000) for one in json.load(sys.stdin)]))`;
    const run = spawnSync('/usr/bin/python3', ['-Bc', script], { input: JSON.stringify(examples), encoding: 'utf8' });
    expect(run.stderr).toBe('');
    expect(JSON.parse(run.stdout)).toEqual(examples.map(({ text }) => redactText(text)));
  });
});

test('values under secret names are hidden, answers are not', () => {
  expect(
    redactValue({ user: 'bob', password: 'x', nested: [{ api_key: 'y', keep: 1 }], token: null, has_secret: true }),
  ).toEqual({ user: 'bob', password: '***', nested: [{ api_key: '***', keep: 1 }], token: null, has_secret: true });
});

test.each([
  ['patient 123-45-6789 was moved', '123-45-6789'],
  ['MRN: 00482913 not found', '00482913'],
  ['medical record number 4829130', '4829130'],
  ['date of birth 1971-03-02', '1971-03-02'],
  ['"dob":"02/03/1971"', '02/03/1971'],
  ['mail to jane.doe+x@clinic.example.org bounced', 'jane.doe'],
  ['retrying with password=canary', 'canary'],
])('a line of the log keeps no trace of a person or secret: %s', (line, hidden) => {
  expect(redactLog(line)).not.toContain(hidden);
});

test('what a log is for stays in it', () => {
  const line =
    'scope 418203995571/us-east-1/aws.ec2.volume failed at 2026-11-20T10:42:00.000Z, 10.0.4.17:5432, i-0a1b2c3d';
  expect(redactLog(line)).toBe(line);
});
