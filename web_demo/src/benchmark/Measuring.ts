import type { Engine } from "../engine/Engine";
import type { Goldens } from "../goldens/Goldens";
import type { Bundle } from "../manifest/Bundle";
import { CLASSIFICATION } from "../manifest/Manifest";
import { batchOf, now, rounded, stepOf, timed } from "./Clock";
import { Labelling } from "./Labelling";
import { arena } from "./MeasuredVariant";
import { MemoryWatch } from "./Memory";
import { Order } from "./Order";
import { Probe, type ProbeFiles } from "./Probe";
import type { Measured, Minute, Protocol } from "./Run";
import { type Sample, sentence, totalMs } from "./Samples";
import { statistics } from "./Statistics";
import type { Surroundings } from "./Surroundings";
import { Translating } from "./Translating";
import { warmed } from "./Warming";
import { MIDDLE, sentences, type Workload } from "./Workload";

/** What one worker is asked to measure. `fresh`: nothing was loaded in it before, so that its first load is a cold one. */
export interface Asked {
  readonly bundle: Bundle;
  readonly engine: Engine;
  readonly protocol: Protocol;
  /** Of the order of its sentences. */
  readonly seed: number;
  readonly fresh: boolean;
  readonly probes: ProbeFiles;
}

/** What a benchmark does at the moment, in the word of its progress. */
export type Step = "loading" | "goldens" | "warm-up" | "timing" | "sustained";

/** Who started a benchmark: is told how far it is, and may stop it. */
export interface Watcher {
  readonly signal: AbortSignal;

  /** `share`: of the step, 0 to 1. */
  heard(share: number, what: Step): void;

  /** Lets messages in, between sentences; what it throws ends the run. */
  makeWay(): Promise<void>;
}

/** Whoever started the run stopped it. */
export class Cancelled extends Error {
  override readonly name = "Cancelled";

  constructor() {
    super("it was cancelled");
  }
}

/** One run of the protocol: docs/benchmarking.md, "One process". Its steps are those of `measured`. */
export class Measuring {
  /** Null until they were checked. */
  goldens: Goldens | null = null;

  /** All but what the second load tells; null until it is known. */
  soFar: Measured | null = null;

  /** What was found of the browser; null until it is known. */
  timerMs: number | null = null;
  saturates: boolean | null = null;

  private readonly memory: MemoryWatch;
  private readonly order: Order;
  private readonly probe: Probe;
  private madeWay = Number.NEGATIVE_INFINITY;
  private told = "";

  constructor(
    private readonly asked: Asked,
    private readonly surroundings: Surroundings,
    private readonly watcher: Watcher,
  ) {
    this.memory = new MemoryWatch(surroundings);
    this.order = new Order(asked.seed);
    this.probe = new Probe(asked.engine, asked.probes);
  }

  async measured(): Promise<Measured> {
    const { asked } = this;
    await this.tell("loading", 0);
    const ready = await this.probe.ready();
    const [tokenizerMs, work] = await timed(() => workload(asked.bundle, asked.engine));
    const texts = sentences(await asked.bundle.golden());
    const [firstMs] = await timed(() => work.load());
    const once = await closing(work, async () => {
      const [firstRunMs] = await timed(() => work.run(texts.get(MIDDLE)!));
      const alive = asked.fresh ? this.surroundings.aliveMs() : null;
      this.timerMs = stepOf();
      this.saturates = await this.probe.saturates();
      await this.tell("goldens", 0);
      this.goldens = await work.goldens(() => this.breathe());
      const sentences = await this.sentences(work, texts);
      const sustained = await this.sustained(work, texts.get(MIDDLE)!);
      await this.memory.look();
      return {
        load: {
          cold_ms: asked.fresh ? [firstMs] : [],
          warm_ms: [],
          first_run_ms: [firstRunMs],
          tokenizer_ms: [tokenizerMs],
          compile_ms: asked.fresh ? ready.compileMs : null,
          first_answer_ms: alive === null ? [] : [rounded(alive - ready.spentMs)],
        },
        sentences,
        memory: {
          baseline_bytes: null,
          loaded_bytes: null,
          peak_bytes: this.memory.peak,
          peak_with_swap_bytes: this.memory.peak,
          retained_bytes: null,
          arena_bytes: arena(asked.bundle, asked.engine),
          sampled: true,
        },
        sustained,
      };
    });
    this.soFar = once;
    const [warmMs] = await timed(() => work.load());
    await work.close();
    return { ...once, load: { ...once.load, warm_ms: [warmMs] } };
  }

