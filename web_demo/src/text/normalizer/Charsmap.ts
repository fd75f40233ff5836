import { Refused } from "../../Refused";
import { codeAt, unitsOf } from "../unicode/CodePoints";
import { lossy } from "../unicode/Utf8";

const BYTES_OF_SIZE = 4;
const HAS_LEAF = 1 << 8;
const FAR = 1 << 9;
const LEAF = 1 << 31;
const LABEL = LEAF | 0xff;

/**
 * The form (sentencepiece, src/normalizer.cc, EncodePrecompiledCharsMap): the size of a trie in 4
 * bytes, the trie of the keys as Darts-clone stores it, the replacements, each ended by a zero byte.
 * Of a unit of the trie (darts.h, DoubleArrayUnit): bit 8 says that a leaf follows, bits 10 up (times
 * 256 where bit 9 is set) are where its children stand, the low byte is the label, a leaf's value is
 * the low 31 bits.
 */
export class Charsmap {
  private readonly units: Int32Array;
  private readonly replacements: Uint8Array;

  /** By its place, so that none is read twice. */
  private readonly known = new Map<number, string>();

  constructor(bytes: Uint8Array) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const size = bytes.length < BYTES_OF_SIZE ? -1 : view.getInt32(0, true);
    if (size < Int32Array.BYTES_PER_ELEMENT || size > bytes.length - BYTES_OF_SIZE) throw damaged();
    this.units = new Int32Array(Math.floor(size / Int32Array.BYTES_PER_ELEMENT));
    for (let at = 0; at < this.units.length; at++)
      this.units[at] = view.getInt32(BYTES_OF_SIZE + at * 4, true);
    this.replacements = bytes.subarray(BYTES_OF_SIZE + size);
  }

  /** What the shortest beginning of this part of `text` that has a rule becomes; undefined if none has. */
  replacement(text: string, start: number, end: number): string | undefined {
    let node = offset(this.units[0] ?? 0);
    let at = start;
    while (at < end) {
      const code = codeAt(text, at);
      const count = bytesOf(code);
      for (let place = 0; place < count; place++) {
        node = this.child(node, byteOf(code, place, count));
        if (node < 0) return undefined;
        const unit = this.units[node] as number;
        node ^= offset(unit);
        if ((unit & HAS_LEAF) !== 0) return this.leaf(node);
      }
      at += unitsOf(code);
    }
    return undefined;
  }

  private leaf(node: number): string {
    const unit = this.units[node];
    if (unit === undefined) throw damaged();
    const place = unit & ~LEAF;
    const known = this.known.get(place) ?? this.textAt(place);
    this.known.set(place, known);
    return known;
  }

  private textAt(place: number): string {
    const end = this.replacements.indexOf(0, place);
    const begins = place === 0 || this.replacements[place - 1] === 0;
    if (end < 0 || !begins) throw damaged();
    return lossy(this.replacements.subarray(place, end));
  }

  /** The unit that stands for a byte after others; -1 if there is none. */
  private child(node: number, byte: number): number {
    const place = node ^ byte;
    const unit = this.units[place];
    return byte !== 0 && unit !== undefined && (unit & LABEL) === byte ? place : -1;
  }
}

function bytesOf(code: number): number {
  return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
}

/** One of the bytes of a code point in UTF-8, which has `count`. */
function byteOf(code: number, place: number, count: number): number {
  if (count === 1) return code;
  const bits = code >>> (6 * (count - 1 - place));
  return place === 0 ? ((0xf00 >> count) & 0xff) | bits : 0x80 | (bits & 0x3f);
}

function offset(unit: number): number {
  return (unit >>> 10) << ((unit & FAR) !== 0 ? 8 : 0);
}

function damaged(): Refused {
  return new Refused(
    "the character rules (precompiled_charsmap) of the tokenizer are damaged; export the bundle again",
  );
}
