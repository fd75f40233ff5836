/**
 * Draws orders from a seed, as Kotlin's `shuffled(Random(seed))` on a JVM does: the congruential
 * generator of `java.util.Random`, and the shuffle of `Collections`, both of which Java specifies.
 */
export class Order {
  private state: bigint;

  /** `seed`: a whole number. */
  constructor(seed: number) {
    this.state = (BigInt(seed) ^ FACTOR) & MASK;
  }

  /** The items in an order that is drawn anew at each call. */
  drawn<T>(items: readonly T[]): T[] {
    const found = [...items];
    for (let last = found.length - 1; last > 0; last--) {
      const other = this.below(last + 1);
      [found[last], found[other]] = [found[other]!, found[last]!];
    }
    return found;
  }

  /** A whole number from 0 to `bound` - 1. */
  private below(bound: number): number {
    if ((bound & (bound - 1)) === 0) return Number((BigInt(bound) * BigInt(this.next())) >> 31n);
    // Numbers of the last, incomplete row of `bound` would make the small ones likelier.
    for (;;) {
      const number = this.next();
      const place = number % bound;
      if (number - place + bound - 1 <= LARGEST) return place;
    }
  }

  /** 31 bits. */
  private next(): number {
    this.state = (this.state * FACTOR + 0xbn) & MASK;
    return Number(this.state >> 17n);
  }
}

const FACTOR = 0x5deece66dn;
const MASK = (1n << 48n) - 1n;
const LARGEST = 2 ** 31 - 1;
