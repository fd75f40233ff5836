import type { Found, Progress, Provider } from "../../worker/Messages";
import type { Offer } from "../engines/Offer";
import type { Problem } from "../work/Problem";
import type { Length } from "./Job";
import type { Shown } from "./Shown";

/** A bundle on an engine with a number of threads. */
export interface Variant {
  readonly bundle: Found;
  readonly offer: Offer;
  readonly threads: number;
}

/** A measurement under way: the `index`th of `count` variants, and how far it is. */
export interface Running {
  readonly title: string;
  readonly provider: Provider;
  readonly threads: number;
  readonly index: number;
  readonly count: number;
  readonly progress: Progress | null;
  readonly cancelling: boolean;
}

/** What the screen shows. `bundles`: null until they were looked for; `chosen` by their names. */
export interface BenchmarkState {
  readonly bundles: readonly Found[] | null;
  readonly offers: readonly Offer[];
  readonly offeredThreads: readonly number[];
  readonly chosen: ReadonlySet<string>;
  readonly engines: ReadonlySet<Provider>;
  readonly threads: ReadonlySet<number>;
  readonly length: Length;
  readonly running: Running | null;
  readonly results: readonly Shown[];
  readonly problem: Problem | null;
}

/** Every chosen bundle on every chosen engine that can run it; a GPU has no number of threads. */
export function variants(state: BenchmarkState): Variant[] {
  const chosen = (state.bundles ?? []).filter(({ name }) => state.chosen.has(name));
  const offers = state.offers.filter((offer) => state.engines.has(offer.provider) && !offer.why);
  const threads = [...state.threads].sort((one, other) => one - other);
  return chosen
    .filter((bundle) => bundle.facts?.runs)
    .flatMap((bundle) =>
      offers.flatMap((offer) => {
        const numbers = offer.provider === "wasm" ? threads : threads.slice(0, 1).map(() => 1);
        return numbers.map((number) => ({ bundle, offer, threads: number }));
      }),
    );
}

/** The chosen bundles that cannot be measured. */
export function leftOut(state: BenchmarkState): Found[] {
  const chosen = (state.bundles ?? []).filter(({ name }) => state.chosen.has(name));
  return chosen.filter(({ facts }) => facts?.runs === false);
}
