import type { Found, Provider } from "../../worker/Messages";
import type { Library } from "../bundles/Library";
import type { Offer } from "../engines/Offer";
import { phrase } from "../words/Said";
import { Held } from "../work/Held";
import { type Problem, problemOf, refusal } from "../work/Problem";
import type { Measure } from "./Bench";
import { type BenchmarkState, type Variant, variants } from "./BenchmarkState";
import { type App, type Job, LENGTHS, type Length } from "./Job";
import type { Session } from "./Shown";

/** Measures the chosen variants one after the other, in an order that is drawn anew each time. */
export class BenchmarkModel {
  readonly held: Held<BenchmarkState>;
  private stop = new AbortController();

  constructor(
    library: Library,
    private readonly measure: Measure,
    private readonly app: App,
    offers: readonly Offer[],
    threads: readonly number[],
  ) {
    this.held = new Held<BenchmarkState>({
      bundles: null,
      offers,
      offeredThreads: threads,
      chosen: new Set(),
      engines: new Set<Provider>(["wasm"]),
      threads: new Set([1]),
      length: "full",
      running: null,
      results: [],
      problem: null,
    });
    library.held.watch(({ bundles, problem }) => this.shelved(bundles, problem));
  }

  /** Ticks or unticks a bundle by its name. */
  tick(bundle: string, yes: boolean): void {
    this.put({ chosen: changed(this.held.state.chosen, bundle, yes) });
  }

  tickEngine(provider: Provider, yes: boolean): void {
    this.put({ engines: changed(this.held.state.engines, provider, yes) });
  }

  tickThreads(number: number, yes: boolean): void {
    this.put({ threads: changed(this.held.state.threads, number, yes) });
  }

  choose(length: Length): void {
    this.put({ length });
  }

  /** Ends the measurement after the run that is under way; asked once more, at once. */
  cancel(): void {
    const { running } = this.held.state;
    if (this.stop.signal.aborted) this.measure.end();
    this.stop.abort();
    if (running) this.put({ running: { ...running, cancelling: true } });
  }

  /** Measures; refused in words where nothing is chosen. */
  async start(): Promise<void> {
    const { state } = this.held;
    if (state.running) return;
    const chosen = shuffled(variants(state));
    if (chosen.length === 0) {
      this.put({ problem: refusal(phrase("bench_nothing"), "advice_bench") });
      return;
    }
    this.stop = new AbortController();
    this.put({ results: [], problem: null });
    const drawn = { id: uuid(), seed: seed(), variants: chosen.length, rounds: 1 };
    for (const [index, variant] of chosen.entries()) {
      if (this.stop.signal.aborted) break;
      await this.one(variant, { ...drawn, index: [index] });
    }
    this.put({ running: null });
  }

  private async one(variant: Variant, session: Session): Promise<void> {
    const { bundle, offer, threads } = variant;
    const [title, provider] = [bundle.name, offer.provider];
    const place = { index: session.index[0] ?? 0, count: session.variants };
    this.put({
      running: { title, provider, threads, ...place, progress: null, cancelling: false },
    });
    try {
      const run = await this.measure.run(
        this.job(variant, session),
        (progress) => {
          const { running } = this.held.state;
          if (running) this.put({ running: { ...running, progress } });
        },
        this.stop.signal,
      );
      this.put({ results: [...this.held.state.results, { ...run, session }] });
    } catch (error) {
      this.put({ problem: problemOf(error) });
    }
  }

  private job({ bundle, offer, threads }: Variant, session: Session): Job {
    return {
      folder: bundle.name,
      engine: "onnx",
      threads,
      protocol: LENGTHS[this.held.state.length],
      seed: session.seed,
      app: this.app,
      compute_units: null,
      processor: null,
      provider: offer.provider,
    };
  }

  private shelved(bundles: readonly Found[] | null, problem: Problem | null): void {
    const readable = bundles?.filter(({ facts }) => facts !== null) ?? null;
    const first = this.held.state.bundles === null && readable !== null;
    this.put({ bundles: readable, problem });
    if (first) this.put({ chosen: new Set(readable.map(({ name }) => name)) });
  }

  private put(some: Partial<BenchmarkState>): void {
    this.held.change((state) => ({ ...state, ...some }));
  }
}

function changed<T>(set: ReadonlySet<T>, item: T, yes: boolean): ReadonlySet<T> {
  return new Set([...set].filter((each) => each !== item).concat(yes ? [item] : []));
}

/** The order in which variants that are compared run: drawn, as the last finds a warmer device. */
function shuffled<T>(items: readonly T[]): T[] {
  const drawn = items.map((item) => ({ item, lot: seed() }));
  return drawn.sort((one, other) => one.lot - other.lot).map(({ item }) => item);
}

function seed(): number {
  return crypto.getRandomValues(new Uint32Array(1))[0]! >>> 1;
}

/** `crypto.randomUUID` is given to pages of https and of localhost alone. */
function uuid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
