import type { Installing } from "../../offline/Install";
import type { Offline } from "../../offline/Registered";
import type { KeptNow } from "../../storage/Bundles";
import { Held } from "../work/Held";
import { type Problem, problemOf } from "../work/Problem";
import type { WorkerClient } from "../work/WorkerClient";

/** What the browser says of its storage; null is what it does not tell. */
export interface Usage {
  readonly used: number | null;
  readonly most: number | null;
  readonly persistent: boolean | null;
}

/** What the screen shows. `cards`: of bundles whose card was asked for. */
export interface AboutState {
  readonly kept: KeptNow | null;
  readonly usage: Usage | null;
  readonly offline: Offline;
  readonly cards: Readonly<Record<string, string>>;
  /** The bundle that was just deleted. */
  readonly deleted: string | null;
  readonly problem: Problem | null;
}

/** What this browser stores, and what of it a person deletes. */
export class AboutModel {
  readonly held = new Held<AboutState>({
    kept: null,
    usage: null,
    offline: "no",
    cards: {},
    deleted: null,
    problem: null,
  });

  constructor(
    private readonly worker: WorkerClient,
    private readonly offline: () => Promise<Offline>,
    private readonly installing: Installing,
  ) {}

  canInstall(): boolean {
    return this.installing.offered;
  }

  /** Has the browser ask the person. */
  async install(): Promise<void> {
    await this.installing.ask();
    await this.look();
  }

  async look(): Promise<void> {
    await this.tried(async () => {
      const kept = await this.worker.ask("kept", null);
      this.put({ kept, usage: await usage(), offline: await this.offline() });
    });
  }

  /** Deletes a bundle of this site; with null what belongs to none of them. `title` is said of it. */
  async delete(bundle: string | null, title: string): Promise<void> {
    await this.tried(async () => {
      await this.worker.ask("forget", bundle);
      this.put({ deleted: title });
    });
    await this.look();
  }

  /** Shows a bundle's card, or takes it away. */
  async card(bundle: string): Promise<void> {
    const { [bundle]: shown, ...others } = this.held.state.cards;
    if (shown !== undefined) {
      this.put({ cards: others });
      return;
    }
    await this.tried(async () => {
      const text = await this.worker.ask("card", bundle);
      this.put({ cards: { ...others, [bundle]: text } });
    });
  }

  private async tried(work: () => Promise<void>): Promise<void> {
    this.put({ problem: null });
    try {
      await work();
    } catch (error) {
      this.put({ problem: problemOf(error) });
    }
  }

  private put(some: Partial<AboutState>): void {
    this.held.change((state) => ({ ...state, ...some }));
  }
}

async function usage(): Promise<Usage> {
  const { storage } = navigator;
  if (!storage?.estimate) return { used: null, most: null, persistent: null };
  const { usage: used = null, quota: most = null } = await storage.estimate();
  return { used, most, persistent: (await storage.persisted?.()) ?? null };
}
