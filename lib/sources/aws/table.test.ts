import { expect, test } from 'vitest';
import { CallFailed } from '@/lib/sources/aws/call-failed';
import { withAccess } from '@/lib/sources/aws/client';
import { collectTable } from '@/lib/sources/aws/table';
import { volumes } from '@/lib/sources/aws/volume';

const place = { account: '418203995571', region: 'us-east-1', signal: AbortSignal.abort(), progress: () => undefined };
const nobody = async () => ({ accessKeyId: '', secretAccessKey: '' });

/** Collects volumes from pages that are given; an error among them is thrown in its turn. */
function collect(...pages: (unknown[] | Error)[]) {
  const given = {
    ...volumes,
    async *pages() {
      for (const page of pages) {
        if (page instanceof Error) throw page;
        yield page;
      }
    },
  };
  return withAccess(place, nobody, (access) => collectTable(given, access));
}

const refused = Object.assign(new Error('You may not. Encoded authorization failure message: QUJD'), {
  name: 'UnauthorizedOperation',
});
const failure = new CallFailed('ec2:DescribeVolumes', 'us-east-1', refused);

test('a row that cannot be read is kept apart, without its secrets, and the others stay', async () => {
  const bad = { VolumeId: 'vol-02', Size: 'large', Tags: [{ Key: 'DbPassword', Value: 's3cr3t-not-real' }] };
  const got = await collect([{ VolumeId: 'vol-01' }, bad, 'nonsense']);
  expect(got).toMatchObject({
    outcome: 'complete',
    resources: [{ externalId: 'vol-01' }],
    unreadable: [
      { externalId: 'vol-02', reason: 'Size: Invalid input: expected number, received string' },
      { externalId: null, excerpt: '"nonsense"' },
    ],
  });
  expect(JSON.stringify(got)).not.toMatch('s3cr3t-not-real');
});

test('a resource that moves from one page to the next is one', async () => {
  const got = await collect([{ VolumeId: 'vol-01', Size: 1 }], [{ VolumeId: 'vol-01', Size: 2 }]);
  expect(got).toMatchObject({ resources: [{ externalId: 'vol-01', fields: { sizeGiB: 2 } }] });
});

test('an empty answer is complete, and holds nothing', async () => {
  expect(await collect([])).toMatchObject({ outcome: 'complete', resources: [], unreadable: [] });
});

test('a later page that is refused leaves what came, and names itself', async () => {
  expect(await collect([{ VolumeId: 'vol-01' }], [], failure)).toMatchObject({
    outcome: 'partial',
    resources: [{ externalId: 'vol-01' }],
    problem: 'After 2 pages: ec2:DescribeVolumes was refused in us-east-1: UnauthorizedOperation, You may not.',
  });
});

test('a first page that is refused is the answer of the scope', async () => {
  await expect(collect(failure)).rejects.toBe(failure);
  expect(failure.answer).toMatchObject({ outcome: 'refused', action: 'ec2:DescribeVolumes' });
});

test('a fault of our own is not taken for an answer of AWS', async () => {
  await expect(collect([{ VolumeId: 'vol-01' }], new TypeError('ours'))).rejects.toThrow('ours');
});
