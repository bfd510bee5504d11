import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { commands } from "../../../../templates/packages/cli/src/commands/index.ts";
import { main } from "../../../../templates/packages/cli/src/main.ts";
import { temporaryDirectory } from "../../../support/temporary.ts";
import { heardTerminal } from "../support/heard.ts";
import { type FakeRegistry, startFakeRegistry } from "../support/registry.ts";

let registry: FakeRegistry;
let latest: string;
let carried: readonly object[];
let bulk: { status: number; body: string };

beforeEach(async () => {
  latest = "1.1.0";
  carried = [];
  bulk = { status: 200, body: "{}" };
  registry = await startFakeRegistry(new Date());
  registry.interfere = ({ url }) => {
    if (url?.endsWith("/bulk")) return bulk;
    const versions = { [latest]: { version: latest, daloy: { advisories: carried } } };
    const document = { "dist-tags": { latest }, time: { [latest]: "2026-11-20T08:00:00.000Z" }, versions };
    return url === "/create-daloy" ? { status: 200, body: JSON.stringify(document) } : undefined;
  };
});
afterEach(() => registry.close());

async function outdated(version: string, args: readonly string[] = [], url = registry.url) {
  const directory = await temporaryDirectory();
  await mkdir(join(directory, ".daloy"));
  await writeFile(join(directory, ".daloy/lock.json"), JSON.stringify({ schema: 1, version, files: {} }));
  await writeFile(join(directory, ".npmrc"), `registry=${url}\n`);
  await writeFile(
    join(directory, "package.json"),
    '{ "devEngines": { "packageManager": { "name": "pnpm" } } }',
  );
  const { seen, terminal } = heardTerminal(80);
  const env = { HOME: directory };
  const signal = new AbortController().signal;
  const code = await main(["outdated", ...args], commands, { directory, env, terminal, signal });
  return { code, ...seen };
}

const advisory = {
  id: "GHSA-aaaa-bbbb-cccc",
  title: "Body limit\u001b[2J bypass",
  severity: "high",
  affected: "<1.1.0",
};

describe("daloy outdated", () => {
  it("names a newer version, its day, and how to move to it", async () => {
    expect(await outdated("1.0.0")).toEqual({
      code: 4,
      out: "✗ create-daloy 1.0.0 made this project; the newest is 1.1.0, out since 2026-11-20.\n✓ No hole is known of it.\n\nUpgrade: pnpm create daloy@latest .\n",
      error: "",
    });
  });

  it("holds for the newest, and for what is newer than that", async () => {
    for (const version of ["1.1.0", "1.2.0-beta.0"]) {
      const { code, out } = await outdated(version);
      expect(code).toBe(0);
      expect(out).toBe(`✓ create-daloy ${version} is the newest.\n✓ No hole is known of it.\n`);
    }
    latest = "1.1.0";
    expect((await outdated("1.1.0-beta.3")).code).toBe(4);
  });

  it("names a known hole, of the newest too, and nothing that steers a terminal", async () => {
    carried = [advisory];
    const { code, out } = await outdated("1.0.0");
    expect(code).toBe(4);
    expect(out).toContain("✗ high: Body limit bypass (GHSA-aaaa-bbbb-cccc, versions <1.1.0)\n");
    carried = [{ ...advisory, affected: "*" }];
    const newest = await outdated("1.1.0");
    expect(newest.code).toBe(4);
    expect(newest.out).toContain("No newer version mends it yet");
  });

  it("says that the registry has no advisories", async () => {
    bulk = { status: 404, body: "" };
    expect((await outdated("1.1.0")).out).toContain(
      "– The registry's advisories were not checked. The registry has no advisories.\n",
    );
  });

  it("prints one document", async () => {
    carried = [{ ...advisory, title: "Body limit bypass", url: "https://example.com/a" }];
    const { code, out } = await outdated("1.0.0", ["--json"]);
    expect(code).toBe(4);
    expect(JSON.parse(out)).toEqual({
      schema: 1,
      ok: false,
      version: "1.0.0",
      newest: "1.1.0",
      isCurrent: false,
      since: "2026-11-20",
      advisories: [{ ...advisory, title: "Body limit bypass", url: "https://example.com/a" }],
      upgrade: "pnpm create daloy@latest .",
    });
  });

  it("fails, and does not say that all is well, where nobody answers", async () => {
    const silent = await outdated("1.0.0", ["--json"], "http://127.0.0.1:9/");
    expect(silent.code).toBe(1);
    expect(JSON.parse(silent.out)).toMatchObject({
      schema: 1,
      ok: false,
      error: { fix: expect.any(String) },
    });
    expect(silent.error).toContain("The newest create-daloy is not known. 127.0.0.1:9 cannot be reached");
    registry.interfere = undefined;
    expect((await outdated("1.0.0")).error).toContain("The registry has no create-daloy.");
  });
});
