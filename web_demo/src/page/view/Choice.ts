import type { Speaker } from "../words/Language";
import { element, fillWith } from "./Element";

export interface Option {
  readonly id: string;
  readonly title: string;
  readonly usable: boolean;
}

/** A menu that says which of several options is chosen. */
export class Choice {
  readonly view: HTMLSelectElement;
  private shown = "";

  constructor(
    caption: string,
    private readonly speaker: Speaker,
    chose: (id: string) => void,
  ) {
    this.view = element("select", { class: "choice", "aria-label": caption });
    this.view.addEventListener("change", () => chose(this.view.value));
  }

  show(options: readonly Option[], chosen: string | null): void {
    // Options that are made anew close a menu that a person has open.
    const now = JSON.stringify(options);
    if (now !== this.shown) fillWith(this.view, ...this.made(options));
    this.shown = now;
    this.view.value = chosen ?? "";
    this.view.disabled = options.length === 0;
  }

  private made(options: readonly Option[]): HTMLOptionElement[] {
    if (options.length === 0) return [element("option", { value: "" }, this.speaker.say("none"))];
    return options.map(({ id, title, usable }) => {
      const text = usable ? title : this.speaker.say("not_usable", title);
      return element("option", { value: id, disabled: !usable }, text);
    });
  }
}
