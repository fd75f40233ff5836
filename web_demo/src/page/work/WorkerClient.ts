import type {
  Asks,
  Beginning,
  Failure,
  FromWorker,
  Kind,
  Progress,
  Request,
  ToWorker,
} from "../../worker/Messages";

/** What a worker could not do, in words; `kind` says what is to be done about it. */
export class Failed extends Error {
  override readonly name = "Failed";

  constructor(readonly failure: Failure) {
    super(failure.message);
  }
}

interface Waiting {
  readonly heard: (progress: Progress) => void;
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: Failed) => void;
}

/** What of a worker is used; tests have one that is none. */
export interface Port {
  postMessage(message: ToWorker): void;
  terminate(): void;
  onmessage: ((event: MessageEvent<FromWorker>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
}

/** What a worker asks of the page's own thread. */
export interface Answered {
  battery(): Promise<unknown>;
  memory(): Promise<unknown>;
}

/** Asks one worker, which begins with the first question and can be put away at any time. */
export class WorkerClient {
  private port: Port | null = null;
  private next = 0;
  private readonly waiting = new Map<number, Waiting>();

  constructor(
    private readonly beginning: Beginning,
    private readonly start: () => Port,
    private readonly page: Answered = { battery: async () => null, memory: async () => null },
  ) {}

  /** The answer to a question; `signal` asks the worker to stop, which it does between two steps. */
  ask<K extends Kind>(
    kind: K,
    asked: Asks[K]["asked"],
    heard: (progress: Progress) => void = () => {},
    signal: AbortSignal | null = null,
  ): Promise<Asks[K]["answered"]> {
    const port = this.begun();
    const id = this.next++;
    const answer = new Promise<unknown>((resolve, reject) => {
      this.waiting.set(id, { heard, resolve, reject });
    });
    signal?.addEventListener("abort", () => this.tell({ stop: id }), { once: true });
    const request: Request<K> = { id, kind, asked };
    port.postMessage({ request });
    return answer as Promise<Asks[K]["answered"]>;
  }

  /** What nobody answers. */
  tell(message: ToWorker): void {
    this.port?.postMessage(message);
  }

  /** Ends the worker at once, whatever it does; what it was asked fails as stopped. */
  close(): void {
    this.end({ kind: "stopped", message: "it was stopped" });
  }

  private end(failure: Failure): void {
    this.port?.terminate();
    this.port = null;
    const waiting = [...this.waiting.values()];
    this.waiting.clear();
    for (const each of waiting) each.reject(new Failed(failure));
  }

  private begun(): Port {
    if (this.port) return this.port;
    const port = this.start();
    port.onmessage = ({ data }) => this.hear(data);
    // A script that does not load, or memory that ran out: the worker is gone with what it was asked.
    port.onerror = (event) => {
      event.preventDefault?.();
      this.end({
        kind: "unexpected",
        message: event.message || "the worker of this page could not be loaded",
      });
    };
    port.postMessage({ begin: this.beginning });
    this.port = port;
    return port;
  }

  private hear(message: FromWorker): void {
    if ("asks" in message) {
      const { asks: told, asked } = message;
      void this.page[asked]().then((value) => this.tell({ told, value }));
      return;
    }
    const waiting = this.waiting.get(message.id);
    if (!waiting) return;
    if ("heard" in message) {
      waiting.heard(message.heard);
      return;
    }
    this.waiting.delete(message.id);
    if ("done" in message) waiting.resolve(message.done);
    else waiting.reject(new Failed(message.failed));
  }
}
