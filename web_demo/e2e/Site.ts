import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The folder that tests/web_demo made: the page, both shipped bundles, site.json. */
export const SITE = process.env.MOBILEC_SITE ?? "";

/** Folders of the same two bundles, for programs that are given these. */
export const BUNDLES = (process.env.MOBILEC_BUNDLES ?? "").split("\n");

/** The two bundles that ship, by the names that the site gives them. */
export const TRANSLATOR = "translation";
export const CLASSIFIER = "sentiment";

export interface Golden {
  readonly sentences: readonly {
    readonly text: string;
    readonly translation?: string;
    readonly label?: string;
  }[];
}

export function golden(bundle: string): Golden {
  return JSON.parse(readFileSync(join(SITE, "bundles", bundle, "golden.json"), "utf8")) as Golden;
}
