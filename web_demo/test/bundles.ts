import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import type { BundleFiles } from "../src/manifest/Bundle";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** Both shipped bundles, as `make phone-bundles` leaves them. */
export const BUNDLES = join(ROOT, "build", "phone");

/** Why a shipped bundle cannot be asked, or "". */
export function missing(folder: string): string {
  return existsSync(folder) ? "" : `${folder} is not there: make phone-bundles`;
}

/** A bundle in a folder. */
export function filesIn(folder: string): BundleFiles {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const paths = files.map((file) => relative(folder, join(file.parentPath, file.name)));
  return {
    paths: async () => paths.map((path) => path.split(sep).join("/")),
    bytes: async (path) => new Uint8Array(readFileSync(join(folder, path))),
  };
}

/** Files in memory, which a test may change. */
export function filesOf(files: Map<string, Uint8Array>): BundleFiles {
  return {
    paths: async () => [...files.keys()],
    bytes: async (path) => {
      const found = files.get(path);
      if (found === undefined) throw new Error(`there is no ${path}`);
      return found;
    },
  };
}

/** All files of a bundle but programs of other formats, read. */
export async function copied(files: BundleFiles): Promise<Map<string, Uint8Array>> {
  const paths = (await files.paths()).filter((path) => !path.endsWith(".pte"));
  return new Map(
    await Promise.all(paths.map(async (path) => [path, await files.bytes(path)] as const)),
  );
}
