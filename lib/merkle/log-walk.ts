import { leafHash } from './hash';
import { checkLeaf, type StoredLeaf } from './leaf-check';
import type { LogProblem } from './log-problem';
import { keptLevel } from './subtree';
import { TreeEdge } from './tree-edge';

/** A root that somebody signed, to be held against the log at that size. */
export interface ExpectedRoot {
  size: number;
  root: Uint8Array;
  /** `checkpoint 12` */
  name: string;
  /** When it was signed */
  at: Date;
  /** Kept outside the database */
  outside: boolean;
}

/** Transactions are ended after two minutes; what is older than a checkpoint by more than this was not in flight. */
const slackMs = 10 * 60_000;

/**
 * Walks the log leaf by leaf, as it is stored, and derives the tree anew. `signed` gives the roots to be met, by size. Problems are
 * collected; a tree that has lost a leaf is derived no further.
 */
export class LogWalk {
  readonly problems: LogProblem[] = [];
  /** Hashes of full subtrees of 64 leaves and more, as derived, by `level/index` */
  readonly nodes = new Map<string, Uint8Array>();
  private edge: TreeEdge | null = new TreeEdge();
  private next = 0;
  /** Up to here the roots in the database were compared, and up to there those kept outside */
  private sound = 0;
  private soundOutside = 0;
  private moved: { offset: number; problem: LogProblem } | null = null;
  private settled = false;
  private lastSignedAt = Number.NEGATIVE_INFINITY;

  /** Number of leaves walked. */
  get size(): number {
    return this.next;
  }

  /** Takes the roots signed at the size that was reached. Called for size 0 before the first leaf. */
  meet(expected: readonly ExpectedRoot[]): void {
    for (const { root, name, at, outside } of expected) {
      if (!outside) this.lastSignedAt = at.getTime();
      if (!this.edge) continue;
      if (Buffer.compare(this.edge.root(), root) !== 0) this.missed(name, outside);
      if (outside) this.soundOutside = this.next;
      else this.sound = this.next;
    }
  }

  /** Takes the next leaf, with the hash that is stored beside it. */
  leaf(leaf: StoredLeaf, storedHash: Uint8Array): void {
    if (leaf.index !== this.next) this.gap(leaf.index);
    const problem = checkLeaf(leaf);
    this.settleMove(problem?.from === undefined ? 0 : problem.from - leaf.index);
    if (problem?.from !== undefined) {
      if (!this.moved && !this.settled) this.moved = { offset: problem.from - leaf.index, problem };
    } else if (problem) this.problems.push(problem);
    const hash = leafHash(leaf.payload);
    if (Buffer.compare(hash, storedHash) !== 0)
      this.say('edited', leaf.index, leaf.index, `The hash of leaf ${leaf.index} is not that of its bytes`);
    if (!problem && leaf.event && Date.parse(leaf.event.at) < this.lastSignedAt - slackMs)
      this.say(
        'back-dated',
        leaf.index,
        leaf.index,
        `Leaf ${leaf.index} is dated ${leaf.event.at}, before a checkpoint that does not hold it`,
      );
    // Where one of the two was changed, the other keeps the rest of the tree comparable.
    const trusted = problem && problem.from === undefined && problem.what === 'edited' ? storedHash : hash;
    this.edge?.append(
      trusted,
      ({ level, index, hash: node }) => level >= keptLevel && this.nodes.set(`${level}/${index}`, node),
    );
    this.next = leaf.index + 1;
  }

  /** Takes a leaf of which retention has left the hash alone. */
  erased(hash: Uint8Array): void {
    this.settleMove(0);
    this.edge?.append(
      hash,
      ({ level, index, hash: node }) => level >= keptLevel && this.nodes.set(`${level}/${index}`, node),
    );
    this.next += 1;
  }

  /** After the last leaf. */
  end(): void {
    this.settleMove(this.moved?.offset ?? 0);
  }

  private say(what: LogProblem['what'], index: number, last: number, text: string): void {
    this.problems.push({ what, index, last, text });
  }

  private gap(found: number): void {
    if (found > this.next)
      this.say('deleted', this.next, found - 1, `Leaf ${this.next} is missing, and the next that is there is ${found}`);
    else this.say('inserted', found, found, `There is more than one leaf ${found}`);
    this.edge = null;
  }

  /** One that moved says what was done by how its neighbour moved: a leaf put in or taken out shifts all that follow. */
  private settleMove(offset: number): void {
    if (!this.moved) return;
    const { problem, offset: first } = this.moved;
    const what = offset !== first ? 'reordered' : first > 0 ? 'deleted' : 'inserted';
    this.problems.push({ what, index: problem.index, last: problem.last, text: problem.text });
    this.moved = null;
    this.settled = true;
  }

  private missed(name: string, outside: boolean): void {
    const last = this.next - 1;
    const known = this.moved || this.problems.some(({ index }) => index <= last);
    if (outside)
      this.say(
        're-signed',
        this.soundOutside,
        last,
        `The log up to leaf ${last} is not the one of ${name}, which was kept outside: it was written anew`,
      );
    else if (!known)
      this.say(
        'rewritten',
        this.sound,
        last,
        `The leaves ${this.sound} to ${last} do not lead to the root of ${name}: at least one was changed together with its event`,
      );
  }
}
