import { CANCELLED } from "../../benchmark/Run";
import { CutOff } from "../../storage/CutOff";
import type { Progress } from "../../worker/Messages";
import type { Measure } from "../benchmark/Bench";
import type { Job } from "../benchmark/Job";
import { shareOf } from "../benchmark/RunningCard";
import { Held } from "../work/Held";
import { Failed } from "../work/WorkerClient";
import { type Api, Denied } from "./Api";
import type { Memo, Unsent } from "./Memo";
import { BEFORE, type Phase, type RunState } from "./RunState";

/** A job that was begun so often without an end ends the page, and is given up. */
const MOST_BEGINS = 3;

/** Between two words to the computer while it is measured, as each disturbs what is measured. */
const QUIET_MS = 2000;

const UNKNOWN_DEVICE = 404;

/** The computer asked for no such run, as where this page is open twice. */
const OF_ANOTHER = 409;

/** Ends a wait: by time, or by a person or a network that comes back. */
export type Pause = (ended: AbortSignal) => Promise<void>;

/** Measures what a computer asks, job after job, and sends it what came out. */
export class RunModel {
  readonly held = new Held<RunState>(BEFORE);
  private stop = new AbortController();
  private wake = new AbortController();
  private told = 0;

  /** `said`: what this browser tells of itself. `pause`: before the computer is asked again. */
  constructor(
    private readonly api: Api,
    private readonly measure: Measure,
    private readonly memo: Memo,
    private readonly said: () => Promise<unknown>,
    private readonly pause: Pause,
  ) {}

  /** Until nothing is left to measure, the computer says no, or a person stops it. */
  async start(): Promise<void> {
    if (!["waiting", "stopped", "denied"].includes(this.held.state.phase)) return;
    this.stop = new AbortController();
    this.put({ phase: "asking", cancelling: false, detail: "" });
    try {
      while (!this.stop.signal.aborted) if (!(await this.one())) return;
      this.put({ phase: "stopped", job: null });
    } catch (error) {
      if (this.stop.signal.aborted) this.put({ phase: "stopped", job: null });
      else if (error instanceof Denied) this.put({ phase: "denied", detail: error.message });
      else throw error;
    }
  }

  /** Ends the run after the job that is under way; asked once more, at once. */
  cancel(): void {
    if (this.stop.signal.aborted) this.measure.end();
    this.stop.abort();
    this.wake.abort();
    this.put({ cancelling: true });
  }

  /** Asks a computer that did not answer now, and not in some seconds. */
  again(): void {
    this.wake.abort();
  }

  /** One job, of a device that is made known anew where the computer knows it no longer. */
  private async one(): Promise<boolean> {
    const known = this.memo.device;
    try {
      return await this.oneOf(known ?? (await this.registered()));
    } catch (error) {
      if (!(error instanceof Denied) || error.status !== UNKNOWN_DEVICE || known === null)
        throw error;
      this.memo.device = null;
      return true;
    }
  }

  /** From asking to sending; false where nothing is left. */
  private async oneOf(device: string): Promise<boolean> {
    await this.sendUnsent(device);
    if (this.stop.signal.aborted) return true;
    const next = await this.tried("asking", () => this.api.next(device));
    if (next === null) {
      const { results, done } = this.held.state;
      const count = Math.max(done, results.length);
      this.put({ phase: count > 0 ? "done" : "none", job: null, done: count });
      return false;
    }
    const job = next.job as Job;
    this.put({ job, done: next.done, of: next.of, progress: null, phase: "measuring" });
    const measured = await this.measured(device, job);
    this.memo.ended();
    // A job that a person stopped is still asked for when they go on.
    if (measured === null) return true;
    this.memo.unsent = measured;
    this.put({ done: next.done + 1 });
    await this.sendUnsent(device);
    return true;
  }

  /** The name that the computer gives this device. */
  private async registered(): Promise<string> {
    const said = await this.said();
    const named = await this.tried("asking", () => this.api.register(said));
    this.memo.device = named;
    return named;
  }

  /** Null where a person stopped it. */
  private async measured(device: string, job: Job): Promise<Unsent | null> {
    if (this.memo.begins(JSON.stringify(job)) >= MOST_BEGINS) {
      return { failed: `this page ended ${MOST_BEGINS} times while it measured` };
    }
    try {
      const heard = (progress: Progress) => this.heard(device, progress);
      const run = await this.measure.run(job, heard, this.stop.signal);
      if (run.exit_status === CANCELLED) return null;
      this.put({ results: [...this.held.state.results, run] });
      return { run };
    } catch (error) {
      if (this.stop.signal.aborted) return null;
      return { failed: error instanceof Failed ? error.message : String(error) };
    }
  }

  private async sendUnsent(device: string): Promise<void> {
    const { unsent } = this.memo;
    if (unsent === null) return;
    // A person who stopped it is not kept from sending what is there already.
    await this.tried("sending", () => this.send(device, unsent));
    this.memo.unsent = null;
  }

  private async send(device: string, unsent: Unsent): Promise<void> {
    if ("failed" in unsent) {
      await this.api.failed(device, unsent.failed);
      return;
    }
    try {
      await this.api.run(device, unsent.run);
    } catch (error) {
      if (!(error instanceof Denied) || error.status === UNKNOWN_DEVICE) throw error;
      if (error.status === OF_ANOTHER) {
        this.memo.unsent = null;
        throw error;
      }
      // Asked again it would be refused again: the computer is told that this variant has no run.
      await this.api.failed(device, `its run was refused: ${error.message}`);
    }
  }

  private heard(device: string, progress: Progress): void {
    this.put({ progress });
    const now = Date.now();
    if (now - this.told < QUIET_MS) return;
    this.told = now;
    const what = "what" in progress ? progress.what : "fetching";
    // What is lost of it is no loss: the next word says more.
    this.api.progress(device, shareOf(progress), what).catch(() => {});
  }

  /** Asks until the computer answers. */
  private async tried<T>(phase: Phase, ask: () => Promise<T>): Promise<T> {
    for (;;) {
      this.put({ phase, detail: "" });
      try {
        return await ask();
      } catch (error) {
        if (!(error instanceof CutOff) || this.stop.signal.aborted) throw error;
        this.put({ phase: "cut", detail: error.message });
      }
      this.wake = new AbortController();
      await this.pause(this.wake.signal);
      if (this.stop.signal.aborted) throw new CutOff("it was stopped");
    }
  }

  private put(some: Partial<RunState>): void {
    this.held.change((state) => ({ ...state, ...some }));
  }
}
