import { readFileSync } from "node:fs";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "../..");

/** Of tests/fixtures, which all languages share. */
export function recorded(name: string): unknown {
  return JSON.parse(readFileSync(join(ROOT, "tests/fixtures", name), "utf-8"));
}

/** A folder of build/fixtures, which tests/web_demo/test_vitest.py makes before it calls these tests. */
export function made(name: string): string {
  return join(ROOT, "build/fixtures", name);
}
