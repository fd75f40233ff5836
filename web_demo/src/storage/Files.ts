/** What is kept of a file: its bytes by their sha256, so that a file of two bundles is kept once. */
export interface Kept {
  readonly sha256: string;
  readonly bytes: number;
}

/** Where files are kept from one visit to the next. Each call fails by the browser's own error. */
export interface Files {
  /** The bytes of a file, or null where it is not kept. */
  get(sha256: string): Promise<Uint8Array<ArrayBuffer> | null>;

  /** Keeps a file whole or not at all. */
  put(sha256: string, bytes: Uint8Array<ArrayBuffer>): Promise<void>;

  delete(sha256s: readonly string[]): Promise<void>;

  list(): Promise<Kept[]>;
}
