import { CachedDecoder } from "../decode/CachedDecoder";
import { search } from "../decode/Search";
import { type ShortlistedDecoder, shortlisted } from "../decode/ShortlistedDecoder";
import type { StepModel } from "../decode/StepModel";
import type { Engine, Program } from "../engine/Engine";
import type { Bundle } from "../manifest/Bundle";
import { type Decoding, type ShortlistEntry, stepOf } from "../manifest/Decoding";
import { fills, type GenerationSettings } from "../manifest/GenerationSettings";
import { programOf } from "../manifest/Manifest";
import { type ProgramFile, targetWords } from "../manifest/ProgramFile";
import { type States, statesIn } from "../manifest/State";
import { Refused } from "../Refused";
import { type Handling, USUAL } from "../text/handling/Handling";
import { WordLists } from "../text/WordLists";
import { loaded, wordsOf } from "./Loaded";
import { type Heard, Speaker, type Translation } from "./Translation";
import type { Words } from "./Words";

/** How a text is translated; `signal` stops it between two steps of a search. */
export interface Translating {
  readonly handling?: Handling;
  readonly heard?: Heard;
  readonly signal?: AbortSignal;
}

/** What a translator is made of. `longest`: source of a search, in tokens. */
export interface Parts {
  readonly program: Program;
  readonly words: Words;
  readonly longest: number;
  readonly decoding: Decoding;
  readonly file: ProgramFile;
  readonly lists: WordLists | null;
}

/** The program of a bundle with its search and its words. */
export class Translator {
  /** Those of the manifest. */
  readonly settings: GenerationSettings;

  /** What is searched with where the bundle has a shortlist; null where every word may come. */
  readonly shortlisted: ShortlistedDecoder | null;

  /** The method that is called for each token. */
  readonly step: string;
  readonly words: Words;
  readonly #states: States;
  #model: StepModel | undefined;

  constructor(private readonly parts: Parts) {
    const { program, words, decoding, file, lists } = parts;
    this.settings = decoding.settings;
    this.words = words;
    this.step = stepOf(decoding, file);
    this.#states = statesIn(file, decoding);
    const states = this.#states;
    const entry = decoding.shortlist;
    this.shortlisted =
      entry === null || lists === null
        ? null
        : shortlisted({ program, file, states, entry, lists }, () => this.model);
  }

  /** Loads the program of the engine's format. */
  static async open(bundle: Bundle, engine: Engine): Promise<Translator> {
    decodingOf(bundle);
    const words = await wordsOf(bundle);
    return Translator.of(bundle, engine.name, await loaded(bundle, engine), words);
  }

  /** With the program of a format that is loaded. */
  static async of(
    bundle: Bundle,
    format: string,
    program: Program,
    words: Words,
  ): Promise<Translator> {
    const decoding = decodingOf(bundle);
    const file = programOf(bundle.manifest, format);
    const { longest } = bundle.manifest.limits;
    const { shortlist } = decoding;
    const lists = shortlist === null ? null : await wordLists(bundle, shortlist, file);
    return new Translator({ program, words, longest, decoding, file, lists });
  }

  /** Scores every word; for checks that force tokens. */
  get model(): StepModel {
    this.#model ??= new CachedDecoder(this.parts.program, this.#states);
    return this.#model;
  }

  /** The tokens for one source, from the start token on. */
  async tokens(
    ids: readonly number[],
    settings: GenerationSettings = this.settings,
    signal?: AbortSignal,
  ): Promise<number[]> {
    const { longest } = this.parts;
    if (ids.length > longest) {
      throw new Refused(
        `a source of ${ids.length} tokens was given, and the program takes ${longest}; split it at its ` +
          "sentences, or export for longer sources",
      );
    }
    return search(this.shortlisted ?? this.model, ids, settings, signal);
  }

  /** A text of any length, sentence by sentence; its paragraphs stay. */
  async translate(text: string, asked: Translating = {}): Promise<Translation> {
    const speaker = this.speaker(asked.handling, asked.signal);
    return speaker.spoken(await speaker.whole(text, asked.heard));
  }

  /** For one text. */
  speaker(handling: Handling = USUAL, signal?: AbortSignal): Speaker {
    const { words, settings } = this;
    return new Speaker({
      words,
      longest: this.parts.longest,
      fills: (tokens) => fills(settings, tokens),
      search: async (ids) => {
        signal?.throwIfAborted();
        return this.tokens(ids, settings, signal);
      },
      handling,
    });
  }

  close(): Promise<void> {
    return this.parts.program.close();
  }
}

/** What `shortlist` of a manifest says, for the words of a program. */
export async function wordLists(
  bundle: Bundle,
  shortlist: ShortlistEntry,
  file: ProgramFile,
): Promise<WordLists> {
  return WordLists.read(await bundle.files.bytes(shortlist.path), targetWords(file));
}

/** How a bundle's translations are searched for. */
export function decodingOf(bundle: Bundle): Decoding {
  const { decoding, name, task } = bundle.manifest;
  if (decoding !== null) return decoding;
  throw new Refused(`the bundle "${name}" is of the task ${task}, and does not translate`);
}
