import type { Engine } from "../engine/Engine";
import { askClassifier } from "../goldens/ClassifierGoldens";
import type { Goldens } from "../goldens/Goldens";
import type { Bundle } from "../manifest/Bundle";
import type { ClassifierGolden } from "../manifest/Golden";
import { Classifier } from "../run/Classifier";
import { loaded, tokenizerIn } from "../run/Loaded";
import type { Tokenizer } from "../text/Tokenizer";
import { now } from "./Clock";
import type { Pass } from "./Samples";
import { ClockedProgram, type Workload } from "./Workload";

/** A classifier's workload. A text of the goldens that has a pair there runs with it. */
export class Labelling implements Workload {
  private readonly pairs: ReadonlyMap<string, string | null>;
  private program!: ClockedProgram;
  private classifier!: Classifier;

  private constructor(
    private readonly bundle: Bundle,
    private readonly engine: Engine,
    private readonly tokenizer: Tokenizer,
    golden: ClassifierGolden,
  ) {
    const backwards = [...golden.sentences].reverse();
    this.pairs = new Map(backwards.map(({ text, pair }) => [text, pair]));
  }

  static async of(bundle: Bundle, engine: Engine): Promise<Labelling> {
    const golden = (await bundle.golden()) as ClassifierGolden;
    return new Labelling(bundle, engine, await tokenizerIn(bundle), golden);
  }

  async load(): Promise<void> {
    this.program = new ClockedProgram(await loaded(this.bundle, this.engine));
    this.classifier = Classifier.of(this.bundle, this.program, this.tokenizer);
  }

  close(): Promise<void> {
    return this.classifier.close();
  }

  async run(text: string, began = now()): Promise<Pass> {
    const encoding = this.classifier.encode(text, this.pairs.get(text) ?? null);
    const encoded = now();
    const logits = await this.classifier.logits(encoding);
    const ran = now();
    const answer = this.classifier.label(logits);
    return {
      marks: [began, encoded, ran, now()],
      calls: this.program.taken(),
      sourceTokens: encoding.ids.length,
      targetTokens: null,
      answer,
      step: null,
    };
  }

  async goldens(between: () => Promise<void>): Promise<Goldens> {
    const found = await askClassifier(this.classifier, this.bundle, this.engine.name, between);
    this.program.taken();
    return found;
  }
}
