import type { Browser, Device, Gpu } from "./Device";
import type { Condition } from "./Run";

/** What a page's own thread knows, and a worker must ask it for. */
export interface PageTells {
  /** How often the tab was hidden so far; a tab that was hidden at the beginning counts as once. */
  hidden(): number | null;

  /** Null where the browser tells of no battery. */
  battery(): Promise<Battery | null>;

  /** Bytes of the page and its workers; null where the browser does not tell, or the page is not isolated. */
  memory(): Promise<number | null>;
}

/** `level`: 0 to 1. */
export interface Battery {
  readonly level: number;
  readonly charging: boolean;
}

/** What the benchmark asks of the browser that it runs in. */
export interface Surroundings extends PageTells {
  /** What the browser tells of itself and of what it runs on, but what is found out while it measures. */
  said(): Promise<Said>;

  /** Milliseconds since the start of this worker; null where nothing tells. */
  aliveMs(): number | null;
}

/** `version`: of the platform. */
export interface Said {
  readonly browser: Omit<Browser, "timer_ms" | "hidden" | "battery" | "saturates">;
  readonly model: string | null;
  readonly version: string | null;
}

/** What is found out while it measures. */
export type SeenMeanwhile = Pick<Browser, "timer_ms" | "hidden" | "battery" | "saturates">;

/** Null is what no browser tells, or this one does not. */
export function condition(battery: Battery | null): Condition {
  return {
    battery_percent: battery === null ? null : Math.round(battery.level * 100),
    plugged: battery?.charging ?? null,
    power_save: null,
    thermal: null,
    battery_celsius: null,
    headroom: null,
    load_average: null,
  };
}

export function device({ browser, model, version }: Said, seen: SeenMeanwhile): Device {
  return {
    kind: "web",
    manufacturer: null,
    model,
    name: null,
    soc: null,
    cores: browser.cores,
    features: [],
    memory_bytes: null,
    available_bytes: null,
    os: browser.platform ?? "",
    os_version: version ?? "",
    abi: "wasm32",
    browser: { ...browser, ...seen },
  };
}

/** What of a worker's or a window's globals is asked; browsers lack some of it. */
export interface Scope {
  readonly crossOriginIsolated?: boolean;
  readonly navigator: {
    readonly userAgent?: string;
    readonly hardwareConcurrency?: number;
    readonly deviceMemory?: number;
    readonly userAgentData?: ClientHints;
    readonly gpu?: { requestAdapter(): Promise<{ readonly info?: Info } | null> };
  };
}

/** User-agent client hints, https://wicg.github.io/ua-client-hints. */
export interface ClientHints extends Hints {
  getHighEntropyValues?(names: string[]): Promise<Hints>;
}

interface Hints {
  readonly brands?: readonly { readonly brand: string; readonly version: string }[];
  readonly fullVersionList?: readonly { readonly brand: string; readonly version: string }[];
  readonly mobile?: boolean;
  readonly platform?: string;
  readonly platformVersion?: string;
  readonly model?: string;
}

type Info = { readonly [K in keyof Gpu]?: string };

/** What a browser tells of itself; what it withholds is null. */
export async function said(scope: Scope): Promise<Said> {
  const { navigator } = scope;
  const hints = await hintsOf(navigator.userAgentData);
  const brands = hints.fullVersionList ?? hints.brands;
  return {
    model: text(hints.model),
    version: text(hints.platformVersion),
    browser: {
      user_agent: text(navigator.userAgent),
      brands: brands?.map(({ brand, version }) => ({ brand, version })) ?? null,
      platform: text(hints.platform),
      mobile: hints.mobile ?? null,
      cores: navigator.hardwareConcurrency || null,
      memory_gb: navigator.deviceMemory ?? null,
      gpu: await gpuOf(navigator.gpu),
      isolated: scope.crossOriginIsolated ?? null,
      relaxed_simd: takesRelaxedSimd(),
    },
  };
}

/** Those that a person may withhold where they are told, else the others. */
async function hintsOf(hints: ClientHints | undefined): Promise<Hints> {
  if (hints === undefined) return {};
  const asked = ["fullVersionList", "model", "platformVersion"];
  const more = await hints.getHighEntropyValues?.(asked).catch(() => ({}));
  const { brands, mobile, platform } = hints;
  const known = { brands, mobile, platform };
  const told = Object.entries(known).filter(([, value]) => value !== undefined);
  return { ...Object.fromEntries(told), ...more };
}

async function gpuOf(gpu: Scope["navigator"]["gpu"]): Promise<Gpu | null> {
  const adapter = await gpu?.requestAdapter().catch(() => null);
  const info = adapter?.info;
  if (info === undefined) return null;
  return {
    vendor: text(info.vendor),
    architecture: text(info.architecture),
    device: text(info.device),
    description: text(info.description),
  };
}

/** An empty text says nothing. */
function text(said: string | undefined): string | null {
  return said || null;
}

/** Whether the browser takes a module with i8x16.relaxed_swizzle. */
function takesRelaxedSimd(): boolean | null {
  if (typeof WebAssembly === "undefined") return null;
  return WebAssembly.validate(RELAXED);
}

const RELAXED = Uint8Array.of(
  ...[0, 97, 115, 109, 1, 0, 0, 0],
  // A function of no arguments to v128.
  ...[1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0],
  // i8x16.relaxed_swizzle (253, 128, 2) of two vectors that i8x16.splat (253, 15) makes.
  ...[10, 15, 1, 13, 0, 65, 1, 253, 15, 65, 2, 253, 15, 253, 128, 2, 11],
);
