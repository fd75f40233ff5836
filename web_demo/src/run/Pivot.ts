import { rejoined } from "../text/handling/Joining";
import type { Piece } from "../text/handling/LinePieces";
import type { Speaker, Translation } from "./Translation";

/** What one translator made of the whole text, and the `milliseconds` that it took. */
export interface Leg {
  readonly translation: Translation;
  readonly milliseconds: number;
}

/**
 * A text through `speakers` that are new, of which each reads the language that the one before it
 * writes, sentence by sentence, as exporters/text/pivot.py; the last is what was wanted. `clock`:
 * milliseconds from some moment on.
 */
export async function pivoted(
  text: string,
  speakers: readonly Speaker[],
  clock: () => number = () => performance.now(),
): Promise<Leg[]> {
  const legs = speakers.map((speaker, at) => new TimedSpeaker(speaker, at > 0, clock));
  const pieces = (await legs[0]?.pieces(text)) ?? [];
  for (const piece of pieces) {
    let said = piece.text;
    for (const leg of legs) said = await leg.say(said);
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
    const text = rejoined(pieces, this.said, this.speaker.words.targetLanguage);
    return { translation: this.speaker.spoken(text), milliseconds: this.milliseconds };
  }
}
