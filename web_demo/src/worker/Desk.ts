import { failureOf } from "./Failure";
import type { Asks, FromWorker, Kind, Progress, Request } from "./Messages";

/** What is done with one question. */
export interface Handling {
  readonly heard: (progress: Progress) => void;
  readonly signal: AbortSignal;
  /** Called between the steps of what can wait: whatever was asked meanwhile comes first. */
  readonly makeWay: () => Promise<void>;
}

/** Whoever answers each kind of question. */
export type Answering = {
  [K in Kind]: (asked: Asks[K]["asked"], handling: Handling) => Promise<Asks[K]["answered"]>;
};

/** Answers questions one after the other, as no two may touch a model at once. */
export class Desk {
  private readonly queue: Request[] = [];
  private readonly stops = new Map<number, AbortController>();
  private busy = false;

  constructor(
    private readonly answering: Answering,
    private readonly tell: (message: FromWorker) => void,
  ) {}

  ask(request: Request): void {
    this.stops.set(request.id, new AbortController());
    this.queue.push(request);
    if (!this.busy) void this.work();
  }

  stop(id: number): void {
    this.stops.get(id)?.abort();
  }

  private async work(): Promise<void> {
    this.busy = true;
    await this.emptied();
    this.busy = false;
  }

  private async emptied(): Promise<void> {
    for (let next = this.queue.shift(); next; next = this.queue.shift()) await this.answer(next);
  }

  private async answer({ id, kind, asked }: Request): Promise<void> {
    const stop = this.stops.get(id) ?? new AbortController();
    const handling: Handling = {
      heard: (heard) => this.tell({ id, heard }),
      signal: stop.signal,
      makeWay: async () => {
        await turn();
        await this.emptied();
        stop.signal.throwIfAborted();
      },
    };
    try {
      stop.signal.throwIfAborted();
      const answer = this.answering[kind] as (asked: unknown, of: Handling) => Promise<unknown>;
      this.tell({ id, done: await answer(asked, handling) });
    } catch (error) {
      this.tell({ id, failed: failureOf(error) });
    } finally {
      this.stops.delete(id);
    }
  }
}

/** A turn of the loop, in which messages arrive that wait. */
export function turn(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
