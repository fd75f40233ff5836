import type { Engine } from "../engine/Engine";
import { OnnxEngine } from "../engine/onnx/OnnxEngine";
import { WebgpuEngine } from "../engine/webgpu/WebgpuEngine";
import { askClassifier } from "../goldens/ClassifierGoldens";
import { askTranslator } from "../goldens/TranslatorGoldens";
import { type Bundle, openBundle } from "../manifest/Bundle";
import { CLASSIFICATION } from "../manifest/Manifest";
import { Refused } from "../Refused";
import { Classifier } from "../run/Classifier";
import { Pivot } from "../run/Pivot";
import type { Bundles } from "../storage/Bundles";
import type { SiteBundle } from "../storage/Site";
import type { Answering, Handling } from "./Desk";
import { CARD, found, withoutCard } from "./Found";
import type {
  Asks,
  Classified,
  Found,
  Means,
  Prepared,
  Question,
  Subject,
  Translated,
} from "./Messages";
import { type Opened, Session } from "./Session";
import { SiteFiles } from "./SiteFiles";

/** Answers what screens ask of the site's bundles. */
export class Answers {
  private readonly session = new Session();

  constructor(private readonly bundles: Bundles) {}

  readonly all: Omit<Answering, "measure" | "said"> = {
    look: () => this.look(),
    prepare: (subject, handling) => this.prepared(subject, handling),
    translate: (asked, handling) => this.translated(asked, handling),
    classify: (asked, handling) => this.classified(asked, handling),
    check: (subject, handling) => this.checked(subject, handling),
    card: (name) => this.card(name),
    kept: () => this.bundles.kept(),
    forget: (name) => this.forget(name),
    fetch: (name, handling) => this.fetched(name, handling),
  };

  private look(): Promise<Found[]> {
    return Promise.all(this.bundles.site.bundles.map((bundle) => found(this.bundles, bundle)));
  }

  private async prepared(subject: Subject, handling: Handling): Promise<Prepared> {
    const opened = await this.opened(subject, handling);
    return {
      version: opened.engine.version,
      examples: await examplesOf(opened.bundles[0]!),
      unkept: subject.bundles.filter((name) => this.bundles.unkept.has(name)),
    };
  }

  private async translated(
    { text, ...subject }: Asks["translate"]["asked"],
    handling: Handling,
  ): Promise<Translated> {
    const { runner } = await this.opened(subject, handling);
    if (!(runner instanceof Pivot)) throw new Refused("this model does not translate");
    const { heard, signal } = handling;
    const legs = await runner.translate(text, {
      signal,
      heard: (done, of) => heard({ share: done / of, what: "translating" }),
    });
    const last = legs.at(-1)!.translation;
    return {
      text: last.text,
      times: legs.map((leg) => leg.milliseconds),
      tokens: legs.reduce((sum, { translation }, at) => {
        const start = runner.translators[at]!.settings.startId;
        return sum + translation.tokens.filter((token) => token !== start).length;
      }, 0),
      cut: legs.reduce((sum, { translation }) => sum + translation.cut, 0),
      between: legs.length > 1 ? legs[0]!.translation.text : null,
    };
  }

  private async classified(
    { question, ...subject }: Asks["classify"]["asked"],
    handling: Handling,
  ): Promise<Classified> {
    const { runner: classifier } = await this.opened(subject, handling);
    if (!(classifier instanceof Classifier)) throw new Refused("this model does not classify");
    const start = performance.now();
    const { shares } = await classifier.classify(question.text, question.pair);
    const milliseconds = performance.now() - start;
    const sorted = [...shares].sort((one, other) => other.share - one.share);
    const tokens = classifier.encode(question.text, question.pair).ids.length;
    return { shares: sorted.map(({ label, share }) => [label, share]), milliseconds, tokens };
  }

  private async checked(subject: Subject, { makeWay }: Handling): Promise<boolean> {
    const opened = this.session.present<Runner>(subject);
    if (!opened) throw stopped();
    const between = async () => {
      await makeWay();
      if (!this.session.present(subject)) throw stopped();
    };
    const { bundles, engine, runner } = opened;
    for (const [at, bundle] of bundles.entries()) {
      const goldens =
        runner instanceof Pivot
          ? await askTranslator(runner.translators[at]!, bundle, engine.name, between)
          : await askClassifier(runner, bundle, engine.name, between);
      if (!goldens.passed) return false;
    }
    return true;
  }

  private async card(name: string): Promise<string> {
    const bundle = this.named(name);
    const file = bundle.files.find(({ path }) => path === CARD);
    if (!file) throw new Refused(`${name} came to this site without its card`);
    return new TextDecoder().decode(await this.bundles.bytes(bundle, file));
  }

  private async forget(name: string | null): Promise<null> {
    await (name === null ? this.bundles.forgetOthers() : this.bundles.forget(name));
    return null;
  }

  private async fetched(name: string, { heard, signal }: Handling): Promise<null> {
    await this.bundles.fetch(
      withoutCard(this.named(name)),
      (fetching) => heard({ fetching }),
      signal,
    );
    return null;
  }

  private named(name: string): SiteBundle {
    const bundle = this.bundles.named(name);
    if (bundle) return bundle;
    throw new Refused(`this site has no bundle "${name}"; load the page again`);
  }

  private opened(subject: Subject, { heard, signal }: Handling): Promise<Opened<Runner>> {
    return this.session.of(subject, async () => {
      const named = subject.bundles.map((name) => withoutCard(this.named(name)));
      for (const bundle of named) {
        await this.bundles.fetch(bundle, (fetching) => heard({ fetching }), signal);
      }
      const engine = engineOf(subject.means);
      const all = named.map((bundle) => new SiteFiles(this.bundles, bundle));
      const bundles: Bundle[] = [];
      for (const files of all) bundles.push(await openBundle(files));
      const [first] = bundles as [Bundle];
      const classifies = first.manifest.task === CLASSIFICATION;
      const runner = classifies
        ? await Classifier.open(first, engine)
        : await Pivot.open(bundles, engine);
      for (const files of all) files.forget();
      return { bundles, engine, runner };
    });
  }
}

type Runner = Pivot | Classifier;

/** What runs the programs of a browser. */
export function engineOf({ provider, threads }: Means): Engine {
  return provider === "wasm" ? new OnnxEngine(threads) : new WebgpuEngine();
}

/** Of what gave way to something else. */
function stopped(): DOMException {
  return new DOMException("another model is loaded meanwhile", "AbortError");
}

const EXAMPLES = 4;
const SHORTEST = 12;
const LONGEST = 70;

/** Real sentences that fit on a button. */
async function examplesOf(bundle: Bundle): Promise<Question[]> {
  const { sentences } = await bundle.golden();
  const all = sentences.map((each) => ({
    text: each.text,
    pair: "pair" in each ? (each.pair ?? null) : null,
  }));
  const fits = (text: string) => text.length >= SHORTEST && text.length <= LONGEST;
  return all
    .filter(({ text, pair }) => fits(text) && (pair === null || fits(pair)))
    .slice(0, EXAMPLES);
}
