import type { Files, Kept } from "./Files";

const STORE = "files";
const SIZES = "sizes";

/**
 * Files in IndexedDB. The Cache API and the private file system are given to pages of https and of
 * localhost alone, and a phone in the same network opens this one by plain http.
 */
export class IndexedFiles implements Files {
  private database: Promise<IDBDatabase> | null = null;

  constructor(private readonly name = "mobilec") {}

  async get(sha256: string): Promise<Uint8Array<ArrayBuffer> | null> {
    const found = await this.run([STORE], "readonly", (of) => of(STORE).get(sha256));
    return found instanceof ArrayBuffer ? new Uint8Array(found) : null;
  }

  async put(sha256: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    const whole = bytes.byteLength === bytes.buffer.byteLength ? bytes : bytes.slice();
    await this.run([STORE, SIZES], "readwrite", (of) => {
      of(SIZES).put(bytes.byteLength, sha256);
      return of(STORE).put(whole.buffer, sha256);
    });
  }

  async delete(sha256s: readonly string[]): Promise<void> {
    await this.run([STORE, SIZES], "readwrite", (of) => {
      for (const sha256 of sha256s) of(SIZES).delete(sha256);
      for (const sha256 of sha256s) of(STORE).delete(sha256);
      return of(SIZES).count();
    });
  }

  async list(): Promise<Kept[]> {
    const database = await this.opened();
    const transaction = database.transaction([SIZES], "readonly");
    const [keys, sizes] = [SIZES, SIZES].map((name) => transaction.objectStore(name)) as [
      IDBObjectStore,
      IDBObjectStore,
    ];
    const [named, sized] = [keys.getAllKeys(), sizes.getAll()];
    await finished(transaction);
    const bytes: unknown[] = sized.result;
    return named.result.map((key, at) => ({ sha256: String(key), bytes: Number(bytes[at]) }));
  }

  private async run(
    stores: string[],
    mode: IDBTransactionMode,
    ask: (of: (store: string) => IDBObjectStore) => IDBRequest,
  ): Promise<unknown> {
    const database = await this.opened();
    const transaction = database.transaction(stores, mode);
    const request = ask((store) => transaction.objectStore(store));
    await finished(transaction);
    return request.result;
  }

  private opened(): Promise<IDBDatabase> {
    this.database ??= open(this.name).catch((error: unknown) => {
      this.database = null;
      throw error;
    });
    return this.database;
  }
}

function open(name: string): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore(STORE);
      request.result.createObjectStore(SIZES);
    };
    request.onsuccess = () => {
      // Another tab that deletes or renews the database is not kept waiting.
      request.result.onversionchange = () => request.result.close();
      resolve(request.result);
    };
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error("another tab holds the storage of this page"));
  });
}

function finished(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () =>
      reject(transaction.error ?? new Error("the browser stored nothing"));
  });
}
