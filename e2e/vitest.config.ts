import { defineConfig } from "vitest/config";

/** Real terminals, package managers and servers: one file at a time, because they share the machine's two cores. */
export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ["**/*.test.ts"],
    testTimeout: 300_000,
    hookTimeout: 300_000,
    pool: "forks",
    fileParallelism: false,
  },
});
