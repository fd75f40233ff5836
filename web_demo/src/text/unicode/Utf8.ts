const WRITER = new TextEncoder();
const STRICT = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const LOSSY = new TextDecoder("utf-8", { ignoreBOM: true });

/**
 * Bytes as text. The standard of encodings, which every browser keeps, puts one U+FFFD in the place of
 * each longest beginning of a character, as Rust's `String::from_utf8_lossy` does.
 */
export function lossy(bytes: Uint8Array): string {
  return LOSSY.decode(bytes);
}

/** Null where the bytes are no UTF-8. */
export function strict(bytes: Uint8Array): string | null {
  try {
    return STRICT.decode(bytes);
  } catch {
    return null;
  }
}

export function utf8(text: string): Uint8Array<ArrayBuffer> {
  return WRITER.encode(text);
}

/** Bytes collected one by one. */
export class ByteText {
  private readonly collected: number[] = [];

  add(...bytes: number[]): void {
    this.collected.push(...bytes);
  }

  addText(text: string): void {
    this.add(...utf8(text));
  }

  bytes(): Uint8Array {
    return Uint8Array.from(this.collected);
  }
}
