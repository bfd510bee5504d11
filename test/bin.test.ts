import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { bundle } from "./support/bundle.ts";
import { temporaryDirectory } from "./support/temporary.ts";

interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the bundle off any terminal. `closeAfter` closes the reading end after that many bytes of stdout. */
function runBundle(
  args: string[],
  { cwd = ".", closeAfter = Number.POSITIVE_INFINITY, env = {} } = {},
): Promise<Ran> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [bundle, ...args], {
      cwd,
      env: { PATH: process.env["PATH"], ...env },
    });
    let [stdout, stderr] = ["", ""];
    child.stdin.end();
    child.stdout.on("data", (chunk: Buffer) => {
      stdout += chunk;
      if (stdout.length > closeAfter) child.stdout.destroy();
    });
    child.stderr.on("data", (chunk: Buffer) => {
      stderr += chunk;
    });
    child.on("close", (code) => resolve({ code, stdout, stderr }));
  });
}

const { version }: { version: string } = JSON.parse(readFileSync("package.json", "utf8"));

describe("the bundle", () => {
  it("is one executable file with the licences of what is in it", () => {
    const code = readFileSync(bundle, "utf8");
    expect(code.startsWith("#!/usr/bin/env node\n")).toBe(true);
    const imports = [...code.matchAll(/^import .*? from "(.+?)";$/gm)].map(([, from]) => from);
    expect(imports.filter((from) => !from?.startsWith("node:"))).toEqual([]);
    const licences = readFileSync(new URL(`file://${bundle}/../THIRD-PARTY-LICENSES.txt`), "utf8");
    for (const name of ["commander", "@clack/prompts", "@clack/core", "execa", "kolorist"]) {
      expect(licences).toMatch(new RegExp(`^## ${name} \\d+\\.\\d+\\.\\d+ \\(MIT\\)\\n\\n.*Copyright`, "ms"));
    }
  });

  it.each(["--version", "-v"])("prints its version with %s", async (flag) => {
    expect(await runBundle([flag])).toEqual({ code: 0, stdout: `${version}\n`, stderr: "" });
  });

  it.each(["--help", "-h"])("prints its help with %s, whatever else is wrong", async (flag) => {
    const { code, stdout, stderr } = await runBundle(["--nonsense", flag]);
    expect(code).toBe(0);
    expect(stderr).toBe("");
    expect(stdout).toContain("--package-manager <manager>");
  });

  it("lists itself for people and for programs", async () => {
    const [text, json] = await Promise.all([runBundle(["--list"]), runBundle(["--list", "--json"])]);
    expect(text.stdout).toContain("--package-manager");
    expect(JSON.parse(json.stdout)).toMatchObject({ schema: 1, version });
    expect([text.code, json.code]).toEqual([0, 0]);
  });
});

describe("faults of the command line", () => {
  it("are told all at once, with their fixes, on stderr", async () => {
    const { code, stdout, stderr } = await runBundle([
      "--runtme",
      "node",
      "--proxy",
      "hops:99",
      "--name",
      "../evil",
      "-p",
      "nmp",
    ]);
    expect(code).toBe(2);
    expect(stdout).toBe("");
    for (const part of ["Did you mean --runtime?", "hops:1", "is a path", "Did you mean npm?"])
      expect(stderr).toContain(part);
  });

  it("are one document on stdout with --json", async () => {
    const { code, stdout, stderr } = await runBundle(["--runtme", "--json"]);
    expect(code).toBe(2);
    expect(stderr).toBe("");
    expect(JSON.parse(stdout)).toMatchObject({ status: "failed", error: { code: "usage" } });
  });

  it("include what is open when there is no terminal to ask on", async () => {
    const cwd = await temporaryDirectory();
    const { code, stderr } = await runBundle([], { cwd });
    expect(code).toBe(2);
    expect(stderr).toContain("--package-manager");
    expect(stderr).toContain("--yes");
  });
});

describe("the streams", () => {
  it("may be closed early", async () => {
    const { code, stderr } = await runBundle(["--list", "--json"], { closeAfter: 10 });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  });

  it.each([
    [{ NO_COLOR: "1" }, false],
    [{}, false],
    [{ FORCE_COLOR: "1" }, true],
  ])("%j: coloured %s", async (env, coloured) => {
    const { stdout } = await runBundle(["--list"], { env });
    expect(stdout.includes("\u001b[")).toBe(coloured);
  });
});
