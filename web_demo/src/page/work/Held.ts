/** One state at a time, which those who watch it hear of. */
export class Held<S> {
  private readonly watchers = new Set<(state: S) => void>();

  constructor(private now: S) {}

  get state(): S {
    return this.now;
  }

  change(next: (state: S) => S): void {
    this.now = next(this.now);
    for (const watcher of this.watchers) watcher(this.now);
  }

  /** Tells the state now and whenever it changes. */
  watch(watcher: (state: S) => void): void {
    this.watchers.add(watcher);
    watcher(this.now);
  }
}
