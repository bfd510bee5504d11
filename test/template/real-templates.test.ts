import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { type Answers, managersOf, platforms, runtimes } from "../../src/answers/answers.ts";
import { plan } from "../../src/change/plan.ts";
import { type LayerStore, loadLayers } from "../../src/template/load.ts";
import { renderTree } from "../../src/template/render.ts";
import { answers, countingSecrets } from "./fixture-store.ts";

const templates = fileURLToPath(new URL("../../templates", import.meta.url));
const published = ["dist", "LICENSE", "README.md", "sbom.cdx.json"];
const needed = ["core", "cli"].flatMap((name) => published.map((entry) => `packages/${name}/${entry}`));
const missing = ["app/package.json", ...needed].filter((path) => !existsSync(`${templates}/${path}`));
if (missing.length > 0)
  console.warn(`not run: templates/ lacks ${missing.join(", ")} (npm run build makes dist and sbom)`);

const combinations: Answers[] = runtimes.flatMap((runtime) =>
  managersOf[runtime].flatMap((packageManager) =>
    [true, false].map((example) => ({
      ...answers,
      runtime,
      packageManager,
      example,
      docker: !platforms.has(runtime),
    })),
  ),
);

describe.skipIf(missing.length > 0)("the real templates", () => {
  let store: LayerStore | undefined;
  const loaded = async () => {
    store ??= await loadLayers(templates);
    return store;
  };

  it.each(combinations)("render for $runtime, $packageManager, example: $example", async (given) => {
    const tree = renderTree(await loaded(), given, countingSecrets());
    for (const [path, { content }] of tree) {
      if (path.startsWith("vendor/")) continue;
      const text = Buffer.from(content).toString();
      expect(text, path).not.toMatch(/(?<!\$)\{\{(name|packageManager|version)\}\}/);
      expect(text, path).not.toContain("\r");
      expect(text.endsWith("\n") || text === "" || text.includes("\0"), `${path} ends with a newline`).toBe(
        true,
      );
      if (path.endsWith("package.json")) expect(() => JSON.parse(text), path).not.toThrow();
    }
    const manifest: unknown = JSON.parse(Buffer.from(tree.get("package.json")?.content ?? []).toString());
    expect(manifest).toMatchObject({ name: given.name });
    expect(tree.get(".env")).toMatchObject({ class: "once", mode: 0o600 });
    expect(tree.has(".gitignore")).toBe(true);
    expect(
      plan({ base: new Map(), current: new Map(), next: tree }).every(({ action }) => action === "create"),
    ).toBe(true);
  });

  it.each(["none", "loopback", "hops:1", "cidr:10.0.0.0/8"] as const)("take --proxy %s", async (proxy) => {
    const tree = renderTree(await loaded(), { ...answers, proxy }, countingSecrets());
    expect(Buffer.from(tree.get(".env")?.content ?? []).toString()).toContain(`\nTRUST_PROXY=${proxy}\n`);
  });
});
