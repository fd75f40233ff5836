import type { Translated } from "../../worker/Messages";
import type { AskModel } from "../ask/AskModel";
import { AskScreen } from "../ask/AskScreen";
import { element, write } from "../view/Element";
import { icon } from "../view/Icons";
import type { Speaker } from "../words/Language";

/** Type a text, read its translation and how long it took. */
export function translateScreen(model: AskModel<Translated>, speaker: Speaker): HTMLElement {
  const output = element("p", { class: "answer words", dir: "auto" });
  const figures = element("p", { class: "small words" });
  const copied = element("span", { class: "small", role: "status" });
  const result = element("section", { class: "card accent", "aria-live": "polite" });
  result.append(element("h2", { class: "caption" }, speaker.say("translate_result")));
  result.append(output, figures, buttons(output, copied, speaker));
  return new AskScreen(model, speaker, {
    name: "tab_translate",
    input: "translate_input",
    pairInput: null,
    go: "translate_do",
    result,
    show: (answer, engine) => {
      write(output, answer.text);
      write(figures, figuresOf(answer, engine, speaker));
      write(copied, "");
    },
    said: (answer) => answer.text,
  }).view;
}

function figuresOf(answer: Translated, engine: string, speaker: Speaker): string {
  const milliseconds = answer.times.reduce((sum, time) => sum + time, 0);
  const speed = milliseconds > 0 ? (answer.tokens * 1000) / milliseconds : 0;
  const times = answer.times.map((time) => speaker.short(time)).join(" + ");
  return [
    answer.cut > 0 ? speaker.say("translate_cut") : null,
    speaker.say("translate_figures", speaker.short(milliseconds), speaker.short(speed), engine),
    answer.between === null ? null : speaker.say("translate_between", answer.between, times),
  ]
    .filter((line) => line !== null)
    .join("\n");
}

/** Copying and sharing are given to pages of https and of localhost alone; where they are not, nothing is offered. */
function buttons(output: HTMLElement, copied: HTMLElement, speaker: Speaker): HTMLElement {
  const row = element("div", { class: "flow" });
  if (navigator.clipboard) {
    const copy = element(
      "button",
      { type: "button", class: "quiet" },
      icon("copy"),
      speaker.say("copy"),
    );
    copy.addEventListener("click", async () => {
      await navigator.clipboard.writeText(output.textContent ?? "");
      write(copied, speaker.say("copied"));
    });
    row.append(copy);
  }
  if (navigator.share) {
    const share = element(
      "button",
      { type: "button", class: "quiet" },
      icon("share"),
      speaker.say("share"),
    );
    // A person who closes the menu has not failed.
    share.addEventListener("click", () => {
      navigator.share({ text: output.textContent ?? "" }).catch(() => {});
    });
    row.append(share);
  }
  row.append(copied);
  return row;
}
