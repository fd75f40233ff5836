import { createHash } from "node:crypto";
import { readdirSync } from "node:fs";
import type { Plugin } from "vite";

/** Where the service worker's source has its place for the list of files. */
const PLACE = "__PAGE__";

/** The name of its script, which browsers ask for again and again to see whether a page is new. */
export const SERVICE_WORKER = "sw.js";

/** The runtime for GPUs, of which few browsers can make use: kept when it was first asked for. */
const LATER = /^assets\/ort[.-].*(webgpu|asyncify)/;

/**
 * Writes into the service worker which files the page is made of, and the digest of all of them: what
 * it keeps is one whole page, and another page is another service worker.
 */
export function keptPage(publicFolder: string): Plugin {
  return {
    name: "mobilec-kept-page",
    enforce: "post",
    generateBundle(_options, bundle) {
      const worker = bundle[SERVICE_WORKER];
      if (worker?.type !== "chunk") throw new Error(`the build has no ${SERVICE_WORKER}`);
      const hash = createHash("sha256");
      const files: string[] = [];
      for (const [name, made] of Object.entries(bundle).sort()) {
        if (name === SERVICE_WORKER) continue;
        hash.update(name).update(made.type === "chunk" ? made.code : made.source);
        files.push(name);
      }
      files.push(...listed(publicFolder, ""));
      const version = hash.digest("hex").slice(0, 16);
      const [later, now] = [true, false].map((is) =>
        files.filter((file) => LATER.test(file) === is),
      );
      const page = JSON.stringify({ version, files: now, later });
      if (!worker.code.includes(PLACE)) throw new Error(`${SERVICE_WORKER} has no ${PLACE}`);
      worker.code = worker.code.replaceAll(PLACE, page);
    },
  };
}

function listed(folder: string, under: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory()
      ? listed(`${folder}/${entry.name}`, `${under}${entry.name}/`)
      : [`${under}${entry.name}`],
  );
}
