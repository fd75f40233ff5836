import { element } from "../view/Element";
import type { Speaker } from "../words/Language";
import type { AboutModel, AboutState } from "./AboutModel";

/** What this browser stores of the site's bundles and of the page, with buttons that delete it. */
export function storageCard(about: AboutModel, speaker: Speaker): HTMLElement[] {
  const { kept, usage, offline } = about.held.state;
  const card = element("section", { class: "card" });
  if (!kept) return [card];
  const stored = kept.bundles.filter(({ bytes }) => bytes > 0);
  if (stored.length === 0) card.append(line(speaker.say("about_nothing_stored")));
  for (const { name, bytes, of } of stored) {
    const size = speaker.say("about_stored", speaker.megabytes(bytes), speaker.megabytes(of));
    card.append(row(name, size, name, about, speaker));
  }
  if (kept.other > 0) {
    const title = speaker.say("about_other");
    card.append(row(title, `${speaker.megabytes(kept.other)} MB`, null, about, speaker));
  }
  if (usage?.used != null && usage.most != null) {
    const [used, most] = [speaker.megabytes(usage.used), speaker.megabytes(usage.most)];
    card.append(line(speaker.say("about_usage", used, most)));
  }
  if (usage?.persistent != null && stored.length > 0) {
    card.append(line(speaker.say(usage.persistent ? "about_persistent" : "about_evictable")));
  }
  card.append(line(offlineText(offline, speaker)));
  if (about.canInstall()) {
    const install = element("button", { type: "button", class: "quiet", id: "install" });
    install.append(speaker.say("about_install"));
    install.addEventListener("click", () => void about.install());
    card.append(install);
  }
  return [card];
}

function line(text: string): HTMLElement {
  return element("p", { class: "small" }, text);
}

function row(
  title: string,
  size: string,
  bundle: string | null,
  about: AboutModel,
  speaker: Speaker,
): HTMLElement {
  const words = element("div", {}, element("p", { class: "body" }, title), line(size));
  const button = element("button", {
    type: "button",
    class: "quiet",
    id: `delete-${bundle ?? ""}`,
    "aria-label": speaker.say("about_delete_of", title),
  });
  button.append(speaker.say("about_delete"));
  button.addEventListener("click", () => void about.delete(bundle, title));
  return element("div", { class: "beside" }, words, button);
}

function offlineText(offline: AboutState["offline"], speaker: Speaker): string {
  if (offline === "no") return speaker.say("about_offline_no");
  if (offline === "soon") return speaker.say("about_offline_soon");
  return speaker.say("about_offline_yes", speaker.megabytes(offline));
}
