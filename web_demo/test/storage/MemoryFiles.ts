import type { Files, Kept } from "../../src/storage/Files";

/** Files in memory; `full` keeps nothing, as a browser whose storage has no room. */
export class MemoryFiles implements Files {
  full = false;
  readonly kept = new Map<string, Uint8Array<ArrayBuffer>>();

  async get(sha256: string): Promise<Uint8Array<ArrayBuffer> | null> {
    return this.kept.get(sha256) ?? null;
  }

  async put(sha256: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    if (this.full) throw new DOMException("no room", "QuotaExceededError");
    this.kept.set(sha256, bytes);
  }

  async delete(sha256s: readonly string[]): Promise<void> {
    for (const sha256 of sha256s) this.kept.delete(sha256);
  }

  async list(): Promise<Kept[]> {
    return [...this.kept].map(([sha256, bytes]) => ({ sha256, bytes: bytes.byteLength }));
  }
}
