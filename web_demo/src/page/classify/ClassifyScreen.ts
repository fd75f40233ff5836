import type { Classified } from "../../worker/Messages";
import type { AskModel } from "../ask/AskModel";
import { AskScreen } from "../ask/AskScreen";
import { element, fillWith, write } from "../view/Element";
import type { Speaker } from "../words/Language";

/** Labels beyond these are of no use to a person on one screen. */
const MOST_LABELS = 8;

/** Type a text, or a text and its pair, read its label and how sure the model is. */
export function classifyScreen(model: AskModel<Classified>, speaker: Speaker): HTMLElement {
  const label = element("h2", { class: "answer" });
  const bars = element("ul", { class: "bars" });
  const figures = element("p", { class: "small" });
  const result = element(
    "section",
    { class: "card accent", "aria-live": "polite" },
    label,
    bars,
    figures,
  );
  return new AskScreen(model, speaker, {
    name: "tab_classify",
    input: "classify_input",
    pairInput: "classify_pair_input",
    go: "classify_do",
    result,
    show: (answer, engine) => {
      write(label, answer.shares[0]?.[0] ?? "");
      fillWith(bars, ...answer.shares.slice(0, MOST_LABELS).map((each) => bar(...each, speaker)));
      const said = [speaker.short(answer.milliseconds), speaker.number(answer.tokens), engine];
      write(figures, speaker.say("classify_figures", ...said));
    },
    said: () => null,
  }).view;
}

function bar(label: string, share: number, speaker: Speaker): HTMLElement {
  const percent = speaker.say("percent", speaker.number(share * 100, 1));
  const fill = element("span", { class: "fill" });
  fill.style.inlineSize = `${share * 100}%`;
  const words = element(
    "div",
    { class: "beside" },
    element("span", {}, label),
    element("span", {}, percent),
  );
  return element("li", {}, words, element("div", { class: "track", "aria-hidden": "true" }, fill));
}
