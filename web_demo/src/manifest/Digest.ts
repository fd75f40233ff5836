import { sha256 } from "./Sha256";

/** sha256 in hex and bytes of what a bundle lists. */
export interface Digest {
  readonly sha256: string;
  readonly sizeBytes: number;
}

/** Of a file. */
export async function fileDigest(bytes: Uint8Array): Promise<Digest> {
  return { sha256: await sha256(bytes), sizeBytes: bytes.length };
}

/**
 * Of a folder, by its files' paths inside it: over each path and sha256, sorted, as
 * exporters/bundle/digest.py computes it.
 */
export async function folderDigest(files: ReadonlyMap<string, Digest>): Promise<Digest> {
  const sorted = [...files].sort(([one], [other]) => comparePaths(one, other));
  const lines = sorted.map(([path, digest]) => `${path}\u0000${digest.sha256}\n`);
  const sizeBytes = sorted.reduce((total, [, digest]) => total + digest.sizeBytes, 0);
  return { sha256: await sha256(new TextEncoder().encode(lines.join(""))), sizeBytes };
}

/** As Python sorts paths: part by part. */
function comparePaths(one: string, other: string): number {
  const [left, right] = [one.split("/"), other.split("/")];
  for (const [at, part] of left.entries()) {
    const against = right[at];
    if (against === undefined) return 1;
    if (part !== against) return part < against ? -1 : 1;
  }
  return left.length - right.length;
}
