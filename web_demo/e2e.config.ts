import { defineConfig } from "vitest/config";

/** The whole page in a browser; what it serves and starts is named by MOBILEC_SITE and CHROMIUM. */
export default defineConfig({
  test: {
    include: ["e2e/**/*.e2e.ts"],
    environment: "node",
    pool: "forks",
    maxWorkers: 1,
    testTimeout: 600_000,
    hookTimeout: 60_000,
  },
});
