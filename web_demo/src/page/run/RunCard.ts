import { canStayAwake } from "../benchmark/Bench";
import { Results } from "../benchmark/Results";
import { RunningCard } from "../benchmark/RunningCard";
import { element, write } from "../view/Element";
import type { Phrase } from "../words/en";
import type { Speaker } from "../words/Language";
import type { RunModel } from "./RunModel";
import type { Phase, RunState } from "./RunState";

/** What is said in each phase that is not told by another card. */
const SAID: Record<Exclude<Phase, "measuring" | "cut" | "denied" | "done">, Phrase> = {
  waiting: "run_asking",
  asking: "run_asking",
  sending: "run_sending",
  stopped: "run_stopped",
  none: "run_none",
};

/** A run for a computer: how far it is, and what to do where the connection is cut. */
export class RunCard {
  readonly view = element("section", { class: "run" });
  private readonly said = element("p", { class: "small", role: "status" });
  private readonly cut = element("div", { class: "card bad", role: "alert", hidden: true });
  private readonly cutTitle = element("h3", { class: "caption" });
  private readonly cutDetail = element("p", { class: "body words" });
  private readonly cutAdvice = element("p", { class: "small" });
  private readonly again = element("button", { type: "button", class: "quiet" });
  private readonly stop = element("button", { type: "button", class: "quiet" });
  private readonly goOn = element("button", { type: "button", class: "primary" });
  private readonly running: RunningCard;
  private readonly results: Results;

  constructor(
    model: RunModel,
    private readonly speaker: Speaker,
  ) {
    this.running = new RunningCard(speaker, () => model.cancel());
    this.results = new Results(speaker);
    this.again.addEventListener("click", () => model.again());
    this.stop.addEventListener("click", () => model.cancel());
    this.goOn.addEventListener("click", () => void model.start());
    write(this.again, speaker.say("run_again"));
    write(this.stop, speaker.say("stop"));
    write(this.goOn, speaker.say("run_go_on"));
    this.cut.append(this.cutTitle, this.cutDetail, this.cutAdvice);
    this.cut.append(element("div", { class: "flow" }, this.again, this.stop));
    const card = element("div", { class: "card accent" });
    card.append(element("h2", { class: "title" }, speaker.say("run_title")), this.said);
    card.append(element("div", { class: "end" }, this.goOn));
    this.view.append(card, this.running.view, this.cut, this.results.view);
    model.held.watch((state) => this.show(state));
  }

  private show(state: RunState): void {
    const { speaker } = this;
    write(this.said, this.words(state));
    const { job, phase } = state;
    this.running.show(
      job && phase === "measuring"
        ? {
            title: job.folder,
            provider: job.provider,
            threads: job.threads,
            index: state.done,
            count: Math.max(state.of, state.done + 1),
            progress: state.progress,
            cancelling: state.cancelling,
          }
        : null,
    );
    this.cut.hidden = phase !== "cut" && phase !== "denied";
    if (phase === "cut") {
      write(this.cutTitle, speaker.say("run_cut"));
      write(this.cutDetail, speaker.say("run_cut_detail", state.detail));
      write(this.cutAdvice, speaker.say("run_cut_advice"));
    }
    if (phase === "denied") {
      write(this.cutTitle, speaker.say("run_refused"));
      write(this.cutDetail, state.detail);
      write(this.cutAdvice, "");
    }
    this.again.hidden = this.stop.hidden = phase !== "cut";
    this.goOn.hidden = phase !== "stopped" && phase !== "denied";
    this.results.show(state.results);
  }

  private words({ phase, done, cancelling }: RunState): string {
    const { speaker } = this;
    if (phase === "done") return speaker.say("run_done", done);
    if (phase === "measuring" || phase === "cut" || phase === "denied") {
      if (cancelling) return speaker.say("bench_cancelling");
      const screen = speaker.say(canStayAwake() ? "run_awake" : "run_dims");
      return `${speaker.say("run_automated")} ${screen}`;
    }
    return speaker.say(SAID[phase]);
  }
}
