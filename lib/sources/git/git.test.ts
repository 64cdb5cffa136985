import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { git } from '@/lib/sources/git/git';
import { collect, declared, testContext, testRepository, words } from '@/lib/sources/git/test-repository';

const edge = `- hosts: localhost
  vars:
    office: 198.51.100.0/24
  tasks:
    - name: Edge
      amazon.aws.ec2_security_group:
        name: ehr-app-edge
        region: us-east-1
        vpc_id: vpc-1
        rules:
          - proto: tcp
            ports:
              - 443
              - 8000-8100
            cidr_ip: [10.20.0.0/16, "::/0"]
          - {ports: 22, cidr_ip: "{{ office }}", rule_desc: office}
        rules_egress: []
`;

describe('a repository', () => {
  const repository = testRepository();
  const first = repository.commit({ 'edge.yml': edge }, 'M. Castellanos', '2026-03-01T10:00:00Z');
  const second = repository.commit(
    { 'edge.yml': edge.replace('ports: 22', 'ports: 2222') },
    'A. Moreau',
    '2026-04-01T10:00:00Z',
  );

  test('gives each rule with its line, commit, author and date', async () => {
    const [group] = await declared(repository);
    expect(words(group)).toEqual([
      'ingress tcp 443-443 10.20.0.0/16 :15',
      'ingress tcp 443-443 ::/0 :15',
      'ingress tcp 8000-8100 10.20.0.0/16 :15',
      'ingress tcp 8000-8100 ::/0 :15',
      'ingress tcp 2222-2222 198.51.100.0/24 :16',
    ]);
    expect(group?.rules[1]?.peerKind).toBe('ipv6');
    expect(group?.rules[0]?.at).toEqual({
      file: 'edge.yml',
      line: 15,
      revision: first,
      author: 'M. Castellanos',
      committedAt: '2026-03-01T10:00:00Z',
      subject: 'Change by M. Castellanos',
    });
    expect(group?.rules[4]?.at).toMatchObject({ revision: second, author: 'A. Moreau' });
    expect(group).toMatchObject({
      egressDeclared: true,
      network: 'vpc-1',
      region: 'us-east-1',
      at: { revision: second },
    });
    expect(group?.code?.flatMap(({ lines }) => lines).some((line) => line.includes('ports: 2222'))).toBe(true);
  });

  test('is read from its commit, not from its work tree', async () => {
    const other = testRepository();
    other.commit({ 'edge.yml': edge });
    const { writeFileSync } = await import('node:fs');
    writeFileSync(`${other.folder}/edge.yml`, 'hosts: [');
    expect(await declared(other)).toHaveLength(1);
  });

  test('is one scope, named without credentials', async () => {
    const config = git.config.parse({ url: 'https://bot:s3cr3t@git.example.org/net.git', branch: 'main' });
    expect((await git.scopes(config, testContext))[0]).toMatchObject({
      key: 'https://git.example.org/net.git#main',
      kind: 'declaration',
    });
  });

  test('without a commit, or without Git, is a failed scope that says so', async () => {
    expect(await collect(testRepository())).toMatchObject({
      outcome: 'failed',
      problem: expect.stringContaining('no commit'),
    });
    expect(
      await git.collect(
        { url: '/nowhere/at/all' },
        (await git.scopes({ url: '/x' }, testContext))[0] as never,
        testContext,
      ),
    ).toMatchObject({
      outcome: 'failed',
      problem: '/nowhere/at/all is not a folder',
    });
    expect(await collect(repository, { branch: 'gone' })).toMatchObject({
      problem: expect.stringContaining('the branch gone'),
    });
  });

  test.each(['ssh://git@example.org/x', 'ext::sh -c id', '../x', '--upload-pack=id', 'http://example.org/x'])(
    'is not taken from %s',
    (url) => {
      expect(git.config.safeParse({ url }).success).toBe(false);
    },
  );

  test('cannot run a program through its own configuration', async () => {
    const hostile = testRepository();
    hostile.commit({ 'edge.yml': edge, '.gitattributes': '*.yml diff=x filter=x\n' });
    const { appendFileSync } = await import('node:fs');
    const mark = `${hostile.folder}/ran`;
    const run = `sh -c 'touch ${mark}; cat'`;
    appendFileSync(
      `${hostile.folder}/.git/config`,
      `[core]\n\tfsmonitor = "${run}"\n\tpager = "${run}"\n[diff "x"]\n\ttextconv = "${run}"\n\tcommand = "${run}"\n[filter "x"]\n\tsmudge = "${run}"\n\tclean = "${run}"\n[log]\n\tshowSignature = true\n[gpg]\n\tprogram = "${run}"\n`,
    );
    expect(await declared(hostile)).toHaveLength(1);
    expect(existsSync(mark)).toBe(false);
  });
});

describe('what cannot be read', () => {
  test('is an unreadable row, and the rest goes on; a file that declares groups makes the scan partial', async () => {
    const repository = testRepository();
    repository.commit({
      'edge.yml': edge,
      'notes.yml': 'a: [1\n',
      'roles/x/templates/t.yml': '{{ not yaml',
      'binary.yml': '\u0000',
    });
    const whole = await collect(repository);
    expect(whole).toMatchObject({
      outcome: 'complete',
      unreadable: [{ externalId: 'binary.yml' }, { externalId: 'notes.yml' }],
    });
    repository.commit({
      'lost.yml': '- hosts: all\n  tasks:\n    - ec2_group: {name: x\n      db_password: s3cr3t-not-real\n',
    });
    const partial = await collect(repository);
    expect(partial).toMatchObject({
      outcome: 'partial',
      problem: expect.stringContaining('lost.yml'),
      declarations: [{ name: 'ehr-app-edge' }],
    });
    expect(JSON.stringify(partial)).not.toContain('s3cr3t-not-real');
  });
});
