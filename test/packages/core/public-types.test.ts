import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const dist = fileURLToPath(new URL("../../../templates/packages/core/dist/", import.meta.url));

const declarations = readdirSync(dist, { recursive: true, encoding: "utf8" }).filter((path) =>
  path.endsWith(".d.ts"),
);

test("there are declarations to look at", () => {
  expect(declarations).toContain("index.d.ts");
});

// pnpm's strict layout does not resolve what a package does not depend on itself, and the core depends on nothing
test("no declaration names a package", () => {
  const named = declarations.flatMap((path) => {
    const text = readFileSync(join(dist, path), "utf8");
    const specifiers = [...text.matchAll(/(?:from |import\()"([^"]+)"/g)].map((match) => match[1] ?? "");
    const allowed = path.startsWith("node/") ? /^(?:\.|node:)/ : /^\./;
    return specifiers
      .filter((specifier) => !allowed.test(specifier))
      .map((specifier) => `${path}: ${specifier}`);
  });
  expect(named).toEqual([]);
});