  /** Warm-ups, then rounds over the sentences until both bounds are reached. */
  private async sentences(
    work: Workload,
    texts: ReadonlyMap<string, string>,
  ): Promise<Measured["sentences"]> {
    const { protocol } = this.asked;
    const warm = new Map<string, number>();
    const batches = new Map<string, number>();
    for (const [name, text] of texts) {
      await this.tell("warm-up", warm.size / texts.size);
      const run = async () => totalMs(await this.sample(work, text, 1));
      const { passes, passMs } = await warmed(protocol.warmups, run);
      warm.set(name, passes);
      batches.set(name, batchOf(this.timerMs, passMs));
    }
    const samples = new Map([...texts.keys()].map((name): [string, Sample[]] => [name, []]));
    let spentMs = 0;
    for (let rounds = 0, share = 0; share < 1; ) {
      for (const name of this.order.drawn([...texts.keys()])) {
        const sample = await this.sample(work, texts.get(name)!, batches.get(name)!);
        samples.get(name)!.push(sample);
        spentMs += totalMs(sample) * sample.length;
      }
      const enough = protocol.seconds > 0 ? spentMs / SECOND_MS / protocol.seconds : 1;
      share = Math.min(++rounds / protocol.runs, enough, 1);
      await this.tell("timing", share);
    }
    return [...texts].map(([name, text]) =>
      sentence(name, text, samples.get(name)!, warm.get(name)!),
    );
  }

  /** One sentence without a pause, minute by minute. */
  private async sustained(work: Workload, text: string): Promise<Minute[] | null> {
    const minutes = this.asked.protocol.sustained_minutes;
    if (minutes <= 0) return null;
    const found: Minute[] = [];
    const began = now();
    const since = () => (now() - began) / SECOND_MS / 60;
    while (since() < minutes) {
      const until = Math.min(since() + 1, minutes);
      const samples: number[] = [];
      while (samples.length === 0 || since() < until) {
        samples.push(rounded(totalMs(await this.sample(work, text, 1))));
        await this.tell("sustained", Math.min(1, since() / minutes));
      }
      const { count, p50, p90 } = statistics(samples);
      found.push({ minute: found.length, runs: count, median_ms: p50, p90_ms: p90, thermal: null });
    }
    return found;
  }

  /** So many passes without a pause, each from the moment at which the one before it ended. */
  private async sample(work: Workload, text: string, batch: number): Promise<Sample> {
    await this.breathe();
    const passes = [await work.run(text)];
    while (passes.length < batch) passes.push(await work.run(text, passes.at(-1)!.marks[3]));
    return passes;
  }

  /** Messages come in between two sentences, and seldom enough to disturb none. */
  private async breathe(): Promise<void> {
    if (this.watcher.signal.aborted) throw new Cancelled();
    if (now() - this.madeWay < WAY_MS) return;
    await this.watcher.makeWay();
    this.madeWay = now();
    if (this.watcher.signal.aborted) throw new Cancelled();
  }

  private async tell(step: Step, share: number): Promise<void> {
    await this.breathe();
    const said = `${step} ${Math.trunc(share * PARTS)}`;
    if (said !== this.told) this.watcher.heard(share, step);
    this.told = said;
  }
}

function workload(bundle: Bundle, engine: Engine): Promise<Workload> {
  return bundle.manifest.task === CLASSIFICATION
    ? Labelling.of(bundle, engine)
    : Translating.of(bundle, engine);
}

/** What `measure` gives; the program is closed whatever happens. */
async function closing<T>(work: Workload, measure: () => Promise<T>): Promise<T> {
  try {
    return await measure();
  } finally {
    await work.close();
  }
}

const SECOND_MS = 1000;

/** A turn of the worker's loop takes some microseconds, and a person waits this long for a stop. */
const WAY_MS = 200;

/** Words of progress in each step. */
const PARTS = 20;
