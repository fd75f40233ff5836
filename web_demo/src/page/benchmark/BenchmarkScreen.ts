import type { Provider } from "../../worker/Messages";
import { element, fillWith } from "../view/Element";
import { ProblemCard } from "../view/Notices";
import type { Phrase } from "../words/en";
import type { Speaker } from "../words/Language";
import type { BenchmarkModel } from "./BenchmarkModel";
import { type BenchmarkState, leftOut } from "./BenchmarkState";
import type { Length } from "./Job";
import { Results } from "./Results";
import { RunningCard } from "./RunningCard";

const CHOICES: Record<Length, Phrase> = {
  quick: "bench_quick",
  full: "bench_full",
  sustained: "bench_sustained",
};

/** Choose what is measured, watch it, read and keep what came out. */
export class BenchmarkScreen {
  readonly view: HTMLElement;
  private readonly form = element("form", { class: "card" });
  private readonly bundles = group();
  private readonly engines = group();
  private readonly threads = group("flow");
  private readonly lengths = group();
  private readonly running: RunningCard;
  private readonly problem: ProblemCard;
  private readonly results: Results;
  private shown = "";

  /** `threadsNote`: what is to be known where there is one thread alone. */
  constructor(
    private readonly model: BenchmarkModel,
    private readonly speaker: Speaker,
    private readonly threadsNote: Phrase | null,
  ) {
    this.running = new RunningCard(speaker, () => model.cancel());
    this.problem = new ProblemCard(speaker, () => void model.start());
    this.results = new Results(speaker);
    this.fill();
    const intro = element("p", { class: "small" }, speaker.say("bench_intro"));
    const rest = [this.running.view, this.problem.view, this.results.view];
    this.view = element("div", {}, intro, this.form, ...rest);
    model.held.watch((state) => this.show(state));
  }

  private fill(): void {
    const { speaker } = this;
    const start = element(
      "button",
      { type: "submit", class: "primary" },
      speaker.say("bench_start"),
    );
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.model.start();
    });
    for (const [length, key] of Object.entries(CHOICES) as [Length, Phrase][]) {
      const input = element("input", { type: "radio", name: "length", value: length });
      input.addEventListener("change", () => this.model.choose(length));
      this.lengths.append(element("label", { class: "tick" }, input, speaker.say(key)));
    }
    this.form.append(
      this.set("bench_bundles", this.bundles),
      this.set("bench_engines", this.engines),
      this.set("bench_threads", this.threads),
      this.set("bench_length", this.lengths),
      element("div", { class: "end" }, start),
    );
  }

  private set(caption: Phrase, content: HTMLElement): HTMLElement {
    const legend = element("legend", { class: "caption" }, this.speaker.say(caption));
    return element("fieldset", {}, legend, content);
  }

  private show(state: BenchmarkState): void {
    const { bundles, offers, offeredThreads, length } = state;
    const ticked = [state.chosen, state.engines, state.threads].map((set) => [...set]);
    const now = JSON.stringify([bundles, offers, offeredThreads, ticked]);
    if (now !== this.shown) this.showForm(state);
    this.shown = now;
    for (const input of this.lengths.querySelectorAll("input"))
      input.checked = input.value === length;
    const ended = this.form.hidden && state.running === null;
    this.form.hidden = state.running !== null;
    this.running.show(state.running);
    this.problem.show(state.problem);
    this.results.show(state.results);
    // The form comes back above them, and what was waited for are the results.
    if (ended) this.results.view.scrollIntoView();
  }

  private showForm(state: BenchmarkState): void {
    const { model, speaker } = this;
    const focused = document.activeElement?.id;
    fillWith(
      this.bundles,
      ...(state.bundles ?? []).map(({ name }) =>
        tick(`bundle-${name}`, name, state.chosen.has(name), (yes) => model.tick(name, yes)),
      ),
      ...leftOut(state).map(({ name }) =>
        note(speaker.say("bench_no_program", name, "ONNX Runtime")),
      ),
    );
    fillWith(
      this.engines,
      ...state.offers.flatMap(({ provider, title, why }) => {
        const hear = (yes: boolean) => model.tickEngine(provider as Provider, yes);
        const on = state.engines.has(provider);
        const box = tick(`engine-${provider}`, speaker.say(title), on, hear, why !== null);
        return why ? [box, note(speaker.say(why))] : [box];
      }),
    );
    fillWith(
      this.threads,
      ...state.offeredThreads.map((number) =>
        pill(`threads-${number}`, speaker.threads(number), state.threads.has(number), (yes) =>
          model.tickThreads(number, yes),
        ),
      ),
      this.threadsNote && note(speaker.say(this.threadsNote)),
    );
    if (focused) document.getElementById(focused)?.focus();
  }
}

function group(kind = "ticks"): HTMLElement {
  return element("div", { class: kind });
}

function note(text: string): HTMLElement {
  return element("p", { class: "small note" }, text);
}

function tick(
  id: string,
  title: string,
  on: boolean,
  changed: (yes: boolean) => void,
  disabled = false,
): HTMLElement {
  const input = element("input", { type: "checkbox", id, disabled });
  input.checked = on;
  input.addEventListener("change", () => changed(input.checked));
  return element("label", { class: "tick" }, input, title);
}

function pill(
  id: string,
  title: string,
  on: boolean,
  changed: (yes: boolean) => void,
): HTMLElement {
  const made = tick(id, title, on, changed);
  made.className = "pill";
  return made;
}
