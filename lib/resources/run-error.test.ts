import { expect, test } from 'vitest';
import { errorOf, errorPattern } from '@/lib/resources/run-error';

test.each<[string, [string, string], [string, string], boolean]>([
  ['host names', ['web-01: no route', 'web-01'], ['web-02: no route', 'web-02'], true],
  [
    'short names',
    ['sudo: unable to resolve host web-01', 'web-01.example.test'],
    ['sudo: unable to resolve host web-02', 'web-02.example.test'],
    true,
  ],
  ['addresses', ['connect to 10.0.0.7 port 22: refused', 'a'], ['connect to 10.0.9.8 port 22: refused', 'b'], true],
  [
    'ports are another error',
    ['connect to 10.0.0.7 port 22: refused', 'a'],
    ['connect to 10.0.0.7 port 443: refused', 'b'],
    false,
  ],
  [
    'temporary paths',
    ['cannot write /tmp/ansible-tmp-1732/x.py', 'a'],
    ['cannot write /tmp/ansible-tmp-9981/y.py', 'b'],
    true,
  ],
  ['times', ['expired at 2026-11-20T08:51:25Z', 'a'], ['expired at 2026-11-19T00:00:01Z', 'b'], true],
  ['packages are another error', ['no package nginx', 'a'], ['no package openssl', 'b'], false],
])('%s', (_name, [one, hostOne], [other, hostOther], same) => {
  expect(errorPattern(one, hostOne) === errorPattern(other, hostOther)).toBe(same);
});

test('a host name with signs of a regular expression is only a name', () => {
  expect(errorPattern('a+b(c: gone', 'a+b(c')).toContain('gone');
});

const ended = { failed: 1, unreachable: false, interrupted: false, events: [] };
const event = (status: 'failed' | 'changed' | 'unreachable', task: string, message?: string) => ({
  task,
  action: '',
  status,
  message,
});

test.each([
  ['nothing failed', { ...ended, failed: 0 }, null],
  [
    'the first failing task',
    { ...ended, events: [event('changed', 'Copy'), event('failed', 'Install', 'no space\n')] },
    'Install: no space',
  ],
  ['no message', { ...ended, events: [event('failed', 'Install')] }, 'Install'],
  ['no event', ended, 'A task failed; the report does not say which'],
  ['unreachable', { ...ended, failed: 0, unreachable: true }, 'The host could not be reached'],
  ['cut', { ...ended, failed: 0, interrupted: true }, 'The run was cut before its end'],
])('the error of a run: %s', (_name, report, error) => {
  expect(errorOf(report)).toBe(error);
});
