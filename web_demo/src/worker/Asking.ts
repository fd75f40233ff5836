import type { Battery, PageTells } from "../benchmark/Surroundings";
import type { FromWorker } from "./Messages";

/** What a worker must ask its page's own thread. */
export class Asking implements PageTells {
  private count: number | null = null;
  private next = 0;
  private readonly waiting = new Map<number, (value: unknown) => void>();

  constructor(private readonly tell: (message: FromWorker) => void) {}

  hidden(): number | null {
    return this.count;
  }

  battery(): Promise<Battery | null> {
    return this.ask("battery") as Promise<Battery | null>;
  }

  memory(): Promise<number | null> {
    return this.ask("memory") as Promise<number | null>;
  }

  /** The page says how often it was hidden, unasked. */
  wasHidden(times: number): void {
    this.count = times;
  }

  told(id: number, value: unknown): void {
    this.waiting.get(id)?.(value);
    this.waiting.delete(id);
  }

  private ask(asked: "battery" | "memory"): Promise<unknown> {
    const id = this.next++;
    return new Promise((resolve) => {
      this.waiting.set(id, resolve);
      this.tell({ asks: id, asked });
    });
  }
}
