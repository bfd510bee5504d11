import { describe, expect, it } from "vitest";
import { runtimeEol } from "../../../../../templates/packages/cli/src/gates/runtime-eol/runtime-eol.ts";
import { outcomeOf, prove } from "../support/prove.ts";

prove(runtimeEol);

/** The clock of {@link outcomeOf} stands at 2026-11-22. */
const judged = (files: Readonly<Record<string, string>>) =>
  outcomeOf(runtimeEol, new Map(Object.entries(files)));

describe("runtime-eol", () => {
  it("says since when, by which source, and where to move", async () => {
    const { findings } = await judged({ ".nvmrc": "20.19.0\n" });
    expect(findings[0]?.message).toBe(
      "Node 20.19.0 has had no security fixes since 2026-04-30 (https://github.com/nodejs/Release, schedule.json).",
    );
    expect(findings[0]?.fix).toMatch(/^Move to Node 22, 24 or 26, in every file/);
  });

  it("says that days of Bun and Deno are its own rule", async () => {
    const { findings } = await judged({ ".bun-version": "1.1.0\n" });
    expect(findings[0]?.message).toContain("Bun mends only its newest");
  });

  it("warns ahead of the end, and fails nothing for it", async () => {
    expect(await judged({ ".nvmrc": "22\n", "package.json": '{ "engines": { "node": "^22" } }' })).toEqual({
      findings: [],
      warnings: [
        expect.stringContaining(".nvmrc:1: Node 22 ends on 2027-04-30, in 159 days"),
        expect.stringContaining("package.json:1: Node ^22 ends on 2027-04-30"),
      ],
      unchecked: [],
    });
    expect((await judged({ "wrangler.toml": 'compatibility_date = "2025-06-01"\n' })).warnings).toEqual([
      "The Worker asks for the runtime's behaviour of 2025-06-01 (wrangler.toml:1), more than a year ago.",
    ]);
  });

  it("does not pretend to know what is newer than its list", async () => {
    const { unchecked } = await judged({
      ".nvmrc": "28\n",
      "package.json": '{ "engines": { "node": "newest" } }',
    });
    expect(unchecked).toEqual([
      ".nvmrc:1: Node 28 is newer than what is known of Node, as of 2026-11-17.",
      "package.json:1: newest is no range of versions.",
    ]);
  });
});
