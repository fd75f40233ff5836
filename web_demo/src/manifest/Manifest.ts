import type { JsonObject } from "../json/Fields";
import { Refused } from "../Refused";
import type { Decoding } from "./Decoding";
import type { ListedFile, ProgramFile, TextFile } from "./ProgramFile";

/** The schema of manifest.json that is written now; this app reads all up to it. */
export const SCHEMA = 2;

/** The two tasks that a bundle can have. */
export const CLASSIFICATION = "text-classification";
export const TRANSLATION = "translation";

/** What the bundle was made from. */
export interface Source {
  readonly model: string;
  readonly origin: string;
  readonly architecture: string;
  readonly family: string;
  readonly sha256: string;
  readonly licence: string | null;
}

/** Ids from `first` on are pieces that the model has no row for; it reads `id` in their place. */
export interface Unknown {
  readonly first: number;
  readonly id: number;
}

/**
 * How text becomes ids, and how an answer becomes words. `labels`: of a classifier, by index.
 * `pairs`: it labels a text and its pair, never a text alone. `keepsEnd`: of a text that is too
 * long the beginning is cut off, not the end. Of a translator: `targetTokenizer` where `tokenizer`
 * cannot read its tokens; `prefix` stands before every source. `sourceScripts`: codes of ISO 15924
 * of the scripts that it was made for, empty for any.
 */
export interface TextEntry {
  readonly tokenizer: string;
  readonly labels: readonly string[];
  readonly padId: number;
  readonly targetTokenizer: string | null;
  readonly prefix: string;
  readonly sourceLanguage: string | null;
  readonly targetLanguage: string | null;
  readonly unknown: Unknown | null;
  readonly sourceScripts: readonly string[];
  readonly pairs: boolean;
  readonly keepsEnd: boolean;
}

/** Lengths in tokens, special ones included; `longestTarget` without the start token. */
export interface Limits {
  readonly shortest: number;
  readonly longest: number;
  readonly longestTarget: number | null;
}

/** The exporter. */
export interface Tool {
  readonly version: string;
  readonly commit: string;
}

/** manifest.json: what a page must know of a bundle. `document` is all of it, for who asks more. */
export interface Manifest {
  readonly name: string;
  readonly task: string;
  readonly created: string;
  readonly tool: Tool;
  readonly source: Source;
  readonly files: readonly ProgramFile[];
  readonly texts: readonly TextFile[];
  readonly text: TextEntry;
  readonly limits: Limits;
  readonly precision: string;
  readonly keptFloat: readonly string[];
  readonly uniqueParameters: number;
  readonly decoding: Decoding | null;
  readonly document: JsonObject;
}

/** Every file that belongs to the bundle. */
export function listedIn(manifest: Manifest): readonly ListedFile[] {
  return [...manifest.files, ...manifest.texts];
}

/** The program of a format. */
export function programOf(manifest: Manifest, format: string): ProgramFile {
  const found = manifest.files.find((file) => file.format === format);
  if (found !== undefined) return found;
  const formats = manifest.files.map((file) => file.format).join(", ");
  throw new Refused(`the bundle "${manifest.name}" has no ${format} program; it has ${formats}`);
}
