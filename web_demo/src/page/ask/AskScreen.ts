import type { Question } from "../../worker/Messages";
import { Choice } from "../view/Choice";
import { element, fillWith } from "../view/Element";
import { icon } from "../view/Icons";
import { BusyCard, NoteCard, ProblemCard } from "../view/Notices";
import type { Phrase } from "../words/en";
import type { Speaker } from "../words/Language";
import type { AskModel } from "./AskModel";
import { type AskState, wantsPair } from "./AskState";
import { idOf, turned } from "./Subject";
import { options, title } from "./Titles";

/** What a screen that asks is called, and what of it is its own. */
export interface AskParts<A> {
  readonly name: Phrase;
  readonly input: Phrase;
  readonly pairInput: Phrase | null;
  /** Its button's. */
  readonly go: Phrase;
  /** What an answer is shown in. */
  readonly result: HTMLElement;
  /** Fills the result; `version`: of the engine. */
  show(answer: A, version: string): void;
  /** Of an answer, what the way back is asked next. */
  said(answer: A): string | null;
}

/** A text, a button and an answer, bound to a model. */
export class AskScreen<A> {
  readonly view: HTMLElement;
  private readonly subject: Choice;
  private readonly engine: Choice;
  private readonly swap = button("round", icon("swap"));
  private readonly clear: HTMLButtonElement;
  private readonly text: HTMLTextAreaElement;
  private readonly pair: HTMLTextAreaElement | null;
  private readonly go: HTMLButtonElement;
  private readonly busy: BusyCard;
  private readonly problem: ProblemCard;
  private readonly stopped = new NoteCard("plain");
  private readonly doubted = new NoteCard();
  private readonly unkept = new NoteCard();
  private readonly examples = element("div", { class: "flow" });
  private readonly examplesTitle: HTMLElement;
  private shown: readonly Question[] | null = null;

  constructor(
    private readonly model: AskModel<A>,
    private readonly speaker: Speaker,
    private readonly parts: AskParts<A>,
  ) {
    this.subject = new Choice(speaker.say("bundle"), speaker, (id) => model.choose(id));
    this.engine = new Choice(speaker.say("engine"), speaker, (id) => model.chooseEngine(id));
    this.text = this.field(parts.input);
    this.pair = parts.pairInput && this.field(parts.pairInput);
    this.go = button("primary", speaker.say(parts.go));
    this.clear = button("round", icon("clear"), speaker.say("clear"));
    this.busy = new BusyCard(speaker, () => model.stop());
    this.problem = new ProblemCard(speaker, () => model.again());
    this.examplesTitle = element("h2", { class: "caption spaced" }, speaker.say("examples"));
    this.view = this.laidOut();
    this.listen();
    model.held.watch((state) => this.show(state));
  }

  private field(caption: Phrase): HTMLTextAreaElement {
    const said = this.speaker.say(caption);
    const field = element("textarea", {
      rows: 3,
      placeholder: said,
      "aria-label": said,
      dir: "auto",
    });
    field.addEventListener("input", () => this.enable(this.model.held.state));
    field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || this.go.disabled) return;
      event.preventDefault();
      this.ask();
    });
    return field;
  }

  private laidOut(): HTMLElement {
    const fields = element("div", { class: "fields" }, this.text, this.pair);
    const form = element("form", { class: "card" });
    form.append(element("div", { class: "beside" }, fields, this.clear));
    form.append(element("div", { class: "end" }, this.go));
    form.addEventListener("submit", (event) => event.preventDefault());
    this.parts.result.hidden = true;
    const choices = element(
      "div",
      { class: "flow" },
      this.subject.view,
      this.swap,
      this.engine.view,
    );
    const notices = [this.busy, this.stopped, this.problem, this.doubted, this.unkept];
    const view = element("div", {}, choices, form, ...notices.map((notice) => notice.view));
    view.append(this.parts.result, this.examplesTitle, this.examples);
    return view;
  }

  private listen(): void {
    this.go.addEventListener("click", () => this.ask());
    this.swap.addEventListener("click", () => this.turn());
    this.clear.addEventListener("click", () => {
      this.text.value = "";
      if (this.pair) this.pair.value = "";
      this.enable(this.model.held.state);
      this.text.focus();
    });
  }

  private ask(): void {
    const second = wantsPair(this.model.held.state) ? (this.pair?.value.trim() ?? null) : null;
    void this.model.ask({ text: this.text.value.trim(), pair: second });
  }

  private turn(): void {
    const { answer } = this.model.held.state;
    const said = answer && this.parts.said(answer);
    if (said) this.text.value = said;
    this.model.swap();
  }

  private show(state: AskState<A>): void {
    const { speaker } = this;
    const list = options(speaker, state.subjects ?? [], state.subject);
    this.subject.show(list, state.subject && idOf(state.subject));
    const engines = state.offers.map((offer) => ({
      id: offer.provider,
      title: speaker.say(offer.title),
      usable: offer.why === null,
    }));
    this.engine.show(engines, state.offer?.provider ?? null);
    const back = state.subject && turned(state.subject);
    this.swap.hidden = back === null;
    if (back) this.swap.setAttribute("aria-label", speaker.say("swap", title(speaker, back)));
    this.notices(state);
    if (this.pair) this.pair.hidden = !wantsPair(state);
    this.parts.result.hidden = state.answer === null;
    if (state.answer !== null) this.parts.show(state.answer, this.engineOf(state));
    if (state.examples !== this.shown) this.showExamples(state.examples);
    this.enable(state);
  }

  private engineOf(state: AskState<A>): string {
    const name = state.offer ? this.speaker.say(state.offer.title) : "";
    return `${name} ${state.version}`.trim();
  }

  private notices(state: AskState<A>): void {
    const { speaker } = this;
    const { busy, problem } = state;
    if (state.subjects === null && problem === null) {
      this.busy.show(speaker.say("loading_bundles"), null, false);
    } else {
      this.busy.show(busy && speaker.said(busy.said), busy?.share ?? null);
    }
    this.problem.show(problem);
    this.stopped.show(state.stopped ? speaker.say("stopped") : null);
    const doubted = state.doubted && speaker.say("goldens_wrong", speaker.say(state.doubted.title));
    this.doubted.show(doubted);
    this.unkept.show(state.unkept && speaker.say("not_kept", state.unkept));
  }

  private enable(state: AskState<A>): void {
    const wanted = this.pair && wantsPair(state) ? [this.text, this.pair] : [this.text];
    const ready = state.subject !== null && state.offer !== null;
    this.go.disabled = !ready || wanted.some((field) => field.value.trim() === "");
    this.clear.classList.toggle(
      "unseen",
      wanted.every((field) => field.value === ""),
    );
  }

  private showExamples(examples: readonly Question[]): void {
    this.shown = examples;
    this.examplesTitle.hidden = examples.length === 0;
    const chips = examples.map(({ text, pair }) => {
      const chip = button("chip", pair === null ? text : `${text}\n${pair}`);
      chip.addEventListener("click", () => {
        this.text.value = text;
        if (this.pair) this.pair.value = pair ?? "";
        this.ask();
      });
      return chip;
    });
    fillWith(this.examples, ...chips);
  }
}

function button(
  kind: string,
  shown: string | Node,
  label: string | null = null,
): HTMLButtonElement {
  return element("button", { type: "button", class: kind, "aria-label": label }, shown);
}
