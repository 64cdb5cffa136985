import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { hasAnsible, makeBench, startSink } from '@/integrations/ansible/test-bench';
import type { RunReport } from '@/lib/resources/run-report';

if (!hasAnsible) console.log('ansible-playbook is not installed: its callback is not tested');

describe.runIf(hasAnsible)('the callback under real Ansible', { timeout: 180_000 }, () => {
  let sink: Awaited<ReturnType<typeof startSink>>;
  const bench = makeBench();
  beforeAll(async () => {
    sink = await startSink();
  });
  afterEach(() => {
    sink.pushed.length = 0;
    sink.state.answer = 202;
    bench.clearSpool();
  });
  afterAll(async () => {
    await sink.stop();
    bench.remove();
  });
  const here = () => ({ PLUMBLINE_URL: sink.url });
  const told = (report: RunReport | undefined) =>
    report?.events.map((it) => [it.task, it.status, ...(it.item ? [it.item] : [])].join(' | '));

  test('a checked and then an enforced run say what would change, what did, what failed and who was not reached', async () => {
    const checked = await bench.playbook('site', here(), '--check', '--diff', '--tags', 'all,extra');
    expect(checked.code).toBe(4);
    expect(sink.pushed).toHaveLength(1);
    const [push] = sink.pushed;
    expect(push?.headers).toMatchObject({ authorization: 'Bearer plumbline_ingest_test', 'content-encoding': 'gzip' });
    expect(JSON.parse(push?.text ?? '')).toMatchObject({ version: 1, deliveryId: push?.headers['idempotency-key'] });
    const [web1, web2, down1] = push?.reports ?? [];
    expect(web1).toMatchObject({
      host: {
        name: 'web1',
        groups: ['web'],
        addresses: ['10.20.4.11'],
        tags: { Facility: 'Riverside', Environment: 'production', Team: 'Web' },
      },
      mode: 'check',
      revision: bench.git('rev-parse', 'HEAD'),
      repository: 'https://git.example.test/ops/playbooks.git',
      playbook: 'site.yml',
      tags: 'extra',
      intervalSeconds: 900,
      interrupted: false,
      ...{ failed: 0, ignored: 1, rescued: 1, skipped: 1 },
    });
    expect(web1?.host.system).toMatch(/^\w+ \d/);
    expect(told(web1)).toEqual([
      'Configuration | pending',
      'In a loop | pending | one',
      'In a loop | pending | two',
      'Command | unknown',
      'Ignored | ignored',
      'Rescued | rescued',
      'Only checked | pending',
    ]);
    expect(web1?.events[0]).toMatchObject({ action: 'ansible.builtin.copy', after: 'Port 22\nPermitRootLogin no' });
    expect(web1?.events[0]?.path).toBe(`${bench.home}/root/web1.conf`);
    expect(web2).toMatchObject({ failed: 1, events: { length: 7 } });
    expect(web2?.events.at(-1)).toMatchObject({
      status: 'failed',
      message: 'web2 is not patched: openssl 1.1.1n < u5',
    });
    expect(down1).toMatchObject({ unreachable: true, ok: 0, failed: 0, events: [{ status: 'unreachable' }] });

    await bench.playbook('site', here());
    const enforced = sink.pushed[1]?.reports[0];
    expect(enforced).toMatchObject({ mode: 'enforce' });
    expect(enforced?.tags).toBeUndefined();
    expect(told(enforced)).toEqual([
      'Configuration | changed',
      'In a loop | changed | one',
      'In a loop | changed | two',
      'Command | changed',
      'Ignored | ignored',
      'Rescued | rescued',
      'Only checked | pending',
    ]);
    // Without --diff nothing of a file leaves.
    expect(sink.pushed[1]?.text).not.toContain('PermitRootLogin');
    expect(bench.waiting()).toEqual([]);
  });

  test('a run that changes nothing is one report without events; PLUMBLINE_SEND_DIFF=never keeps differences', async () => {
    await bench.playbook('one', { ...here(), PLUMBLINE_SEND_DIFF: 'never', PLUMBLINE_INTERVAL: '600' }, '--diff');
    await bench.playbook('one', here(), '--check', '--limit', 'web1', '--skip-tags', 'never');
    const [first, second] = sink.pushed.flatMap((push) => push.reports);
    expect(first).toMatchObject({ changed: 1, intervalSeconds: 900 });
    expect(first?.events[0]).not.toHaveProperty('after');
    expect(second?.tags).toBe('!never');
  });

  test('secrets leave neither in the body nor in the spool', async () => {
    sink.state.answer = 503;
    await bench.playbook('secrets', here(), '--diff');
    const [body] = bench.spooled();
    expect(body).toBe(sink.pushed[0]?.text);
    expect(body?.match(/.{0,80}(s3cr3t|canary).{0,20}/i)?.[0]).toBeUndefined();
    const report = sink.pushed[0]?.reports[0];
    expect(report?.events.find((event) => event.path?.endsWith('/known'))?.after).toBe(
      'dsn of *** and ***\nsecret_key = ***\nplain = visible',
    );
    expect(report?.events.filter((event) => event.task.startsWith('No log'))).toEqual([
      { task: 'No log {{ db_password }}', action: 'ansible.builtin.copy', status: 'changed' },
    ]);
    expect(report?.events.at(-1)).toEqual({
      task: 'Fails without log',
      action: 'ansible.builtin.fail',
      status: 'failed',
    });
  });

  test.each(['SIGINT', 'SIGTERM'] as const)('a run ended by %s is told as interrupted', async (signal) => {
    await bench.run('ansible-playbook', ['-i', 'hosts.ini', 'slow.yml'], here(), signal);
    expect(sink.pushed).toHaveLength(1);
    expect(sink.pushed[0]?.reports[0]).toMatchObject({ interrupted: true, host: { name: 'web1' }, ok: 1 });
  });

  test('while Plumbline is down runs wait on disk, readable by nobody else, and go with the next one in order', async () => {
    sink.state.answer = 503;
    const first = await bench.playbook('one', here());
    expect(first.code).toBe(0);
    expect(first.output.match(/Plumbline: /g)).toHaveLength(1);
    const down = await bench.playbook('one', { PLUMBLINE_URL: 'http://127.0.0.1:9' });
    expect(down.code).toBe(0);
    expect(bench.waiting()).toHaveLength(2);
    expect(bench.modes()).toEqual([0o700, 0o600, 0o600]);
    const refusedOnce = sink.pushed.splice(0);
    sink.state.answer = 202;
    await bench.playbook('one', here());
    const starts = sink.pushed.flatMap((push) => push.reports.map((report) => report.startedAt));
    expect(starts).toHaveLength(3);
    expect(starts).toEqual([...starts].sort());
    expect(sink.pushed[0]?.headers['idempotency-key']).toBe(refusedOnce[0]?.headers['idempotency-key']);
    expect(sink.pushed[0]?.body).toEqual(refusedOnce[0]?.body);
    expect(bench.waiting()).toEqual([]);
  });

  test('a Plumbline that never answers costs less than 5 seconds and loses nothing', async () => {
    sink.state.answer = null;
    const slow = await bench.playbook('one', here());
    expect(slow.code).toBe(0);
    expect(slow.output).toContain('[WARNING]: Plumbline: ');
    expect(bench.waiting()).toHaveLength(1);
    expect(slow.endedAt - sink.state.heardAt).toBeLessThan(5_500);
  });

  test('what Plumbline refuses is kept aside, an expired token or a redirect keeps it waiting', async () => {
    sink.state.answer = 422;
    const refused = await bench.playbook('one', here());
    expect(refused.code).toBe(0);
    expect(refused.output).toMatch(/Plumbline: 1 refused \(422 says the sink\)/);
    expect(bench.refused()).toHaveLength(1);
    for (const [index, answer] of [401, 302].entries()) {
      sink.pushed.length = 0;
      sink.state.answer = answer;
      await bench.playbook('one', here());
      expect(sink.pushed).toHaveLength(1);
      expect(bench.waiting()).toHaveLength(index + 1);
    }
  });

  test('ansible-pull is told under the name of the machine, with the commit that it pulled', async () => {
    const words = ['-U', `file://${bench.playbooks}`, '-d', `${bench.home}/checkout`, '-i', 'localhost,', 'local.yml'];
    const pulled = await bench.run('ansible-pull', words, here());
    expect(pulled.output).toContain('PLAY RECAP');
    const report = sink.pushed[0]?.reports[0];
    expect(sink.pushed).toHaveLength(1);
    expect(report).toMatchObject({ playbook: 'local.yml', changed: 1, revision: bench.git('rev-parse', 'HEAD') });
    expect(report?.host.name).toBe(report?.controller);
    expect(report?.host.name).not.toBe('localhost');
    const quiet = await bench.run('ansible-pull', ['-o', ...words], here());
    expect(quiet.output).toContain('Repository has not changed, quitting.');
    expect(sink.pushed).toHaveLength(1);
  });

  test('without address or token the play goes on and one line says what to set', async () => {
    const run = await bench.playbook('one', { PLUMBLINE_URL: '' });
    expect(run.code).toBe(0);
    expect(run.output.match(/Plumbline: nothing is sent: set PLUMBLINE_URL and PLUMBLINE_TOKEN/g)).toHaveLength(1);
  });
});
