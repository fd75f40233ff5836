/** Of the client hints: Chromium has one for the browser, one for its engine, one made up. */
export interface Brand {
  readonly brand: string;
  readonly version: string;
}

/** What WebGPU's adapter says. */
export interface Gpu {
  readonly vendor: string | null;
  readonly architecture: string | null;
  readonly device: string | null;
  readonly description: string | null;
}

/** What a browser tells of itself, by the names of run.schema.json; null is what it does not tell. */
export interface Browser {
  readonly user_agent: string | null;
  readonly brands: readonly Brand[] | null;
  readonly platform: string | null;
  readonly mobile: boolean | null;
  readonly cores: number | null;
  readonly memory_gb: number | null;
  readonly gpu: Gpu | null;
  readonly isolated: boolean | null;
  readonly timer_ms: number | null;
  readonly hidden: number | null;
  readonly battery: boolean | null;
  readonly relaxed_simd: boolean | null;
  readonly saturates: boolean | null;
}

/** Where it runs: a browser, on whatever it runs. */
export interface Device {
  readonly kind: "web";
  readonly manufacturer: null;
  readonly model: string | null;
  readonly name: null;
  readonly soc: null;
  readonly cores: number | null;
  readonly features: readonly string[];
  readonly memory_bytes: null;
  readonly available_bytes: null;
  readonly os: string;
  readonly os_version: string;
  readonly abi: "wasm32";
  readonly browser: Browser;
}
