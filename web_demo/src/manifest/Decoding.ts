import type { GenerationSettings } from "./GenerationSettings";
import type { ProgramFile } from "./ProgramFile";
import { DECODE, type Update } from "./State";

/** A state by the names of the tensors that bring it in and out; its shape is the input's. */
export interface StateEntry {
  readonly name: string;
  readonly new: string;
  readonly update: Update;
}

/**
 * Which words a sentence may become, by its source words: `path` of the file, as text/WordLists
 * reads it. A program that has the methods `method`, which takes what "decode" takes and returns
 * what its output layer would be given, and `rows`, which has rows of that layer, is called by
 * them; of another the logits of all other words are left out.
 */
export interface ShortlistEntry {
  readonly path: string;
  readonly method: string;
  readonly rows: string;
}

/**
 * How a translation is searched for, and what the caller keeps between two steps. `shortlist`: null
 * where every word may come.
 */
export interface Decoding {
  readonly settings: GenerationSettings;
  readonly hypotheses: number;
  readonly capacity: number;
  readonly source: readonly string[];
  readonly states: readonly StateEntry[];
  readonly shortlist: ShortlistEntry | null;
}

/** Whether `file` has both methods of `shortlist`. */
export function goesAround(shortlist: ShortlistEntry, file: ProgramFile): boolean {
  const names = file.methods.map((method) => method.name);
  return names.includes(shortlist.method) && names.includes(shortlist.rows);
}

/** The method of `file` that a search calls for each token. */
export function stepOf(decoding: Decoding, file: ProgramFile): string {
  const { shortlist } = decoding;
  return shortlist !== null && goesAround(shortlist, file) ? shortlist.method : DECODE;
}

/** Methods of `file` that a search leaves to checks that force tokens. */
export function laterOf(decoding: Decoding | null, file: ProgramFile): ReadonlySet<string> {
  const around = decoding !== null && stepOf(decoding, file) !== DECODE;
  return new Set(around ? [DECODE] : []);
}
