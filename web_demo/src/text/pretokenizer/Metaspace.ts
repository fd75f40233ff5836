import { EachCode } from "../pattern/Pattern";
import { cutAt } from "./Delimiter";
import type { Piece, PreTokenizer } from "./PreTokenizer";

/** When the sign is put before a text. */
export const SCHEMES = ["always", "first", "never"] as const;
export type Scheme = (typeof SCHEMES)[number];

/** Writes spaces as a sign and cuts before each. */
export class Metaspace implements PreTokenizer {
  readonly asksForBeginning: boolean;
  private readonly signs: EachCode;
  private readonly written: string;

  constructor(
    sign: number,
    private readonly scheme: Scheme,
    private readonly splits: boolean,
  ) {
    this.asksForBeginning = scheme === "first";
    this.signs = new EachCode((code) => code === sign);
    this.written = String.fromCodePoint(sign);
  }

  cut({ text: raw, begins }: Piece): Piece[] {
    const { written } = this;
    const text = raw.replaceAll(" ", written);
    const isLed = text.startsWith(written);
    const whole = { text: !isLed && this.prepends(begins) ? written + text : text, begins };
    return this.splits ? cutAt(whole, this.signs, "MergedWithNext") : [whole];
  }

  private prepends(begins: boolean): boolean {
    return this.scheme === "always" || (this.scheme === "first" && begins);
  }

  /** The way back: the sign at the beginning of a text came from the scheme, and goes. */
  decode(tokens: readonly string[]): string[] {
    return tokens.map((token, at) =>
      token.replaceAll(this.written, at === 0 && this.scheme !== "never" ? "" : " "),
    );
  }
}
