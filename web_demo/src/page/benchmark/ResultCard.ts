import { element } from "../view/Element";
import { icon } from "../view/Icons";
import type { Row } from "../view/LatencyPlot";
import type { Phrase } from "../words/en";
import type { Speaker } from "../words/Language";
import type { Measured, Sentence, Shown } from "./Shown";

const DONE = 0;
const CANCELLED = 130;

/** Of fewer samples the 99th percentile lies between the two largest. */
const LEAST_FOR_P99 = 200;

/** One run as a card: what was measured, whether it counts, percentiles, load and memory. */
export function resultCard(run: Shown, speaker: Speaker): HTMLElement {
  const card = element("section", { class: "card" });
  card.append(element("h3", { class: "title" }, run.variant.bundle));
  const engine = `${engineTitle(run, speaker)} ${run.variant.engine_version}`;
  card.append(element("p", { class: "small" }, variantText(engine, run.variant.threads, speaker)));
  card.append(validity(run, speaker));
  const { measured } = run;
  if (measured) {
    if (measured.sentences.length > 0) card.append(table(measured.sentences, speaker));
    card.append(...facts(measured, speaker).map((fact) => element("p", { class: "small" }, fact)));
  }
  card.append(element("div", { class: "end" }, download(run, speaker)));
  return card;
}

/** The sentences of a run as rows of the plot; `several`: whose they are has to be said. */
export function plotRows(run: Shown, several: boolean, speaker: Speaker): Row[] {
  const whose = variantText(engineTitle(run, speaker), run.variant.threads, speaker);
  return (run.measured?.sentences ?? []).map(({ name, total_ms }) => {
    const said = sentenceName(name, speaker);
    const title = several ? `${run.variant.bundle} · ${whose} · ${said}` : said;
    const { p50, p90 } = total_ms.statistics;
    return { title, samples: total_ms.samples, p50, p90 };
  });
}

/** An engine and its threads in words. */
export function variantText(engine: string, threads: number, speaker: Speaker): string {
  return speaker.say("bench_variant", engine, speaker.threads(threads));
}

function engineTitle(run: Shown, speaker: Speaker): string {
  return speaker.say(run.variant.provider === "webgpu" ? "engine_webgpu" : "engine_wasm");
}

const SENTENCES: Record<string, Phrase> = {
  short: "bench_short",
  middle: "bench_middle",
  longest: "bench_longest",
};

function sentenceName(name: string, speaker: Speaker): string {
  const known = SENTENCES[name];
  return known ? speaker.say(known) : name;
}

function validity(run: Shown, speaker: Speaker): HTMLElement {
  const word = wordOf(run);
  const said = [...run.reasons, ...(run.notes ?? [])].map(({ message }) => message);
  const lines = [...new Set(said)].map((line) => element("span", { class: "line" }, line));
  const kind = run.valid ? "good" : "bad";
  return element(
    "p",
    { class: `card inner ${kind} small` },
    element("b", {}, speaker.say(word)),
    ...lines,
  );
}

function wordOf(run: Shown): Phrase {
  if (run.exit_status === CANCELLED) return "bench_cancelled";
  if (run.exit_status !== DONE) return "bench_failed";
  return run.valid ? "bench_valid" : "bench_invalid";
}

function table(sentences: readonly Sentence[], speaker: Speaker): HTMLElement {
  const heads: Phrase[] = ["bench_sentence", "bench_p50", "bench_p90", "bench_p99"];
  const cells = heads.map((head) => element("th", { scope: "col" }, speaker.say(head)));
  const made = element("table", { class: "numbers" });
  made.append(element("thead", {}, element("tr", {}, ...cells)));
  const rows = sentences.map(({ name, total_ms: { statistics } }) => {
    const p99 = statistics.count >= LEAST_FOR_P99 ? speaker.short(statistics.p99) : "–";
    const numbers = [speaker.short(statistics.p50), speaker.short(statistics.p90), p99];
    const head = element("th", { scope: "row" }, sentenceName(name, speaker));
    return element("tr", {}, head, ...numbers.map((number) => element("td", {}, number)));
  });
  made.append(element("tbody", {}, ...rows));
  return made;
}

function facts({ load, memory, sentences }: Measured, speaker: Speaker): string[] {
  const [answer, cold, warm, first] = [
    load.first_answer_ms?.[0],
    load.cold_ms[0],
    load.warm_ms[0],
    load.first_run_ms[0],
  ];
  const speeds = sentences.flatMap(({ translation }) => translation?.tokens_per_second ?? []);
  const [peak, before] = [memory.peak_with_swap_bytes, memory.baseline_bytes];
  const found: (string | null)[] = [
    answer === undefined ? null : speaker.say("bench_first_answer", speaker.short(answer)),
    loading(cold, warm, first, speaker),
    speeds.length > 0 ? speaker.say("bench_speed", speaker.short(Math.max(...speeds))) : null,
    peak === null || before === null
      ? null
      : speaker.say("bench_memory", speaker.megabytes(peak), speaker.megabytes(peak - before)),
  ];
  return found.filter((fact) => fact !== null);
}

function loading(
  cold: number | undefined,
  warm: number | undefined,
  first: number | undefined,
  speaker: Speaker,
): string | null {
  const load = cold ?? warm;
  if (load === undefined || first === undefined) return null;
  const key = cold === undefined ? "bench_load_again" : "bench_load";
  return speaker.say(key, speaker.short(load), speaker.short(first));
}

/** A link that gives the document to the person, by a name that tells it from others. */
function download(run: Shown, speaker: Speaker): HTMLElement {
  const place = run.session.index.join("-");
  const name = `run-${run.variant.bundle}-${run.session.id.slice(0, 8)}-${place}.json`;
  const made = element("button", { type: "button", class: "quiet" });
  made.append(icon("download"), speaker.say("bench_download"));
  made.addEventListener("click", () => {
    const text = `${JSON.stringify(run, null, 2)}\n`;
    const address = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    element("a", { href: address, download: name }).click();
    // The browser has begun to read by then.
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
  });
  return made;
}
