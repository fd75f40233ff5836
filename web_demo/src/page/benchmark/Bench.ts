import { Page } from "../../benchmark/Page";
import type { Progress } from "../../worker/Messages";
import type { WorkerClient } from "../work/WorkerClient";
import type { Job } from "./Job";
import type { Shown } from "./Shown";

/** Measures one job; fails where the worker did. */
export interface Measure {
  run(job: Job, heard: (progress: Progress) => void, signal: AbortSignal): Promise<Shown>;

  /** Ends what is measured at once, without a document. */
  end(): void;
}

/** Measures each job in a worker of its own, which nothing else has warmed. */
export class Bench implements Measure {
  private client: WorkerClient | null = null;

  /** `release` frees what the screens have loaded; `worker` is a new one, which asks the page that it is given. */
  constructor(
    private readonly release: () => void,
    private readonly worker: (page: Page | undefined) => WorkerClient,
  ) {}

  async run(job: Job, heard: (progress: Progress) => void, signal: AbortSignal): Promise<Shown> {
    this.release();
    const awake = await stayAwake();
    try {
      // By another worker: what has to be fetched is in no first answer.
      await this.asked(undefined, (client) => client.ask("fetch", job.folder, heard, signal));
      return await this.measured(job, heard, signal);
    } finally {
      await awake?.release();
    }
  }

  private async measured(
    job: Job,
    heard: (progress: Progress) => void,
    signal: AbortSignal,
  ): Promise<Shown> {
    const page = new Page(self as unknown as ConstructorParameters<typeof Page>[0]);
    const tell = () => this.client?.tell({ hidden: page.hidden() });
    document.addEventListener("visibilitychange", tell);
    try {
      const run = await this.asked(page, (client) => {
        const answer = client.ask("measure", job, heard, signal);
        tell();
        return answer;
      });
      return run as Shown;
    } finally {
      document.removeEventListener("visibilitychange", tell);
      page.close();
    }
  }

  private async asked<T>(
    page: Page | undefined,
    ask: (client: WorkerClient) => Promise<T>,
  ): Promise<T> {
    const client = this.worker(page);
    this.client = client;
    try {
      return await ask(client);
    } finally {
      client.close();
      this.client = null;
    }
  }

  end(): void {
    this.client?.close();
  }
}

/** Whether the browser keeps the screen on where it is asked to. */
export function canStayAwake(): boolean {
  return "wakeLock" in navigator;
}

/** Null where the browser does not do it, or not now: such as at a low battery. */
async function stayAwake(): Promise<WakeLockSentinel | null> {
  return canStayAwake() ? navigator.wakeLock.request("screen").catch(() => null) : null;
}
