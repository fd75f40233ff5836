import { Refused } from "../Refused";

const NAME = "shortlist.bin";
const MAGIC = "mobilecW";
const VERSION = 1;
const INT_BYTES = 4;
const SHORT_BYTES = 2;

/** Where what is of lists begins: behind the version and the numbers of source and target words. */
const LISTS = MAGIC.length + 3 * INT_BYTES;
const SEVEN = 0x7f;
const SEVEN_BITS = 7;

/** Of a number; no vocabulary has 2^28 words. */
const MOST_GROUPS = 4;

/**
 * A bundle's shortlist: which of `targetWords` words of the target a sentence may become, by its
 * source words. The form of the file is that of exporters/text/word_lists.py.
 */
export class WordLists {
  private readonly sourceWords: number;

  /**
   * `starts` (source words + 2): where each list begins in `lists`, the bytes of all; the last list
   * is of every sentence.
   */
  private constructor(
    readonly targetWords: number,
    private readonly starts: Uint32Array,
    private readonly lists: Uint8Array,
  ) {
    this.sourceWords = starts.length - 2;
  }

  /**
   * The target words for a sentence of these source words, its end token among them: rising, each
   * once. `more`: target words that it may have all the same, as a name that is to stay. Refused: an
   * id that is of no word, and a list that is damaged.
   */
  allowed(ids: readonly number[], more: readonly number[] = []): Int32Array {
    this.refuseUnknown(ids);
    const found = new Found(this.targetWords);
    for (const id of new Set(ids)) this.read(id, found);
    this.read(this.sourceWords, found);
    for (const word of more) found.add(word);
    return found.words();
  }

  private refuseUnknown(ids: readonly number[]): void {
    const least = Math.min(...ids);
    const most = Math.max(...ids);
    if (ids.length === 0 || (least >= 0 && most < this.sourceWords)) return;
    throw new Refused(
      `the shortlist is of ${this.sourceWords} source words, and the ids of a text go from ${least} ` +
        `to ${most}: it is of another vocabulary`,
    );
  }

  /** The target words of list `at`: each number is added to the one before it. */
  private read(at: number, found: Found): void {
    let word = 0;
    let number = 0;
    let shift = 0;
    const end = this.starts[at + 1] as number;
    for (let place = this.starts[at] as number; place < end; place++) {
      const group = this.lists[place] as number;
      if (shift === MOST_GROUPS * SEVEN_BITS) throw damaged("a number is too large for a word");
      number |= (group & SEVEN) << shift;
      shift += SEVEN_BITS;
      if (group > SEVEN) continue;
      word += number;
      found.add(word);
      number = 0;
      shift = 0;
    }
    if (shift > 0) throw damaged("a list ends within a number");
  }

  /** The file in `content`. Refused: what is no such file, is cut off, or is not of `targetWords` words. */
  static read(content: Uint8Array, targetWords: number): WordLists {
    const size = content.byteLength;
    const view = new DataView(content.buffer, content.byteOffset, size);
    if (size < LISTS || [...MAGIC].some((letter, at) => content[at] !== letter.charCodeAt(0))) {
      throw new Refused(`${NAME} does not begin as a bundle's shortlist; export the bundle again`);
    }
    const version = view.getUint32(MAGIC.length, true);
    if (version !== VERSION) {
      throw new Refused(
        `${NAME} is of version ${version}; this app reads ${VERSION}: use a newer app`,
      );
    }
    const target = view.getUint32(MAGIC.length + 2 * INT_BYTES, true);
    if (target !== targetWords) {
      throw new Refused(
        `${NAME} is of ${target} target words, and the program has ${targetWords}; export the bundle again`,
      );
    }
    const lists = view.getUint32(MAGIC.length + INT_BYTES, true) + 1;
    const begin = LISTS + SHORT_BYTES * lists;
    if (size < begin) throw damaged(`it has ${size} bytes`);
    const starts = new Uint32Array(lists + 1);
    for (let at = 0; at < lists; at++) {
      starts[at + 1] = (starts[at] as number) + view.getUint16(LISTS + SHORT_BYTES * at, true);
    }
    const taken = starts[lists] as number;
    if (size - begin !== taken) {
      throw damaged(`its lists take ${taken} bytes, and ${size - begin} are there`);
    }
    return new WordLists(targetWords, starts, content.subarray(begin));
  }
}

function damaged(reason: string): Refused {
  return new Refused(`${NAME} is damaged or cut off (${reason}); download the bundle again`);
}

/** Words of `count`, and how far apart the numbers were that were to be words. */
class Found {
  private readonly isFound: Uint8Array;
  private least = Number.POSITIVE_INFINITY;
  private most = Number.NEGATIVE_INFINITY;

  constructor(private readonly count: number) {
    this.isFound = new Uint8Array(count);
  }

  add(word: number): void {
    this.least = Math.min(this.least, word);
    this.most = Math.max(this.most, word);
    if (word >= 0 && word < this.count) this.isFound[word] = 1;
  }

  /** Rising. */
  words(): Int32Array {
    if (this.least < 0 || this.most >= this.count) {
      throw new Refused(
        `target words ${this.least} to ${this.most} were allowed, and the vocabulary has ${this.count}: the ` +
          "shortlist is damaged, or of another one",
      );
    }
    const words: number[] = [];
    for (let at = this.isFound.indexOf(1); at >= 0; at = this.isFound.indexOf(1, at + 1))
      words.push(at);
    return Int32Array.from(words);
  }
}
