/**
 * What a page that is loaded again must know of its run: the name that the computer gave it, a result
 * that is not sent yet, and how often a job was begun.
 */
export class Memo {
  /** Of this page, where the browser keeps nothing or has no room. */
  private readonly known = new Map<string, string>();

  constructor(
    private readonly storage: Pick<Storage, "getItem" | "setItem" | "removeItem"> | null,
    private readonly run: string,
  ) {}

  get device(): string | null {
    return this.read("device");
  }

  set device(name: string | null) {
    this.write("device", name);
  }

  /** A document of run.json, or the words of a failure. */
  get unsent(): Unsent | null {
    const text = this.read("unsent");
    return text === null ? null : (JSON.parse(text) as Unsent);
  }

  set unsent(unsent: Unsent | null) {
    this.write("unsent", unsent && JSON.stringify(unsent));
  }

  /** Counts that a job begins; gives how often it began before without an end. */
  begins(job: string): number {
    const [known, count] = (this.read("begun") ?? "").split("\n");
    const before = known === job ? Number(count) : 0;
    this.write("begun", `${job}\n${before + 1}`);
    return before;
  }

  ended(): void {
    this.write("begun", null);
  }

  private read(name: string): string | null {
    return this.known.get(name) ?? this.storage?.getItem(`${this.run} ${name}`) ?? null;
  }

  private write(name: string, text: string | null): void {
    const key = `${this.run} ${name}`;
    if (text === null) this.known.delete(name);
    else this.known.set(name, text);
    try {
      if (text === null) this.storage?.removeItem(key);
      else this.storage?.setItem(key, text);
    } catch (error) {
      if (!(error instanceof DOMException)) throw error;
      // What was there is of before, and is not to be sent in the place of this.
      this.storage?.removeItem(key);
    }
  }
}

export type Unsent = { readonly run: unknown } | { readonly failed: string };
