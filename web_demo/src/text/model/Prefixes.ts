const NONE = -1;
const ROOT = 0;
const LEAST_NODES = 256;

/**
 * Tokens as a tree of their letters, which are units of UTF-16. A node is a number, and the edges of all nodes stand
 * in one hash table, so that a vocabulary of 32,000 pieces takes some flat arrays and no objects.
 */
export class Prefixes {
  /** Before the first letter of every token. */
  static readonly ROOT = ROOT;

  private count = 1;
  private parents: Int32Array;
  private letters: Uint16Array;
  private ids: Int32Array;

  /** Nodes by the hash of their parent and letter; 0 is no node that has a parent. */
  private slots: Int32Array;
  private mask: number;

  /** `tokens`: how many may come. There may be more, or fewer. */
  constructor(tokens = 0) {
    const size = roomFor(tokens);
    this.parents = new Int32Array(size);
    this.letters = new Uint16Array(size);
    this.ids = new Int32Array(size).fill(NONE);
    this.slots = new Int32Array(2 * size);
    this.mask = 2 * size - 1;
  }

  /** A token that comes twice has its last id. */
  add(token: string, id: number): void {
    let node = ROOT;
    for (let at = 0; at < token.length; at++) node = this.grown(node, token.charCodeAt(at));
    this.ids[node] = id;
  }

  /** The node of what `node` stands for and one letter more; -1 where no token begins so. */
  next(node: number, letter: number): number {
    let slot = spread(node, letter) & this.mask;
    for (let found = this.slots[slot]; found !== 0; found = this.slots[slot]) {
      if (this.parents[found as number] === node && this.letters[found as number] === letter)
        return found as number;
      slot = (slot + 1) & this.mask;
    }
    return NONE;
  }

  /** The id of the token that a node stands for; -1 where it is none. */
  idAt(node: number): number {
    return this.ids[node] as number;
  }

  /** The node of all of `text` after that of `from`; -1 where no token begins so. */
  node(text: string, from: number = ROOT): number {
    let node = from;
    for (let at = 0; at < text.length && node !== NONE; at++)
      node = this.next(node, text.charCodeAt(at));
    return node;
  }

  /** The id of a token; undefined where it is none. */
  id(token: string): number | undefined {
    const node = this.node(token);
    const id = node === NONE ? NONE : this.idAt(node);
    return id === NONE ? undefined : id;
  }

  private grown(node: number, letter: number): number {
    const known = this.next(node, letter);
    if (known !== NONE) return known;
    if (this.count === this.parents.length) this.double();
    const made = this.count++;
    this.parents[made] = node;
    this.letters[made] = letter;
    this.place(made);
    return made;
  }

  private place(node: number): void {
    let slot = spread(this.parents[node] as number, this.letters[node] as number) & this.mask;
    while (this.slots[slot] !== 0) slot = (slot + 1) & this.mask;
    this.slots[slot] = node;
  }

  private double(): void {
    const size = 2 * this.count;
    const [parents, letters, ids] = [
      new Int32Array(size),
      new Uint16Array(size),
      new Int32Array(size).fill(NONE),
    ];
    parents.set(this.parents);
    letters.set(this.letters);
    ids.set(this.ids);
    [this.parents, this.letters, this.ids] = [parents, letters, ids];
    this.slots = new Int32Array(2 * size);
    this.mask = 2 * size - 1;
    for (let node = 1; node < this.count; node++) this.place(node);
  }
}

/** A power of two: vocabularies have two to three nodes a token. */
function roomFor(tokens: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(2 * tokens, LEAST_NODES)));
}

/** Multiplicative hashing (Knuth, The Art of Computer Programming 3, section 6.4). */
function spread(node: number, letter: number): number {
  const mixed = Math.imul(node, 0x9e3779b1) ^ Math.imul(letter, 0x85ebca6b);
  return mixed ^ (mixed >>> 15);
}
