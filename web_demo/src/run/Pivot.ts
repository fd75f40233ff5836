import type { Engine } from "../engine/Engine";
import type { Bundle } from "../manifest/Bundle";
import { Refused } from "../Refused";
import { rejoined } from "../text/handling/Joining";
import type { Piece } from "../text/handling/LinePieces";
import { isSameLanguage } from "../text/sentence/LanguageCode";
import type { Heard, Speaker, Translation } from "./Translation";
import { type Translating, Translator } from "./Translator";

/** What one translator made of the whole text, and the `milliseconds` that it took. */
export interface Leg {
  readonly translation: Translation;
  readonly milliseconds: number;
}

/** Translators of which each reads the language that the one before it writes, as one; one alone is itself. */
export class Pivot {
  private constructor(readonly translators: readonly Translator[]) {}

  /** Loads the programs of the engine's format; refuses `bundles` that do not meet. */
  static async open(bundles: readonly Bundle[], engine: Engine): Promise<Pivot> {
    refuseApart(bundles);
    const open: Translator[] = [];
    try {
      for (const bundle of bundles) open.push(await Translator.open(bundle, engine));
    } catch (failure) {
      for (const translator of open) await translator.close();
      throw failure;
    }
    return new Pivot(open);
  }

  /**
   * A text of any length in the language of each translator in turn, sentence by sentence; the last
   * is what was wanted, and what `heard` is told.
   */
  translate(text: string, { handling, heard, signal }: Translating = {}): Promise<Leg[]> {
    const speakers = this.translators.map((translator) => translator.speaker(handling, signal));
    return pivoted(text, speakers, { heard });
  }

  async close(): Promise<void> {
    for (const translator of this.translators) await translator.close();
  }
}

function refuseApart(bundles: readonly Bundle[]): void {
  for (const [at, { manifest: other }] of bundles.entries()) {
    const first = bundles[at - 1]?.manifest;
    if (first === undefined) continue;
    const { targetLanguage } = first.text;
    const { sourceLanguage } = other.text;
    if (isSameLanguage(targetLanguage, sourceLanguage)) continue;
    throw new Refused(
      `the bundle "${first.name}" translates into ${targetLanguage ?? "an unknown language"}, and ` +
        `"${other.name}" reads ${sourceLanguage ?? "an unknown one"}; choose two that meet`,
    );
  }
}

/** `heard` of what the last one says; `clock`: milliseconds from some moment on. */
interface Pivoting {
  readonly heard?: Heard | undefined;
  readonly clock?: () => number;
}

/**
 * A text through `speakers` that are new, of which each reads the language that the one before it
 * writes, sentence by sentence, as exporters/text/pivot.py; the last is what was wanted.
 */
export async function pivoted(
  text: string,
  speakers: readonly Speaker[],
  { heard, clock = () => performance.now() }: Pivoting = {},
): Promise<Leg[]> {
  const legs = speakers.map((speaker, at) => new TimedSpeaker(speaker, at > 0, clock));
  const pieces = (await legs[0]?.pieces(text)) ?? [];
  for (const [at, piece] of pieces.entries()) {
    let said = piece.text;
    for (const leg of legs) said = await leg.say(said);
    heard?.(at + 1, pieces.length, () => legs.at(-1)?.joined(pieces.slice(0, at + 1)) ?? "");
  }
  return legs.map((leg) => leg.made(pieces));
}

/** A translator at work; what it is given is a text of any length where it `saysWhole`. */
class TimedSpeaker {
  /** Of each piece, "" where that has no text. */
  private readonly said: string[] = [];
  private milliseconds = 0;

  constructor(
    private readonly speaker: Speaker,
    private readonly saysWhole: boolean,
    private readonly clock: () => number,
  ) {}

  /** What of a text is said one at a time. */
  pieces(text: string): Promise<Piece[]> {
    return this.timed(async () => this.speaker.pieces(text));
  }

  async say(text: string): Promise<string> {
    const said = await this.timed(async () => {
      if (text === "") return "";
      return this.saysWhole ? this.speaker.whole(text) : this.speaker.said(text);
    });
    this.said.push(said);
    return said;
  }

  private async timed<T>(work: () => Promise<T>): Promise<T> {
    const start = this.clock();
    const done = await work();
    this.milliseconds += this.clock() - start;
    return done;
  }

  made(pieces: readonly Piece[]): Leg {
    const translation = this.speaker.spoken(this.joined(pieces));
    return { translation, milliseconds: this.milliseconds };
  }

  /** What it says of the first pieces. */
  joined(pieces: readonly Piece[]): string {
    return rejoined(pieces, this.said, this.speaker.words.targetLanguage);
  }
}
