import { describe, expect, it } from "vitest";
import { renderTree } from "../../src/template/render.ts";
import type { Tree } from "../../src/template/tree.ts";
import { answers, countingSecrets, githubExpression, smallStore, storeOf } from "./fixture-store.ts";

const text = (tree: Tree, path: string) => Buffer.from(tree.get(path)?.content ?? []).toString();

describe("renderTree", () => {
  it("gives the same bytes for the same answers and tokens", () => {
    expect(renderTree(smallStore(), answers, countingSecrets())).toEqual(
      renderTree(smallStore(), answers, countingSecrets()),
    );
  });

  it("orders paths by code unit, whatever order the layers list them in", () => {
    const paths = [...renderTree(smallStore(), answers, countingSecrets()).keys()];
    expect(paths).toEqual([...paths].sort());
    expect(paths[0]).toBe(".env");
  });

  it("takes either the example or the starter", () => {
    const withExample = renderTree(smallStore(), answers, countingSecrets());
    const without = renderTree(smallStore(), { ...answers, example: false }, countingSecrets());
    expect([withExample.has("src/books.ts"), withExample.has("src/hello.ts")]).toEqual([true, false]);
    expect([without.has("src/books.ts"), without.has("src/hello.ts")]).toEqual([false, true]);
  });

  it("takes the layer of the chosen package manager alone", () => {
    const tree = renderTree(smallStore(), { ...answers, packageManager: "pnpm" }, countingSecrets());
    expect(tree.has("pnpm-workspace.yaml")).toBe(true);
    expect(tree.has(".npmrc")).toBe(false);
  });

  it("merges package.json in the customary order with sorted dependencies", () => {
    const manifest = text(renderTree(smallStore(), answers, countingSecrets()), "package.json");
    expect(manifest).toBe(
      `${JSON.stringify(
        {
          name: "@acme/shop-api",
          type: "module",
          engines: { node: ">=20" },
          scripts: { dev: "daloy dev" },
          dependencies: { "@daloyjs/core": "file:vendor/daloyjs-core", zod: "4.0.0" },
        },
        null,
        2,
      )}\n`,
    );
  });

  it("substitutes in data files and nowhere else", () => {
    const tree = renderTree(smallStore(), answers, countingSecrets());
    expect(text(tree, "README.md")).toBe("# @acme/shop-api\n\nRun `npm run dev`.\n");
    expect(text(tree, "src/project.ts")).toBe('export const name = "@acme/shop-api";\n');
    expect(text(tree, "src/app.ts")).toContain("{{not a token}}");
    expect(text(tree, ".github/workflows/verify.yml")).toContain(githubExpression);
  });

  it("leaves vendored and binary files byte for byte", () => {
    const tree = renderTree(smallStore(), answers, countingSecrets());
    expect(text(tree, "vendor/daloyjs-core/README.md")).toBe("{{name}}\r\n");
    expect([...(tree.get("logo.png")?.content ?? [])]).toEqual([0x89, 0x50, 0, 0xff, 0x0d, 0x0a]);
  });

  it("classifies paths and sets modes", () => {
    const tree = renderTree(smallStore(), answers, countingSecrets());
    const facts = (path: string) => [tree.get(path)?.class, tree.get(path)?.mode.toString(8)];
    expect(facts(".env")).toEqual(["once", "600"]);
    expect(facts(".env.example")).toEqual(["merge", "644"]);
    expect(facts("scripts/start.sh")).toEqual(["merge", "755"]);
    expect(facts("vendor/daloyjs-core/dist/index.js")).toEqual(["owned", "644"]);
  });

  it("puts secrets into .env and none into .env.example", () => {
    const tree = renderTree(smallStore(), answers, countingSecrets());
    expect(text(tree, ".env")).toContain("\nAPI_WRITE_TOKEN=token-1\nPORT=3000\n");
    expect(text(tree, ".env.example")).toContain("\nAPI_WRITE_TOKEN=\nPORT=3000\n");
  });

  it.each([
    ["unset", "# TRUST_PROXY=hops:1"],
    ["none", "TRUST_PROXY=none"],
    ["hops:2", "TRUST_PROXY=hops:2"],
    ["cidr:10.0.0.0/8,fd00::/8", "TRUST_PROXY=cidr:10.0.0.0/8,fd00::/8"],
  ] as const)("writes --proxy %s as %s into both env files", (proxy, line) => {
    const tree = renderTree(smallStore(), { ...answers, proxy }, countingSecrets());
    for (const path of [".env", ".env.example"]) expect(text(tree, path).split("\n")[1]).toBe(line);
  });

  it("refuses two layers that give the same file of a kind that cannot be merged", () => {
    const store = storeOf({ app: { "src/a.ts": "1" }, "runtime/node": { "src/a.ts": "2" } });
    expect(() => renderTree(store, answers, countingSecrets())).toThrow(
      /"app" and "runtime\/node" both give src\/a\.ts/,
    );
  });

  it("refuses a layer that writes below vendor/", () => {
    const store = storeOf({ app: { "vendor/x.js": "1" } });
    expect(() => renderTree(store, answers, countingSecrets())).toThrow(/vendor\/ is not its own/);
  });

  it("names a layer that this build lacks", () => {
    const store = { ...smallStore(), layers: new Map() };
    expect(() => renderTree(store, answers, countingSecrets())).toThrow(/no templates for "app"/);
  });
});
