import { Refused } from "../Refused";
import { CutOff } from "./CutOff";
import type { SiteFile } from "./Site";

/** What is told while a file arrives: the bytes that are there. */
export type Heard = (bytes: number) => void;

/**
 * The bytes of a file of a site, of the size and the sha256 that the site says; what arrives otherwise
 * is refused. `heard` is told of each part; `signal` ends it.
 */
export async function fetched(
  file: SiteFile,
  base: string,
  digest: (bytes: Uint8Array) => Promise<string>,
  heard: Heard = () => {},
  signal: AbortSignal | null = null,
): Promise<Uint8Array<ArrayBuffer>> {
  const response = await asked(new URL(file.path, base), signal);
  const bytes = await received(response, file, heard, signal);
  const found = await digest(bytes);
  if (found !== file.sha256) {
    throw new WrongFile(
      `${file.path} arrived with the sha256 ${found}; the site says ${file.sha256}`,
    );
  }
  return bytes;
}

/** A file that is not what the site says of it. */
export class WrongFile extends Refused {}

async function asked(address: URL, signal: AbortSignal | null): Promise<Response> {
  const response = await fetch(address, { signal }).catch((error: unknown) => {
    throw asCutOff(error, `${address.pathname} could not be fetched`, signal);
  });
  if (response.ok) return response;
  throw new CutOff(`${address.pathname} was answered with ${response.status}`);
}

async function received(
  response: Response,
  file: SiteFile,
  heard: Heard,
  signal: AbortSignal | null,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(file.bytes);
  const reader = (response.body ?? new Response("").body!).getReader();
  let count = 0;
  for (;;) {
    const part = await reader.read().catch((error: unknown) => {
      throw asCutOff(error, `${file.path} broke off after ${count} of ${file.bytes} bytes`, signal);
    });
    if (part.done) break;
    if (count + part.value.byteLength > file.bytes) {
      await reader.cancel();
      throw new WrongFile(`${file.path} has more than the ${file.bytes} bytes that the site says`);
    }
    bytes.set(part.value, count);
    count += part.value.byteLength;
    heard(count);
  }
  if (count === file.bytes) return bytes;
  throw new CutOff(`${file.path} broke off after ${count} of ${file.bytes} bytes`);
}

/** An abort stays one; all else that a fetch fails by is the network. */
function asCutOff(error: unknown, what: string, signal: AbortSignal | null): unknown {
  return signal?.aborted ? error : new CutOff(what, { cause: error });
}
