import type { Provider } from "../../worker/Messages";
import type { Phrase } from "../words/en";

/** An engine of the page; `why`: what keeps it from working in this browser. */
export interface Offer {
  readonly provider: Provider;
  readonly title: Phrase;
  readonly why: Phrase | null;
}

/** What of a browser decides which engines work in it, and with how many threads. */
export interface Surroundings {
  readonly secure: boolean;
  readonly isolated: boolean;
  /** Null where the browser has no WebGPU for this page, else whether it finds a GPU. */
  readonly gpu: boolean | null;
  readonly cores: number | null;
  /** Whether a service worker that isolates pages stands between this one and its host. */
  readonly kept: boolean;
}

/** What this page finds around it. */
export async function surroundings(): Promise<Surroundings> {
  return {
    secure: self.isSecureContext,
    isolated: self.crossOriginIsolated,
    gpu: await gpu(),
    cores: navigator.hardwareConcurrency || null,
    kept: navigator.serviceWorker?.controller != null,
  };
}

/** As much of WebGPU as is asked here. */
interface Gpu {
  requestAdapter(): Promise<object | null>;
}

async function gpu(): Promise<boolean | null> {
  const found = (navigator as { gpu?: Gpu }).gpu;
  if (!found) return null;
  return (await found.requestAdapter().catch(() => null)) !== null;
}

export function offersHere(here: Surroundings): Offer[] {
  return [
    { provider: "wasm", title: "engine_wasm", why: null },
    { provider: "webgpu", title: "engine_webgpu", why: whyNoGpu(here) },
  ];
}

function whyNoGpu({ gpu, secure }: Surroundings): Phrase | null {
  if (gpu === null) return secure ? "no_webgpu" : "no_webgpu_insecure";
  return gpu ? null : "no_gpu";
}

/** Numbers of threads that can be measured; each is offered, as a phone's slow cores hide among them. */
export function threadsHere(here: Surroundings): number[] {
  const most = here.isolated ? (here.cores ?? 1) : 1;
  return [1, 2, 4].filter((count) => count <= most);
}

/** What a person is told of threads where there is one alone. */
export function whyOneThread(here: Surroundings): Phrase | null {
  if (here.isolated) return null;
  return here.secure && !here.kept ? "no_threads_yet" : "no_threads";
}

const MOST_THREADS = 4;

/** More threads than the fast cores of a phone make these small programs slower. */
export function threadsToAsk(here: Surroundings): number {
  if (!here.isolated) return 1;
  return Math.min(MOST_THREADS, Math.max(1, Math.floor((here.cores ?? 1) / 2)));
}
