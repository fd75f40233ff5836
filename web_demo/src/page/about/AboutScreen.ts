import type { Found } from "../../worker/Messages";
import type { Library, Shelf } from "../bundles/Library";
import type { Offer, Surroundings } from "../engines/Offer";
import { element, fillWith } from "../view/Element";
import { NoteCard, ProblemCard } from "../view/Notices";
import { LANGUAGES, type Language, type Speaker } from "../words/Language";
import type { AboutModel } from "./AboutModel";
import { storageCard } from "./StorageCard";

/** What the page is made of beside its own sources. */
const LICENCES = ["mobilec — Apache-2.0", "ONNX Runtime Web — MIT"];

const DATE = 10;

/** What the screen says beside bundles and storage. */
export interface AboutFacts {
  readonly version: string;
  readonly build: string;
  readonly engineVersion: string;
  readonly offers: readonly Offer[];
  readonly here: Surroundings;
}

/** Versions, what each engine and bundle is, what is stored, and whose work is in here. */
export class AboutScreen {
  readonly view: HTMLElement;
  private readonly storage = element("div", {});
  private readonly bundles = element("div", {});
  private readonly problem: ProblemCard;
  private readonly deleted = new NoteCard("good");

  constructor(
    private readonly about: AboutModel,
    private readonly library: Library,
    private readonly speaker: Speaker,
    private readonly facts: AboutFacts,
    speak: (language: Language) => void,
  ) {
    this.problem = new ProblemCard(speaker, () => void about.look());
    const version = speaker.say("about_version", facts.version, facts.build).replace(/ · $/, "");
    this.view = element("div", {}, element("p", { class: "small" }, version));
    this.view.append(
      this.section("about_device", deviceLines(facts.here, speaker)),
      this.section("about_engines", this.engines()),
      this.title("about_bundles"),
      this.bundles,
      this.title("about_storage"),
      this.problem.view,
      this.deleted.view,
      this.storage,
      this.title("about_language"),
      languageChoice(speaker, speak),
      this.section("about_licences", LICENCES),
    );
    about.held.watch(() => this.show());
    library.held.watch(() => this.show());
  }

  private show(): void {
    const { held } = this.about;
    const shelf: Shelf = this.library.held.state;
    const focused = document.activeElement?.id;
    fillWith(this.bundles, ...(shelf.bundles ?? []).map((found) => this.bundle(found)));
    fillWith(this.storage, ...storageCard(this.about, this.speaker));
    if (focused) document.getElementById(focused)?.focus();
    this.problem.show(held.state.problem);
    const { deleted } = held.state;
    this.deleted.show(deleted && this.speaker.say("about_deleted", deleted));
  }

  private title(key: "about_bundles" | "about_storage" | "about_language"): HTMLElement {
    return element("h2", { class: "title spaced" }, this.speaker.say(key));
  }

  private section(
    key: "about_device" | "about_engines" | "about_licences",
    paragraphs: readonly string[],
  ): HTMLElement {
    const title = element("h2", { class: "title spaced" }, this.speaker.say(key));
    const lines = paragraphs.map((text) => element("p", { class: "body words" }, text));
    return element("section", {}, title, element("div", { class: "card" }, ...lines));
  }

  private engines(): string[] {
    return this.facts.offers.map(({ title, why }) => {
      const name = `${this.speaker.say(title)} ${this.facts.engineVersion}`.trim();
      return why ? `${name}\n${this.speaker.say(why)}` : name;
    });
  }

  private bundle(found: Found): HTMLElement {
    const { speaker, about } = this;
    const card = element("section", { class: "card" });
    card.append(element("h3", { class: "title" }, found.name));
    const text = found.facts ? bundleText(found, speaker) : (found.problem ?? "");
    card.append(element("p", { class: "small words" }, text));
    if (!found.facts || !found.card) return card;
    const shown = about.held.state.cards[found.name];
    const more = element("button", {
      type: "button",
      class: "quiet",
      id: `card-${found.name}`,
      "aria-expanded": shown === undefined ? "false" : "true",
    });
    more.append(speaker.say("about_card"));
    more.addEventListener("click", () => void about.card(found.name));
    card.append(more);
    if (shown !== undefined) card.append(element("p", { class: "small words card-text" }, shown));
    return card;
  }
}

function bundleText({ facts, bytes }: Found, speaker: Speaker): string {
  if (!facts) return "";
  return speaker.say(
    "about_bundle",
    facts.task,
    facts.precision,
    speaker.megabytes(bytes),
    speaker.number(facts.parameters),
    facts.licence ?? speaker.say("about_no_licence"),
    facts.made.slice(0, DATE),
    facts.tool,
    facts.model,
  );
}

function deviceLines(here: Surroundings, speaker: Speaker): string[] {
  const cores = here.cores === null ? null : speaker.say("about_cores", here.cores);
  const isolated = speaker.say(here.isolated ? "about_isolated" : "about_not_isolated");
  const { width, height } = self.screen;
  const size = speaker.say("about_screen", Math.round(width), Math.round(height));
  return [[navigator.userAgent, [cores, isolated, size].filter(Boolean).join(" · ")].join("\n")];
}

function languageChoice(speaker: Speaker, speak: (language: Language) => void): HTMLElement {
  const list = element("div", { class: "flow" });
  for (const [language, name] of Object.entries(LANGUAGES) as [Language, string][]) {
    const chosen = language === speaker.language;
    const button = element("button", {
      type: "button",
      class: "chip",
      lang: language,
      "aria-pressed": chosen ? "true" : "false",
    });
    button.append(name);
    button.addEventListener("click", () => speak(language));
    list.append(button);
  }
  return list;
}
