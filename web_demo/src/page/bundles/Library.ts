import type { Found } from "../../worker/Messages";
import { Held } from "../work/Held";
import { type Problem, problemOf } from "../work/Problem";
import type { WorkerClient } from "../work/WorkerClient";

/** The site's bundles; null until they were looked for. */
export interface Shelf {
  readonly bundles: readonly Found[] | null;
  readonly problem: Problem | null;
}

/** Looks what the site's bundles are. */
export class Library {
  readonly held = new Held<Shelf>({ bundles: null, problem: null });
  private looking = false;

  constructor(private readonly worker: WorkerClient) {}

  /** Once; again where it failed. */
  async look(): Promise<void> {
    if (this.looking || this.held.state.bundles) return;
    this.looking = true;
    this.held.change(() => ({ bundles: null, problem: null }));
    try {
      const bundles = await this.worker.ask("look", null);
      this.held.change(() => ({ bundles, problem: null }));
    } catch (error) {
      this.held.change(() => ({ bundles: null, problem: problemOf(error) }));
    } finally {
      this.looking = false;
    }
  }
}
