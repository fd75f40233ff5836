import type { CheckedGoldens } from "../../goldens/CheckedGoldens";
import type { Subject as Asked, Found, Progress, Question } from "../../worker/Messages";
import type { Library } from "../bundles/Library";
import type { Offer } from "../engines/Offer";
import type { Phrase } from "../words/en";
import { phrase, words } from "../words/Said";
import { Held } from "../work/Held";
import { type Problem, problemOf, refusal } from "../work/Problem";
import type { WorkerClient } from "../work/WorkerClient";
import { type AskState, type Busy, unknown } from "./AskState";
import { firstOf, found, idOf, type Subject, subjects, turned, usable, without } from "./Subject";

/** What is needed to put texts to bundles of one task. */
export interface Asking<A> {
  readonly task: string;
  readonly library: Library;
  readonly worker: WorkerClient;
  readonly offers: readonly Offer[];
  readonly threads: number;
  readonly checked: CheckedGoldens;
  /** What is said where no bundle has the task. */
  readonly nothing: Phrase;
  ask(
    worker: WorkerClient,
    asked: Asked,
    question: Question,
    heard: (p: Progress) => void,
  ): Promise<A>;
}

/** Puts a text to a bundle of a task through an engine, or to two translators as one. */
export class AskModel<A> {
  readonly held: Held<AskState<A>>;
  private wanted = false;
  private prepared = "";
  private number = 0;
  private last: Question | null = null;

  constructor(private readonly asking: Asking<A>) {
    this.held = new Held(unknown<A>(asking.offers));
    asking.library.held.watch(({ bundles, problem }) => this.shelved(bundles, problem));
  }

  /** Loads what is chosen where that is new, so that the first answer does not wait for it. */
  prepare(): void {
    this.wanted = true;
    const { subjects, subject, offer } = this.held.state;
    const chosen = `${subject && idOf(subject)} ${offer?.provider}`;
    if (subjects === null || chosen === this.prepared) return;
    this.prepared = chosen;
    this.put({ doubted: null });
    void this.run(null);
  }

  choose(id: string): void {
    this.chosen({ subject: found(this.held.state.subjects ?? [], id) });
  }

  /** Chooses the way back; nothing where there is none. */
  swap(): void {
    const { subject } = this.held.state;
    this.chosen({ subject: (subject && turned(subject)) ?? subject });
  }

  chooseEngine(provider: string): void {
    const offer = this.held.state.offers.find((each) => each.provider === provider) ?? null;
    this.put({ offer, answer: null, problem: null });
    this.prepare();
  }

  /** Asks for the answer to a question; one that is still under way is forgotten. */
  ask(question: Question): Promise<void> {
    return this.run(question);
  }

  /** Tries once more what failed. */
  again(): void {
    if (this.held.state.subjects === null) this.asking.library.look();
    else void this.run(this.last);
  }

  /** Ends what is under way at once; what is loaded goes with it, and the next question loads it again. */
  stop(): void {
    this.number++;
    this.prepared = "";
    this.asking.worker.close();
    this.put({ busy: null, stopped: true });
  }

  private put(some: Partial<AskState<A>>): void {
    this.held.change((state) => ({ ...state, ...some }));
  }

  private chosen({ subject }: { subject: Subject | null }): void {
    this.put({ subject, examples: [], answer: null, problem: null });
    this.prepare();
  }

  private shelved(bundles: readonly Found[] | null, problem: Problem | null): void {
    if (bundles === null) {
      this.put({ problem });
      return;
    }
    const mine = bundles.filter(({ facts }) => facts === null || facts.task === this.asking.task);
    const all = subjects(this.asking.task, mine);
    const { subject, offer, offers } = this.held.state;
    this.put({
      subjects: all,
      subject: found(all, subject && idOf(subject)) ?? firstOf(all),
      offer: usable(offers, offer),
      problem: null,
    });
    if (this.wanted) this.prepare();
  }

  private async run(question: Question | null): Promise<void> {
    this.last = question;
    const { subject, offer } = this.held.state;
    const mine = ++this.number;
    const problem = this.missing();
    if (problem || !subject || !offer) {
      this.put({ busy: null, answer: null, problem, stopped: false });
      return;
    }
    const said = phrase(question ? "working" : "preparing");
    this.put({ busy: { said, share: null }, problem: null, answer: null, stopped: false });
    const asked = this.asked(subject, offer);
    try {
      await this.answered(mine, asked, question);
    } catch (error) {
      if (mine === this.number) this.put({ busy: null, problem: problemOf(error) });
      return;
    }
    if (mine === this.number) await this.check(mine, asked, subject, offer);
  }

  private async answered(mine: number, asked: Asked, question: Question | null): Promise<void> {
    const heard = (progress: Progress) => {
      if (mine === this.number) this.put({ busy: busyOf(progress) });
    };
    const prepared = await this.asking.worker.ask("prepare", asked, heard);
    if (mine !== this.number) return;
    const { examples, version, unkept } = prepared;
    this.put({ examples, version, unkept: unkept.join(", ") || null });
    if (question) this.put({ busy: { said: phrase("working"), share: null } });
    const answer = question && (await this.asking.ask(this.asking.worker, asked, question, heard));
    if (mine === this.number) this.put({ busy: null, answer });
  }

  /** Behind what was just shown; the next question does not wait for it. */
  private async check(mine: number, asked: Asked, subject: Subject, offer: Offer): Promise<void> {
    const { checked, worker } = this.asking;
    const { version } = this.held.state;
    const engine = { name: "onnx", version, options: asked.means };
    const known = await Promise.all(
      subject.legs.map((leg) => checked.passed(leg.manifest, engine)),
    );
    let passed: boolean | null = known.every((each) => each === true);
    if (known.includes(null)) {
      // What ends the check, such as another model in its place, leaves it to the next time.
      passed = await worker.ask("check", asked).catch(() => null);
      for (const { manifest } of passed === null ? [] : subject.legs) {
        await checked.keep({ passed: passed === true }, manifest, engine);
      }
    }
    if (mine === this.number && passed === false) this.put({ doubted: offer });
  }

  private asked(subject: Subject, offer: Offer): Asked {
    const threads = offer.provider === "wasm" ? this.asking.threads : 1;
    return {
      bundles: subject.legs.map((leg) => leg.name),
      means: { provider: offer.provider, threads },
    };
  }

  private missing(): Problem | null {
    const { subject, offer } = this.held.state;
    if (!subject) return refusal(phrase(this.asking.nothing), "advice_none");
    const unread = subject.legs.find((leg) => leg.problem !== null);
    if (unread?.problem) return refusal(words(unread.problem), "advice_refused");
    const lacking = without(subject);
    if (lacking)
      return refusal(phrase("no_program", lacking.name, "ONNX Runtime"), "advice_refused");
    return offer ? null : refusal(phrase("no_webgpu"), "advice_engines");
  }
}

function busyOf(progress: Progress): Busy {
  if ("share" in progress) return { said: phrase("working"), share: progress.share };
  const { bundle, bytes, of } = progress.fetching;
  const [now, all] = [bytes, of].map((each) => (each / 1e6).toFixed(1)) as [string, string];
  return { said: phrase("fetching", bundle, now, all), share: of > 0 ? bytes / of : null };
}
