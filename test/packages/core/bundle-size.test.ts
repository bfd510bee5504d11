import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { weigh } from "../../../bench/lib/weigh.mjs";

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

it("a hello app stays within its budget", async () => {
  const alias = { "@daloyjs/core": path("../../../templates/packages/core/src/index.ts") };
  const { entry, withSchemas } = await weigh(path("fixtures/hello.ts"), { alias });
  expect(entry.minified).toBeLessThan(58_600);
  expect(entry.gzip).toBeLessThan(22_400);
  expect(withSchemas.minified).toBeLessThan(76_200);
});
