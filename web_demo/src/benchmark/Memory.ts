import type { PageTells } from "./Surroundings";

/** What of a window is asked for its memory. */
export interface Weighing {
  readonly performance: {
    measureUserAgentSpecificMemory?(): Promise<{ readonly bytes: number }>;
  };
}

/**
 * Bytes of a page with its workers, the memory of WebAssembly among them; null where the browser has
 * no such question or refuses it. Browsers answer when they collect garbage, which may take 20
 * seconds: it is asked once a run.
 */
export async function memoryOf(window: Weighing): Promise<number | null> {
  try {
    return (await window.performance.measureUserAgentSpecificMemory?.())?.bytes ?? null;
  } catch {
    return null;
  }
}

/** Keeps the largest memory that was seen at the moments at which somebody looked. */
export class MemoryWatch {
  /** Bytes; null where nothing tells. */
  peak: number | null = null;

  constructor(private readonly page: PageTells) {}

  async look(): Promise<void> {
    const now = await this.page.memory();
    if (now !== null) this.peak = Math.max(this.peak ?? 0, now);
  }
}
