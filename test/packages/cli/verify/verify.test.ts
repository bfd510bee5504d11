import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import manifest from "../../../../templates/app/package.json" with { type: "json" };
import { commands } from "../../../../templates/packages/cli/src/commands/index.ts";
import type { Waiver } from "../../../../templates/packages/cli/src/config/config.ts";
import { gates } from "../../../../templates/packages/cli/src/gates/index.ts";
import { main } from "../../../../templates/packages/cli/src/main.ts";
import { createStyle } from "../../../../templates/packages/cli/src/terminal/terminal.ts";
import { createGateContext } from "../../../../templates/packages/cli/src/verify/context.ts";
import type { Gate } from "../../../../templates/packages/cli/src/verify/gate.ts";
import { verifyText } from "../../../../templates/packages/cli/src/verify/report.ts";
import { runGates } from "../../../../templates/packages/cli/src/verify/run.ts";
import { temporaryDirectory } from "../../../support/temporary.ts";
import { heardTerminal } from "../support/heard.ts";

const hidden = "\u200b";

async function project(files: Readonly<Record<string, string>>, waivers: readonly Waiver[] = []) {
  const directory = await temporaryDirectory();
  const config = JSON.stringify({ verify: { waivers } }, undefined, 2);
  for (const [name, text] of Object.entries({ "daloy.config.json": config, ...files })) {
    await writeFile(join(directory, name), text);
  }
  return directory;
}

async function verify(directory: string, args: readonly string[], { columns = 100 } = {}) {
  const { seen, terminal } = heardTerminal(columns);
  const signal = new AbortController().signal;
  const code = await main(["verify", ...args], commands, { directory, env: {}, terminal, signal });
  return { code, ...seen };
}

const dayFromNow = (days: number): string =>
  new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

describe("daloy verify", () => {
  it("says where, which rule, why and how to mend it, within the terminal's width", async () => {
    const directory = await project({ "a.ts": `const a = 1;\nconst b = "${hidden}";\n` });
    const { code, out, error } = await verify(directory, ["unicode"], { columns: 60 });
    expect({ code, error }).toEqual({ code: 4, error: "" });
    expect(out).toMatch(/^✗ unicode \(\d+ ms\)\n {4}a\.ts:2 \[invisible\]\n {6}Hidden in this line: U\+200B/);
    expect(out).toMatch(/\n {6}why: It is not shown/);
    expect(out).toMatch(/\n {6}fix: Remove it/);
    expect(out).toMatch(/\n1 finding in 1 gate of 1 \(\d+ ms\)\n$/);
    expect(Math.max(...out.split("\n").map((line) => line.length))).toBeLessThanOrEqual(60);
  });

  it("prints one document", async () => {
    const directory = await project({ "a.ts": hidden });
    const { code, out } = await verify(directory, ["unicode", "--json"]);
    expect(code).toBe(4);
    expect(JSON.parse(out)).toEqual({
      schema: 1,
      ok: false,
      gates: [
        {
          gate: "unicode",
          ok: false,
          ms: expect.any(Number),
          findings: [
            {
              file: "a.ts",
              line: 1,
              rule: "invisible",
              message: expect.any(String),
              why: expect.any(String),
              fix: expect.any(String),
            },
          ],
        },
      ],
      waivers: [],
    });
  });

  it.each([
    ["unicod", "Did you mean `daloy verify unicode`?"],
    ["mars-landing", "The gates are "],
  ])("knows no gate %s", async (name, fix) => {
    const directory = await project({});
    for (const args of [[name], ["--explain", name]]) {
      const { code, error } = await verify(directory, args);
      expect(code).toBe(2);
      expect(error).toContain(`Unknown gate: ${name}\n${fix}`);
    }
  });

  it("explains every gate, and runs none meanwhile", async () => {
    for (const { name, summary } of gates) {
      const { code, out } = await verify("/nowhere", ["--explain", name]);
      expect(code).toBe(0);
      expect(out.startsWith(`${name}: ${summary}\n\n`)).toBe(true);
      // What a gate does not find is part of the truth about it.
      expect(out).toMatch(/does not/);
    }
    expect(await verify("/nowhere", ["--explain"])).toMatchObject({
      code: 2,
      error: "--explain needs a value.\nWrite --explain <gate>.\n",
    });
    expect(await verify("/nowhere", ["--explain", "unicode", "--json"])).toMatchObject({ code: 2 });
  });

  it("prints a document when it cannot work, too", async () => {
    const { code, out } = await verify(await temporaryDirectory(), ["--json"]);
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ schema: 1, ok: false, error: { fix: expect.any(String) } });
  });

  it("has a script for every gate in the project", () => {
    const scripts = Object.entries(manifest.scripts).filter(([name]) => name.startsWith("verify"));
    expect(Object.fromEntries(scripts)).toEqual({
      verify: "daloy verify",
      ...Object.fromEntries(gates.map(({ name }) => [`verify:${name}`, `daloy verify ${name}`])),
    });
  });
});

