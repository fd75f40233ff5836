import type { Speaker } from "../words/Language";
import type { Problem } from "../work/Problem";
import { element, write } from "./Element";

/** What a screen says of a failure, with what to do about it. */
export class ProblemCard {
  readonly view: HTMLElement;
  private readonly title = element("h2", { class: "caption" });
  private readonly detail = element("p", { class: "body words" });
  private readonly advice = element("p", { class: "small" });
  private readonly again: HTMLButtonElement;

  constructor(
    private readonly speaker: Speaker,
    retry: () => void,
  ) {
    this.again = element("button", { type: "button", class: "quiet" }, speaker.say("retry"));
    this.again.addEventListener("click", retry);
    this.view = element("div", { class: "card bad", role: "alert", hidden: true });
    this.view.append(this.title, this.detail, this.advice, this.again);
  }

  show(problem: Problem | null): void {
    this.view.hidden = problem === null;
    if (!problem) return;
    write(this.title, this.speaker.say(problem.title));
    write(this.detail, this.speaker.said(problem.detail));
    write(this.advice, this.speaker.say(problem.advice));
    this.again.hidden = !problem.again;
  }
}

/** A sentence that a person should know while they go on. */
export class NoteCard {
  readonly view: HTMLElement;

  constructor(kind: "bad" | "good" | "plain" = "bad") {
    this.view = element("p", { class: `card ${kind} small`, role: "status", hidden: true });
  }

  show(text: string | null): void {
    this.view.hidden = text === null;
    write(this.view, text ?? "");
  }
}

/** What is waited for, how far it is, and a button that stops it. */
export class BusyCard {
  readonly view = element("div", { class: "card busy", hidden: true });
  private readonly text = element("p", { class: "small", role: "status" });
  private readonly bar: HTMLProgressElement;
  private readonly stop: HTMLButtonElement;

  constructor(speaker: Speaker, stop: () => void) {
    this.bar = element("progress", { max: 1, "aria-label": speaker.say("working") });
    this.stop = element("button", { type: "button", class: "quiet" }, speaker.say("stop"));
    this.stop.addEventListener("click", stop);
    this.view.append(this.text, this.bar, this.stop);
  }

  /** `share`: from 0 to 1, null where nobody knows; `stops`: whether it can be stopped. */
  show(text: string | null, share: number | null = null, stops = true): void {
    this.view.hidden = text === null;
    write(this.text, text ?? "");
    this.stop.hidden = !stops;
    if (share === null) this.bar.removeAttribute("value");
    else this.bar.value = share;
  }
}
