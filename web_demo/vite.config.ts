import { defineConfig } from "vitest/config";
import packages from "./package.json" with { type: "json" };
import { keptPage, SERVICE_WORKER } from "./page.config.ts";

/** What is not of this page: a chunk of its own, which its threads load too. */
const RUNTIME = /ort-wasm-simd-threaded\.mjs$/;

const chunks = { codeSplitting: { groups: [{ name: "onnxruntime", test: RUNTIME }] } };

/** Every address is relative, so that any folder of any host can be the page's. */
export default defineConfig({
  base: "./",
  define: {
    __VERSION__: JSON.stringify(packages.version),
    __COMMIT__: JSON.stringify(process.env.MOBILEC_COMMIT ?? ""),
    __ENGINE__: JSON.stringify(packages.dependencies["onnxruntime-web"]),
  },
  plugins: [keptPage("public")],
  build: {
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: { page: "index.html", sw: "src/offline/serviceWorker.ts" },
      output: {
        entryFileNames: ({ name }) => (name === "sw" ? SERVICE_WORKER : "assets/[name]-[hash].js"),
      },
    },
  },
  worker: { format: "es", rolldownOptions: { output: chunks } },
  test: {
    include: ["test/**/*.test.ts"],
    environment: "node",
    // Beside the other tests of the repository: one process more is enough.
    pool: "forks",
    maxWorkers: 1,
    // A test waits for what it does; this ends one that hangs, on a machine that does other work too.
    testTimeout: 600_000,
  },
});