describe("what a gate says beside its findings", () => {
  const partial: Gate = {
    name: "partial",
    summary: "",
    explanation: "",
    run: async () => ({
      findings: [],
      unchecked: ["The age of zod: the registry did not answer."],
      warnings: ["Node 22 ends in 100 days."],
    }),
  };
  const context = () => createGateContext({ directory: "/nowhere", config: {}, env: {}, now: new Date() });

  it("is said, counted, and fails nothing", async () => {
    const report = await runGates([partial], context, { fix: true });
    expect(report).toMatchObject({
      ok: true,
      gates: [
        {
          ok: true,
          unchecked: ["The age of zod: the registry did not answer."],
          warnings: ["Node 22 ends in 100 days."],
        },
      ],
    });
    const terminal = { out() {}, error() {}, style: createStyle(true, false), columns: 80 };
    expect(verifyText(report, 5, terminal)).toMatch(
      /^✓ partial \(\d+ ms\)\n {6}warning: Node 22 ends in 100 days\.\n {6}not checked: The age of zod: the registry did not answer\.\n\n1 gate holds, 1 not in full \(5 ms\)\n$/,
    );
  });

  it("is left out of the document where there is nothing", async () => {
    const report = await runGates([{ ...partial, run: async () => [] }], context, { fix: false });
    expect(Object.keys(report.gates[0] ?? {})).toEqual(["gate", "ok", "ms", "findings"]);
  });
});

describe("a waiver", () => {
  const sound: Waiver = { gate: "unicode", reason: "a test of the parser", expires: dayFromNow(30) };

  it.each<[string, Partial<Waiver>, boolean]>([
    ["for the gate", {}, true],
    ["for the rule", { rule: "invisible" }, true],
    ["for the file", { file: "a.ts" }, true],
    ["on its last day", { expires: dayFromNow(0) }, true],
    ["for another rule", { rule: "bidirectional" }, false],
    ["for another file", { file: "b.ts" }, false],
    ["for another folder", { file: "src/" }, false],
    ["that expired", { expires: dayFromNow(-3) }, false],
    ["for good", { expires: dayFromNow(400) }, false],
    ["until no day", { expires: "2026-02-30" }, false],
    ["with an empty reason", { reason: "  " }, false],
  ])("%s", async (_name, change, lets) => {
    const waiver = { ...sound, ...change };
    const directory = await project({ "a.ts": hidden }, [waiver]);
    const { code, out } = await verify(directory, ["unicode", "--json"]);
    const { gates: judged, waivers } = JSON.parse(out);
    expect(code).toBe(lets ? 0 : 4);
    expect(judged[0].ok).toBe(lets);
    expect(judged[0].findings[0].waived).toEqual(
      lets ? { reason: waiver.reason, expires: waiver.expires } : undefined,
    );
    expect(waivers).toEqual([{ ...waiver, waived: lets ? 1 : 0 }]);
  });

  it("is listed on every run, whether it lets anything pass or not", async () => {
    const directory = await project({}, [sound]);
    const { code, out } = await verify(directory, ["waivers"]);
    expect(code).toBe(0);
    expect(out).toContain(`\nWaivers\n  unicode, until ${sound.expires}: a test of the parser (0 waived)\n`);
  });

  it("is itself a finding without a reason, a day, or a gate, and nothing can waive that", async () => {
    const faults: Waiver[] = [
      { gate: "unicode", expires: dayFromNow(3) },
      { gate: "unicode", reason: "because" },
      { ...sound, expires: dayFromNow(-3) },
      { ...sound, expires: dayFromNow(400) },
      { ...sound, gate: "unicod" },
      { ...sound, gate: "waivers" },
    ];
    const directory = await project({}, [sound, ...faults]);
    const { code, out } = await verify(directory, ["waivers", "--json"]);
    expect(code).toBe(4);
    const { findings } = JSON.parse(out).gates[0];
    expect(findings.map(({ rule }: { rule: string }) => rule)).toEqual([
      "no-reason",
      "no-expiry",
      "expired",
      "too-long",
      "unknown-gate",
      "unknown-gate",
    ]);
    expect(findings[4].fix).toBe("Did you mean unicode?");
    expect(findings[0].line).toBeGreaterThan(5);
    expect(findings.some((finding: object) => "waived" in finding)).toBe(false);
  });
});
