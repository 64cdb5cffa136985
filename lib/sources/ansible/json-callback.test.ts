import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type GivenRun, readJsonCallback } from '@/lib/sources/ansible/json-callback';

const file = (name: string) => readFileSync(new URL(`fixtures/${name}`, import.meta.url), 'utf8');
const read = (name: string, given: Partial<GivenRun> = {}) => {
  const answer = readJsonCallback(file(`${name}.stdout`), { mode: 'enforce', ...given });
  if (!answer.ok) throw new Error(answer.problem);
  return answer;
};
const byHost = (name: string, given: Partial<GivenRun> = {}) =>
  Object.fromEntries(read(name, given).reports.map((report) => [report.host.name, report]));

describe('recorded runs', () => {
  test('a check says what would change, what it could not tell, what failed and who was not reached', () => {
    const { web1, web2, db1, down1 } = byHost('02-check-diff-json', {
      mode: 'check',
      diff: true,
      controller: 'build-01',
    });
    expect(web1).toMatchObject({
      tool: 'ansible',
      mode: 'check',
      host: { system: 'Debian 12.11', addresses: [], groups: [] },
      startedAt: expect.stringMatching(/^2026-11-20T08:49:49/),
      finishedAt: expect.stringMatching(/^2026-11-20T08:49:59/),
      playbook: 'site.yml',
      controller: 'build-01',
      ...{ ok: 10, changed: 6, failed: 0, skipped: 4, unreachable: false },
    });
    const statuses = web1?.events.map((event) => `${event.task} | ${event.status}`);
    expect(statuses).toContain('Command is skipped in check mode | unknown');
    expect(statuses?.filter((one) => one === 'NTP servers (loop) | pending')).toHaveLength(2);
    expect(web1?.events.find((event) => event.task === 'sshd : sshd_config')).toMatchObject({
      before: '# managed by ansible\nPort 22\nPermitRootLogin yes\nPasswordAuthentication yes\nX11Forwarding no',
      after: '# managed by ansible\nPort 22\nPermitRootLogin no\nPasswordAuthentication no\nX11Forwarding no',
    });
    expect(web1?.events.find((event) => event.task === 'Secret file')).toEqual({
      task: 'Secret file',
      action: 'ansible.builtin.copy',
      status: 'pending',
    });
    expect(web2?.events.at(-1)).toMatchObject({ status: 'failed', message: expect.stringContaining('not patched') });
    expect(db1?.events.slice(-3).map((event) => event.status)).toEqual(['ignored', 'rescued', 'failed']);
    expect(down1).toMatchObject({ unreachable: true, ok: 0, events: [{ status: 'unreachable' }] });
  });

  test('no difference is kept unless it was asked for', () => {
    for (const report of read('02-check-diff-json', { mode: 'check' }).reports)
      expect(report.events.filter((event) => event.before ?? event.after)).toEqual([]);
  });

  test.each([
    ['04-apply-json', { web1: 9, web2: 9, db1: 7, down1: 0 }],
    ['05-second-apply-json', { web1: 2, web2: 2, db1: 1, down1: 0 }],
  ])('%s: the totals are those of Ansible', (name, changed) => {
    const reports = byHost(name);
    expect(Object.fromEntries(Object.entries(reports).map(([host, it]) => [host, it.changed]))).toEqual(changed);
  });

  test('text before the JSON is stepped over', () => {
    expect(read('08-json-verbose', { mode: 'check' }).reports.map((report) => report.host.name)).toEqual(['web1']);
  });

  test('check mode that was not said is noted', () => {
    expect(read('02-check-diff-json').note).toMatch(/was this a run with --check/);
    expect(read('04-apply-json').note).toBeNull();
  });

  test('ansible-pull -o with nothing new is no run, and says so', () => {
    expect(read('11-pull-unchanged-o')).toEqual({
      ok: true,
      reports: [],
      note: 'ansible-pull found nothing new: no run took place, nothing was checked',
    });
  });

  test.each([
    ['01-check-diff-default', {}, /callback for people.*ANSIBLE_STDOUT_CALLBACK=json/],
    ['07-check-yaml', {}, /callback for people/],
    ['10-pull-first', {}, /callback for people/],
    ['18-sg-no-credentials-default', {}, /callback for people/],
    ['20-sg-check-diff-default', {}, /callback for people/],
    ['13-pull-bad-url', { exitCode: 2 }, /could not fetch the repository \(exit code 2\).*does not appear to be a git/],
    [
      '15-syntax-error-json',
      { exitCode: 4, stderr: file('15-syntax-error-json.stderr') },
      /empty \(exit code 4\).*bad\.yml': line 5/,
    ],
    [
      '16-no-hosts-matched-json',
      { exitCode: 1, stderr: file('16-no-hosts-matched-json.stderr') },
      /No host matched.*exit code 1/,
    ],
  ])('%s is refused with the reason', (name, given, problem) => {
    const answer = readJsonCallback(file(`${name}.stdout`), { mode: 'check', ...given });
    expect(answer).toEqual({ ok: false, problem: expect.stringMatching(problem) });
  });

  test('what secrets the recordings hold does not come through', () => {
    const kept = ['02-check-diff-json', '04-apply-json', '05-second-apply-json'].map((name) =>
      JSON.stringify(read(name, { diff: true }).reports),
    );
    expect(kept.join('')).not.toContain('s3cr3t');
  });
});

