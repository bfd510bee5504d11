import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";
import { describe, expect, it } from "vitest";

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
const source = "../../../templates/packages/core/src/";

/** The fixture as wrangler bundles it: one file, with what the configuration defines. */
async function bundle(define: Record<string, string>, docs: string) {
  const bundler = await rolldown({
    input: path("fixtures/worker.ts"),
    platform: "browser",
    resolve: {
      alias: {
        "@daloyjs/core/cloudflare": path(`${source}cloudflare/index.ts`),
        "@daloyjs/core": path(`${source}index.ts`),
      },
    },
    transform: { define: { ...define, DOCS: docs } },
    tsconfig: false,
  });
  const { output } = await bundler.generate({ format: "esm", minify: true, codeSplitting: false });
  await bundler.close();
  const [{ code, moduleIds }] = output;
  const load = () => import(`data:text/javascript,${encodeURIComponent(code)}`);
  return { code, load, carries: (folder: string) => moduleIds.some((id) => id.includes(`/src/${folder}/`)) };
}

describe("a Worker's bundle", () => {
  it("carries neither the documentation page nor the document's code where DALOY_DOCS is false, and stays small", async () => {
    const { code, load, carries } = await bundle({ DALOY_DOCS: "false" }, '"auto"');
    expect(carries("docs")).toBe(false);
    expect(carries("openapi")).toBe(false);
    expect(code.length).toBeLessThan(95_000);
    const { default: worker } = await load();
    expect((await worker.fetch(new Request("http://localhost/"))).status).toBe(200);
    expect((await worker.fetch(new Request("http://localhost/docs"))).status).toBe(404);
  });

  it("carries them where nothing is defined, or true", async () => {
    for (const define of [{}, { DALOY_DOCS: "true" }]) {
      const { load, carries } = await bundle(define, '"auto"');
      expect(carries("docs")).toBe(true);
      const { default: worker } = await load();
      expect((await worker.fetch(new Request("http://localhost/docs"))).status).toBe(200);
    }
  });

  it("does not load where the app asks for docs that were left out, and says what to define", async () => {
    const { load } = await bundle({ DALOY_DOCS: "false" }, "true");
    await expect(load()).rejects.toThrow(/define DALOY_DOCS as "true"/);
  });
});
