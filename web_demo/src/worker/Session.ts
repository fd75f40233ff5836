import type { Engine } from "../engine/Engine";
import type { Bundle } from "../manifest/Bundle";
import type { Subject } from "./Messages";

/** Bundles with what runs them. */
export interface Opened<R extends Closeable> {
  readonly bundles: readonly Bundle[];
  readonly engine: Engine;
  readonly runner: R;
}

export interface Closeable {
  close(): Promise<void>;
}

/** What is loaded: one subject at a time, as models that are not asked take room that a small phone has not. */
export class Session {
  private key = "";
  private opened: Opened<Closeable> | null = null;

  /** The subject's, which is the one that is loaded, or a new one in its place. */
  async of<R extends Closeable>(
    subject: Subject,
    load: () => Promise<Opened<R>>,
  ): Promise<Opened<R>> {
    const key = JSON.stringify(subject);
    if (key !== this.key) {
      await this.close();
      this.opened = await load();
      this.key = key;
    }
    return this.opened as Opened<R>;
  }

  /** The subject's where it is the one that is loaded. */
  present<R extends Closeable>(subject: Subject): Opened<R> | null {
    return JSON.stringify(subject) === this.key ? (this.opened as Opened<R>) : null;
  }

  private async close(): Promise<void> {
    const { opened } = this;
    this.key = "";
    this.opened = null;
    await opened?.runner.close();
  }
}
