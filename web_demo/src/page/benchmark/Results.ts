import { element, fillWith } from "../view/Element";
import { latencyPlot } from "../view/LatencyPlot";
import type { Speaker } from "../words/Language";
import { plotRows, resultCard } from "./ResultCard";
import type { Shown } from "./Shown";

/** Runs as cards, and all their samples in one plot. */
export class Results {
  readonly view = element("div", { hidden: true });
  private shown: readonly Shown[] | null = null;

  constructor(private readonly speaker: Speaker) {}

  show(runs: readonly Shown[]): void {
    if (runs === this.shown) return;
    this.shown = runs;
    this.view.hidden = runs.length === 0;
    const { speaker } = this;
    const rows = runs.flatMap((run) => plotRows(run, runs.length > 1, speaker));
    fillWith(
      this.view,
      element("h2", { class: "title spaced" }, speaker.say("bench_results")),
      ...runs.map((run) => resultCard(run, speaker)),
      rows.length > 0 ? this.plot(rows) : null,
    );
  }

  private plot(rows: Parameters<typeof latencyPlot>[0]): HTMLElement {
    const title = element("h3", { class: "caption" }, this.speaker.say("bench_plot"));
    return element("section", { class: "card" }, title, latencyPlot(rows, this.speaker));
  }
}
