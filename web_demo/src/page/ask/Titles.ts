import { languageTag } from "../../run/Ways";
import type { Option } from "../view/Choice";
import type { Speaker } from "../words/Language";
import { idOf, names, type Subject, turned } from "./Subject";

/** What can be chosen, in words: one for each way and its way back, of which the chosen one stands. */
export function options(
  speaker: Speaker,
  subjects: readonly Subject[],
  chosen: Subject | null,
): Option[] {
  const shown = subjects.map((subject) => {
    const back = turned(subject);
    return back && chosen && idOf(back) === idOf(chosen) ? chosen : subject;
  });
  const titles = shown.map((subject) => title(speaker, subject));
  return shown.map((subject, at) => {
    const mine = titles[at]!;
    const several = titles.filter((each) => each === mine).length > 1;
    return {
      id: idOf(subject),
      title: several ? speaker.say("way_of", mine, names(subject)) : mine,
      usable: true,
    };
  });
}

/** Its languages, where they are known, by their names in the language of the page. */
export function title(speaker: Speaker, subject: Subject): string {
  const { way } = subject;
  if (!way) return names(subject);
  const named = (code: string | null) => speaker.languageName(languageTag(code) ?? "und");
  const [from, to] = [named(way.direction.source), named(way.direction.target)];
  if (way.through === null) return speaker.say("way", from, to);
  return speaker.say("way_through", from, to, named(way.through));
}
