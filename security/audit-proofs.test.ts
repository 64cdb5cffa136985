import { afterAll, expect, test } from 'vitest';
import { consistencyRanges, isConsistent } from '@/lib/merkle/consistency';
import { emptyRoot, leafHash, nodeHash } from '@/lib/merkle/hash';
import { inclusionRanges, rootOfInclusion } from '@/lib/merkle/inclusion';
import { hashOfRange, type Range, type Subtree } from '@/lib/merkle/subtree';
import { TreeEdge } from '@/lib/merkle/tree-edge';
import { reportSuite } from './report-suite';

// The leaves and roots of Certificate Transparency's reference implementation
const leaves = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
const roots = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];
const hex = (hash: Uint8Array) => Buffer.from(hash).toString('hex');

/** Every bit of every proof is nightly work; by day all of them for these sizes, and one bit of every hash for the others. */
const nightly = process.env.PLUMBLINE_NIGHTLY === '1';
const everyBit = (size: number) => nightly || size <= 12 || size === 33;
const largest = 128;
const measured = { inclusion: 0, consistency: 0, flips: 0, accepted: 0 };

const hashes = Array.from({ length: largest }, (_, i) => leafHash(`leaf ${i}`));
/** Written straight from RFC 6962, 2.1, without a thought for speed. */
const known = new Map<string, Uint8Array>();
function naive(begin: number, end: number): Uint8Array {
  if (end === begin) return emptyRoot;
  if (end - begin === 1) return hashes[begin] as Uint8Array;
  const key = `${begin}-${end}`;
  let half = 1;
  while (half * 2 < end - begin) half *= 2;
  const found = known.get(key) ?? nodeHash(naive(begin, begin + half), naive(begin + half, end));
  known.set(key, found);
  return found;
}
const hashOf = ({ level, index }: Subtree) => naive(index * 2 ** level, (index + 1) * 2 ** level);
const proofOf = (ranges: Range[]) => ranges.map((range) => hashOfRange(range, hashOf));
const sizes = Array.from({ length: largest }, (_, i) => i + 1);

afterAll(() => {
  const pass = measured.accepted === 0 && measured.inclusion > 0;
  reportSuite({ suite: 'audit-proofs', pass, measured, target: { accepted: 0 }, seed: null });
});

/** Each proof with one bit of it wrong; which ones, `everyBit` says. */
function* flipped(proof: readonly Uint8Array[], size: number, turn: number): Generator<Uint8Array[]> {
  for (const [i, hash] of proof.entries()) {
    const bits = everyBit(size) ? Array.from({ length: 256 }, (_, bit) => bit) : [(turn * 37 + i * 101) % 256];
    for (const bit of bits) {
      const wrong = Buffer.from(hash);
      wrong[bit >> 3] = (wrong[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      measured.flips += 1;
      yield proof.with(i, wrong);
    }
  }
}

test('roots are those of the reference implementation', () => {
  const edge = new TreeEdge();
  expect(hex(edge.root())).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  for (const [i, leaf] of leaves.entries()) {
    edge.append(leafHash(Buffer.from(leaf, 'hex')));
    expect(hex(edge.root())).toBe(roots[i]);
  }
});

test('proofs are those of the reference implementation', () => {
  const tree = leaves.map((leaf) => leafHash(Buffer.from(leaf, 'hex')));
  const of = (range: Range): Uint8Array =>
    hashOfRange(range, ({ level, index }) => {
      const edge = new TreeEdge();
      for (const leaf of tree.slice(index * 2 ** level, (index + 1) * 2 ** level)) edge.append(leaf);
      return edge.root();
    });
  const path = (ranges: Range[]) => ranges.map((range) => hex(of(range)));
  expect(path(inclusionRanges(0, 8))).toEqual([
    '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
    '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
    '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
  ]);
  expect(path(consistencyRanges(6, 8))).toEqual([
    '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
    'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
    'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  ]);
  expect(path(consistencyRanges(2, 5))).toEqual([
    '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
    'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
  ]);
});

test('the edge of a tree has the root of the definition at every size', () => {
  const edge = new TreeEdge();
  for (const size of sizes) {
    edge.append(hashes[size - 1] as Uint8Array);
    expect(hex(edge.root())).toBe(hex(naive(0, size)));
  }
});

test('every leaf of every tree is proven, and by no proof with a wrong bit', () => {
  for (const size of sizes)
    for (let index = 0; index < size; index += 1) {
      const leaf = hashes[index] as Uint8Array;
      const proof = proofOf(inclusionRanges(index, size));
      const root = hex(naive(0, size));
      const proves = (of: Partial<Parameters<typeof rootOfInclusion>[0]>) => {
        const found = rootOfInclusion({ leafHash: leaf, index, size, proof, ...of });
        return found !== null && hex(found) === root;
      };
      measured.inclusion += 1;
      if (!proves({})) throw new Error(`Leaf ${index} of ${size} is not proven`);
      const wrong = [
        { index: index === 0 ? size : index - 1 },
        { leafHash: hashes[(index + 1) % largest] as Uint8Array },
        { proof: proof.slice(1) },
        { proof: [...proof, leaf] },
      ];
      for (const change of wrong)
        if (proves(change) && !('proof' in change && proof.length === 0)) measured.accepted += 1;
      for (const changed of flipped(proof, size, index)) if (proves({ proof: changed })) measured.accepted += 1;
    }
  expect(measured).toMatchObject({ inclusion: (largest * (largest + 1)) / 2, accepted: 0 });
});

test('every tree begins with every smaller one, and no proof with a wrong bit says so', () => {
  for (const newer of sizes)
    for (let older = 0; older <= newer; older += 1) {
      const proof = proofOf(consistencyRanges(older, newer));
      const sides = { older: { size: older, root: naive(0, older) }, newer: { size: newer, root: naive(0, newer) } };
      measured.consistency += 1;
      if (!isConsistent({ ...sides, proof })) throw new Error(`${older} is not the beginning of ${newer}`);
      const foreign = leafHash('foreign');
      if (older > 0 && isConsistent({ ...sides, older: { size: older, root: foreign }, proof })) measured.accepted += 1;
      if (older > 0 && isConsistent({ ...sides, newer: { size: newer, root: foreign }, proof })) measured.accepted += 1;
      if (isConsistent({ ...sides, proof: [...proof, foreign] })) measured.accepted += 1;
      for (const changed of flipped(proof, newer, older))
        if (isConsistent({ ...sides, proof: changed })) measured.accepted += 1;
    }
  expect(measured.accepted).toBe(0);
});
