import { element, fillWith } from "./view/Element";
import { type Icon, icon } from "./view/Icons";
import type { Phrase } from "./words/en";
import type { Speaker } from "./words/Language";

/** A screen and its tab; `chosen` is called when it comes to the front. */
export interface Tab {
  readonly id: string;
  readonly name: Phrase;
  readonly icon: Icon;
  readonly view: HTMLElement;
  readonly chosen: () => void;
}

/** The screens, of which one is in front, and the tabs between them: the address says which. */
export class Tabs {
  private readonly links = new Map<string, HTMLAnchorElement>();
  private readonly screens = new Map<string, HTMLElement>();
  private front = "";

  constructor(
    private readonly root: HTMLElement,
    private readonly tabs: readonly Tab[],
    private readonly speaker: Speaker,
  ) {
    const main = element("main", {}, ...tabs.map((tab) => this.screen(tab)));
    const list = element("ul", {}, ...tabs.map((tab) => element("li", {}, this.link(tab))));
    const bar = element("nav", { class: "tabs", "aria-label": speaker.say("screens") }, list);
    fillWith(root, main, bar);
  }

  /** Brings the screen of an address to the front, or the first. */
  show(id: string, moved: boolean): void {
    const tab = this.tabs.find((each) => each.id === id) ?? this.tabs[0]!;
    for (const { id: each } of this.tabs) {
      this.screens.get(each)!.hidden = each !== tab.id;
      if (each === tab.id) this.links.get(each)!.setAttribute("aria-current", "page");
      else this.links.get(each)!.removeAttribute("aria-current");
    }
    document.title = `${this.speaker.say(tab.name)} · ${this.speaker.say("app_name")}`;
    // Who listens to the page hears which screen came, and who sees it begins at its top.
    if (moved && this.front !== tab.id) {
      this.screens.get(tab.id)!.querySelector("h1")?.focus({ preventScroll: true });
      this.root.ownerDocument.documentElement.scrollTop = 0;
    }
    this.front = tab.id;
    tab.chosen();
  }

  private screen(tab: Tab): HTMLElement {
    const title = element("h1", { tabindex: -1 }, this.speaker.say(tab.name));
    const screen = element("div", { class: "screen", id: `screen-${tab.id}` }, title, tab.view);
    this.screens.set(tab.id, screen);
    return screen;
  }

  private link(tab: Tab): HTMLElement {
    const name = element("span", {}, this.speaker.say(tab.name));
    const link = element("a", { href: `#${tab.id}` }, icon(tab.icon), name);
    this.links.set(tab.id, link);
    return link;
  }
}
