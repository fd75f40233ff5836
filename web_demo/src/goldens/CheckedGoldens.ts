import type { Engine } from "../engine/Engine";
import type { Goldens } from "./Goldens";

/** What a browser keeps from visit to visit, and may forget. */
export interface Kept {
  get(name: string): Promise<string | null>;
  set(name: string, text: string): Promise<void>;
}

/** What answers: an engine, or who knows as much of one. */
export type Asked = Pick<Engine, "name" | "version" | "options">;

/**
 * What goldens said in this browser, kept so that each bundle is checked once for each version of an
 * engine and of the `browser`.
 */
export class CheckedGoldens {
  constructor(
    private readonly kept: Kept,
    private readonly browser: string,
  ) {}

  /** Whether they passed, or null where they were not checked yet. */
  async passed(manifestSha256: string, engine: Asked): Promise<boolean | null> {
    const said = await this.kept.get(this.#name(manifestSha256, engine)).catch(() => null);
    return said === null ? null : said === RIGHT;
  }

  /** Where it cannot be kept they are checked again the next time. */
  async keep(
    goldens: Pick<Goldens, "passed">,
    manifestSha256: string,
    engine: Asked,
  ): Promise<void> {
    const name = this.#name(manifestSha256, engine);
    await this.kept.set(name, goldens.passed ? RIGHT : WRONG).catch(() => {});
  }

  #name(sha256: string, engine: Asked): string {
    const { provider, threads } = engine.options;
    return [sha256, engine.name, engine.version, provider, threads, this.browser].join("-");
  }
}

const RIGHT = "passed";
const WRONG = "failed";
