/** SHA-256 in hex (FIPS 180-4). Browsers offer their own on secure origins alone, not on http. */
export async function sha256(bytes: Uint8Array): Promise<string> {
  const subtle = globalThis.crypto?.subtle as SubtleCrypto | undefined;
  if (subtle === undefined) return new Sha256().add(bytes).hex();
  return hex(new Uint8Array(await subtle.digest("SHA-256", plain(bytes))));
}

/** Bytes for the browser's own functions, which take none that threads share. */
function plain(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return bytes.buffer instanceof ArrayBuffer
    ? (bytes as Uint8Array<ArrayBuffer>)
    : new Uint8Array(bytes);
}

const BLOCK = 64;
const LENGTH_BYTES = 8;

/** The same of bytes that come one part after the other. */
export class Sha256 {
  readonly #state = Uint32Array.from(START);
  readonly #block = new Uint8Array(BLOCK);
  readonly #words = new Uint32Array(BLOCK);
  #length = 0;

  add(bytes: Uint8Array): this {
    let at = 0;
    const begun = this.#length % BLOCK;
    if (begun > 0) {
      at = Math.min(BLOCK - begun, bytes.length);
      this.#block.set(bytes.subarray(0, at), begun);
      if (begun + at === BLOCK) this.#mix(this.#block, 0);
    }
    for (; at + BLOCK <= bytes.length; at += BLOCK) this.#mix(bytes, at);
    if (at < bytes.length) this.#block.set(bytes.subarray(at), 0);
    this.#length += bytes.length;
    return this;
  }

  /** Of all that was added; nothing can be added after it. */
  hex(): string {
    const bits = this.#length * 8;
    const begun = this.#length % BLOCK;
    const room = begun < BLOCK - LENGTH_BYTES ? BLOCK : 2 * BLOCK;
    const end = new Uint8Array(room - begun);
    end[0] = 0x80;
    const view = new DataView(end.buffer);
    view.setUint32(end.length - LENGTH_BYTES, Math.floor(bits / 2 ** 32));
    view.setUint32(end.length - LENGTH_BYTES / 2, bits >>> 0);
    this.add(end);
    const found = new DataView(new ArrayBuffer(4 * this.#state.length));
    this.#state.forEach((word, at) => void found.setUint32(4 * at, word));
    return hex(new Uint8Array(found.buffer));
  }

  /** The block at `start` of `bytes`, mixed into the state. */
  #mix(bytes: Uint8Array, start: number): void {
    const words = this.#words;
    for (let at = 0; at < 16; at++) {
      const from = start + 4 * at;
      words[at] =
        (bytes[from]! << 24) |
        (bytes[from + 1]! << 16) |
        (bytes[from + 2]! << 8) |
        bytes[from + 3]!;
    }
    for (let at = 16; at < BLOCK; at++) {
      const one = words[at - 15]!;
      const two = words[at - 2]!;
      const small = turned(one, 7) ^ turned(one, 18) ^ (one >>> 3);
      const large = turned(two, 17) ^ turned(two, 19) ^ (two >>> 10);
      words[at] = words[at - 16]! + small + words[at - 7]! + large;
    }
    let [a, b, c, d, e, f, g, h] = this.#state as unknown as Eight;
    for (let at = 0; at < BLOCK; at++) {
      const large = turned(e, 6) ^ turned(e, 11) ^ turned(e, 25);
      const chosen = (e & f) ^ (~e & g);
      const first = (h + large + chosen + ROUND[at]! + words[at]!) | 0;
      const small = turned(a, 2) ^ turned(a, 13) ^ turned(a, 22);
      const most = (a & b) ^ (a & c) ^ (b & c);
      h = g;
      g = f;
      f = e;
      e = (d + first) | 0;
      d = c;
      c = b;
      b = a;
      a = (first + small + most) | 0;
    }
    [a, b, c, d, e, f, g, h].forEach((word, at) => {
      this.#state[at] = this.#state[at]! + word;
    });
  }
}

type Eight = [number, number, number, number, number, number, number, number];

/** A word with its bits moved to the right, those that fall out coming in on the left. */
function turned(word: number, bits: number): number {
  return (word >>> bits) | (word << (32 - bits));
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The first 32 bits behind the point of a root of the first primes (section 4.2.2, 5.3.3). */
const ROUND = fractions(BLOCK, Math.cbrt);
const START = fractions(8, Math.sqrt);

function fractions(count: number, root: (prime: number) => number): Uint32Array {
  const primes: number[] = [];
  for (let number = 2; primes.length < count; number++) {
    if (primes.every((prime) => number % prime !== 0)) primes.push(number);
  }
  return Uint32Array.from(primes, (prime) => (root(prime) % 1) * 2 ** 32);
}
