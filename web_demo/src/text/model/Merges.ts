const EMPTY = -1;

/** A pair of ids that become one. */
export interface Merge {
  readonly left: number;
  readonly right: number;
  readonly made: number;
}

/** Pairs of ids by the order in which they were learned: a hash table of flat arrays. */
export class Merges {
  private readonly lefts: Int32Array;
  private readonly rights: Int32Array;
  private readonly ranks: Int32Array;
  private readonly results: Int32Array;
  private readonly mask: number;

  constructor(merges: readonly Merge[]) {
    const size = 2 ** (Math.ceil(Math.log2(Math.max(merges.length, 1))) + 1);
    this.mask = size - 1;
    this.lefts = new Int32Array(size).fill(EMPTY);
    this.rights = new Int32Array(size);
    this.ranks = new Int32Array(size);
    this.results = Int32Array.from(merges, ({ made }) => made);
    // A pair that stands twice has its last place, as in the library.
    merges.forEach(({ left, right }, rank) => {
      const slot = this.slot(left, right);
      this.lefts[slot] = left;
      this.rights[slot] = right;
      this.ranks[slot] = rank;
    });
  }

  /** The place of a pair in the order, -1 where it was never learned. */
  rank(left: number, right: number): number {
    const slot = this.slot(left, right);
    return this.lefts[slot] === EMPTY ? -1 : (this.ranks[slot] as number);
  }

  /** The id that the pair of a rank becomes. */
  made(rank: number): number {
    return this.results[rank] as number;
  }

  /** Where a pair stands or would stand. */
  private slot(left: number, right: number): number {
    let slot = spread(left, right) & this.mask;
    while (
      this.lefts[slot] !== EMPTY &&
      !(this.lefts[slot] === left && this.rights[slot] === right)
    ) {
      slot = (slot + 1) & this.mask;
    }
    return slot;
  }
}

/** Multiplicative hashing (Knuth, The Art of Computer Programming 3, section 6.4). */
function spread(left: number, right: number): number {
  const mixed = Math.imul(left, 0x9e3779b1) ^ Math.imul(right, 0x85ebca6b);
  return mixed ^ (mixed >>> 15);
}
