import { defineConfig } from "vitest/config";

/** Every address is relative, so that any folder of any host can be the page's. */
export default defineConfig({
  base: "./",
  build: { target: "es2022", assetsInlineLimit: 0, modulePreload: { polyfill: false } },
  worker: { format: "es" },
  test: {
    include: ["test/**/*.test.ts"],
    environment: "node",
    // Beside the other tests of the repository: one process more is enough.
    pool: "forks",
    maxWorkers: 1,
    testTimeout: 120_000,
  },
});