describe('around the JSON', () => {
  const json = file('08-json-verbose.stdout').split('\n').slice(1).join('\n');

  test('ansible-pull: repository, commit and check mode come from what it says first', () => {
    const pull = file('10-pull-first.stdout').split('\n').slice(0, 12);
    pull[1] = '/usr/bin/ansible-pull -U https://bob:s3cr3t@git.example.test/x.git -i localhost, local.yml --check';
    const [report] = readOk(`${pull.join('\n')}\n${json}`);
    expect(report).toMatchObject({
      mode: 'check',
      repository: 'https://git.example.test/x.git',
      revision: 'c4559a79a57199364e9508e6a6fa13bcb8dd13b7',
    });
  });

  test('localhost is told under the name of the machine', () => {
    const [report] = readOk(json.replaceAll('"web1"', '"localhost"'), { controller: 'laptop-7' });
    expect(['build-01', 'laptop-7']).toContain(report?.host.name);
  });

  test('text after it, Windows line ends and two outputs in one are read', () => {
    expect(readOk(`${json}\nPlaybook run took 0 days\n`)).toHaveLength(1);
    expect(readOk(json.replaceAll('\n', '\r\n'))).toHaveLength(1);
    expect(readOk(`${json}\n${json}`)).toHaveLength(2);
    expect(readOk(JSON.stringify(JSON.parse(json)))).toHaveLength(1);
  });

  test.each([
    ['cut', json.slice(0, 2000), /cut: its JSON begins in line 1 and has no end/],
    ['broken', json.replace('"stats"', 'stats'), /begins in line 1: This is not JSON/],
    ['other JSON', '{\n "a": 1\n}', /line 1 is not of Ansible's json callback: plays/],
    ['prose', 'hello', /no line is a single \{. It begins with: hello/],
    ['nested too deep', `{\n${'['.repeat(200)}\n}`, /nested deeper/],
  ])('%s output is refused with the place', (_name, stdout, problem) => {
    expect(readJsonCallback(stdout, { mode: 'check' })).toEqual({
      ok: false,
      problem: expect.stringMatching(problem),
    });
  });

  function readOk(stdout: string, given: Partial<GivenRun> = {}) {
    const answer = readJsonCallback(stdout, { mode: 'enforce', ...given });
    if (!answer.ok) throw new Error(answer.problem);
    return answer.reports;
  }
});
