import type { Engine } from "../engine/Engine";
import type { Goldens } from "../goldens/Goldens";
import { askTranslator } from "../goldens/TranslatorGoldens";
import type { Bundle } from "../manifest/Bundle";
import { loaded, wordsOf } from "../run/Loaded";
import { Translator } from "../run/Translator";
import type { Words } from "../run/Words";
import { now } from "./Clock";
import type { Pass } from "./Samples";
import { ClockedProgram, type Workload } from "./Workload";

/** A translator's workload. */
export class Translating implements Workload {
  private program!: ClockedProgram;
  private translator!: Translator;

  private constructor(
    private readonly bundle: Bundle,
    private readonly engine: Engine,
    private readonly words: Words,
  ) {}

  static async of(bundle: Bundle, engine: Engine): Promise<Translating> {
    return new Translating(bundle, engine, await wordsOf(bundle));
  }

  async load(): Promise<void> {
    this.program = new ClockedProgram(await loaded(this.bundle, this.engine));
    this.translator = await Translator.of(this.bundle, this.engine.name, this.program, this.words);
  }

  close(): Promise<void> {
    return this.translator.close();
  }

  async run(text: string, began = now()): Promise<Pass> {
    const ids = this.words.ids(text);
    const encoded = now();
    const tokens = await this.translator.tokens(ids);
    const ran = now();
    const answer = this.words.text(tokens);
    return {
      marks: [began, encoded, ran, now()],
      calls: this.program.taken(),
      sourceTokens: ids.length,
      // The start token was given, not made.
      targetTokens: tokens.length - 1,
      answer,
      step: this.translator.step,
    };
  }

  async goldens(between: () => Promise<void>): Promise<Goldens> {
    const found = await askTranslator(this.translator, this.bundle, this.engine.name, between);
    this.program.taken();
    return found;
  }
}
