import { readJson } from "../json/Fields";
import { installing } from "../offline/Install";
import { keepPage, pageIsKept } from "../offline/Registered";
import { Refused } from "../Refused";
import { readSite, type Site } from "../storage/Site";
import { AboutScreen } from "./about/AboutScreen";
import { BenchmarkScreen } from "./benchmark/BenchmarkScreen";
import { classifyScreen } from "./classify/ClassifyScreen";
import { surroundings, whyOneThread } from "./engines/Offer";
import { memory, Parts } from "./Parts";
import { RunCard } from "./run/RunCard";
import { type Tab, Tabs } from "./Tabs";
import { translateScreen } from "./translate/TranslateScreen";
import { element, fillWith } from "./view/Element";
import { ProblemCard } from "./view/Notices";
import { type Language, languageOf, Speaker } from "./words/Language";
import { phrase, words } from "./words/Said";
import "./styles.css";

const LANGUAGE = "mobilec language";
const RETRY_MS = 5000;

/** What this build is called in run.json and under About; the build fills them in. */
declare const __VERSION__: string;
declare const __COMMIT__: string;
declare const __ENGINE__: string;

const offered = installing();
const root = document.getElementById("page")!;

function speaker(): Speaker {
  const chosen = memory("localStorage")?.getItem(LANGUAGE);
  return new Speaker(languageOf([chosen ?? "", ...navigator.languages]));
}

/** What there is on this page. */
async function site(base: string): Promise<Site> {
  const response = await fetch(new URL("site.json", base), { cache: "no-store" });
  if (!response.ok) throw new Refused(`site.json was answered with ${response.status}`);
  return readSite(readJson(await response.text(), "site.json"));
}

/** Until the computer is asked again: some seconds, or a network that came back, or a person. */
function pause(ended: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, RETRY_MS);
    const now = () => {
      clearTimeout(timer);
      resolve();
    };
    ended.addEventListener("abort", now, { once: true });
    self.addEventListener("online", now, { once: true, signal: ended });
  });
}

async function begin(): Promise<void> {
  const base = new URL("./", document.baseURI).href;
  const app = {
    name: "mobilec-web",
    version: __VERSION__,
    commit: __COMMIT__,
    build_type: import.meta.env.PROD ? "release" : "debug",
  } as const;
  const startWorker = () =>
    new Worker(new URL("../worker/Main.ts", import.meta.url), { type: "module" });
  const parts = new Parts({
    site: await site(base),
    base,
    app,
    here: await surroundings(),
    startWorker,
    pageIsKept,
    installing: offered,
    pause,
  });
  show(parts);
  void keepPage();
  const { library, run } = parts;
  if (!run) return library.look();
  // While something is measured for a computer, nothing else is done here.
  run.held.watch(({ phase }) => {
    if (["cut", "denied", "stopped", "done", "none"].includes(phase)) void library.look();
  });
  return run.start();
}

/** The screens in the person's language, anew where that changed. */
function show(parts: Parts): void {
  const words = speaker();
  document.documentElement.lang = words.language;
  const tabs = new Tabs(root, tabsOf(parts, words), words);
  const front = () => location.hash.slice(1) || (parts.run ? "benchmark" : "translate");
  self.onhashchange = () => tabs.show(front(), true);
  tabs.show(front(), false);
}

function tabsOf(parts: Parts, speaker: Speaker): Tab[] {
  const { run, here } = parts;
  const benchmark = new BenchmarkScreen(parts.benchmark, speaker, whyOneThread(here)).view;
  if (run) benchmark.prepend(new RunCard(run, speaker).view);
  const facts = { version: __VERSION__, build: __COMMIT__, engineVersion: __ENGINE__, here };
  const about = new AboutScreen(
    parts.about,
    parts.library,
    speaker,
    { ...facts, offers: parts.offers },
    (language) => speak(parts, language),
  );
  return [
    {
      id: "translate",
      name: "tab_translate",
      icon: "translate",
      view: translateScreen(parts.translate, speaker),
      chosen: () => parts.translate.prepare(),
    },
    {
      id: "classify",
      name: "tab_classify",
      icon: "classify",
      view: classifyScreen(parts.classify, speaker),
      chosen: () => parts.classify.prepare(),
    },
    {
      id: "benchmark",
      name: "tab_benchmark",
      icon: "benchmark",
      view: benchmark,
      chosen: () => {},
    },
    {
      id: "about",
      name: "tab_about",
      icon: "about",
      view: about.view,
      chosen: () => void parts.about.look(),
    },
  ];
}

function speak(parts: Parts, language: Language): void {
  memory("localStorage")?.setItem(LANGUAGE, language);
  show(parts);
  document.querySelector<HTMLElement>('[aria-pressed="true"]')?.focus();
}

begin().catch((error: unknown) => {
  const said = speaker();
  const card = new ProblemCard(said, () => location.reload());
  card.show({
    title: "problem_network",
    detail: error instanceof Error ? words(error.message) : phrase("problem_unexpected"),
    advice: "advice_network",
    again: true,
  });
  fillWith(
    root,
    element("main", { class: "screen" }, element("h1", {}, said.say("app_name")), card.view),
  );
});
