import type { Progress } from "../../worker/Messages";
import { element, write } from "../view/Element";
import type { Phrase } from "../words/en";
import type { Speaker } from "../words/Language";
import type { Running } from "./BenchmarkState";
import { variantText } from "./ResultCard";

/** What a benchmark does at the moment, by the words of its progress. */
const STEPS: Record<string, Phrase> = {
  loading: "bench_loading",
  goldens: "bench_goldens",
  "warm-up": "bench_warming",
  timing: "bench_timing",
  sustained: "bench_sustaining",
};

/** A measurement under way, and the button that ends it. */
export class RunningCard {
  readonly view = element("section", { class: "card", hidden: true });
  private readonly title = element("h2", { class: "title" });
  private readonly place = element("p", { class: "small" });
  private readonly doing = element("p", { class: "small", role: "status" });
  private readonly bar: HTMLProgressElement;

  constructor(
    private readonly speaker: Speaker,
    cancel: () => void,
  ) {
    this.bar = element("progress", { max: 1, "aria-label": speaker.say("bench_position", "", "") });
    const button = element(
      "button",
      { type: "button", class: "quiet" },
      speaker.say("bench_cancel"),
    );
    button.addEventListener("click", cancel);
    this.view.append(this.title, this.place, this.doing, this.bar);
    this.view.append(element("div", { class: "end" }, button));
  }

  show(running: Running | null): void {
    this.view.hidden = running === null;
    if (!running) return;
    const { speaker } = this;
    write(this.title, running.title);
    const engine = speaker.say(running.provider === "webgpu" ? "engine_webgpu" : "engine_wasm");
    const position = speaker.say("bench_position", running.index + 1, running.count);
    write(this.place, `${position} · ${variantText(engine, running.threads, speaker)}`);
    const doing = running.cancelling
      ? speaker.say("bench_cancelling")
      : this.said(running.progress);
    write(this.doing, doing);
    this.bar.value = shareOf(running.progress);
    this.bar.setAttribute("aria-label", position);
  }

  private said(progress: Progress | null): string {
    if (progress === null) return this.speaker.say("bench_loading");
    if ("fetching" in progress) {
      const { bundle, bytes, of } = progress.fetching;
      return this.speaker.say(
        "fetching",
        bundle,
        this.speaker.megabytes(bytes),
        this.speaker.megabytes(of),
      );
    }
    const step = STEPS[progress.what];
    return step ? this.speaker.say(step) : progress.what;
  }
}

/** How far something is, from 0 to 1. */
export function shareOf(progress: Progress | null): number {
  if (progress === null) return 0;
  if ("share" in progress) return progress.share;
  return progress.fetching.of > 0 ? progress.fetching.bytes / progress.fetching.of : 0;
}
