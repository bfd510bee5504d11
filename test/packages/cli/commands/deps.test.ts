import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { commands } from "../../../../templates/packages/cli/src/commands/index.ts";
import { main } from "../../../../templates/packages/cli/src/main.ts";
import { temporaryDirectory } from "../../../support/temporary.ts";
import { heardTerminal } from "../support/heard.ts";

const config = `{
  "scopes": ["books:read", "books:write"],
  "dependencies": {
    "approved": {
      "zod": { "by": "create-daloy", "on": "2026-11-22", "why": "schemas" }
    }
  }
}
`;

async function project(): Promise<string> {
  const directory = await temporaryDirectory();
  await writeFile(join(directory, "daloy.config.json"), config);
  await writeFile(
    join(directory, "package.json"),
    '{ "dependencies": { "zod": "4.6.7", "koa": "3.0.0" } }\n',
  );
  // Nothing listens there.
  await writeFile(join(directory, ".npmrc"), "registry=http://127.0.0.1:9/\n");
  const git = (...args: string[]) => promisify(execFile)("git", args, { cwd: directory });
  await git("init", "-q");
  await git("config", "user.name", "Ada Lovelace");
  return directory;
}

async function run(directory: string, args: readonly string[]) {
  const { seen, terminal } = heardTerminal();
  const signal = new AbortController().signal;
  const code = await main(args, commands, { directory, env: {}, terminal, signal });
  return { code, ...seen, config: await readFile(join(directory, "daloy.config.json"), "utf8") };
}
const approve = (directory: string, ...args: string[]) => run(directory, ["deps", "approve", ...args]);
const today = new Date().toISOString().slice(0, 10);

describe("daloy deps approve", () => {
  it("writes who, when and why, and leaves the rest of the file as it is", async () => {
    const directory = await project();
    const { code, out, config: after } = await approve(directory, "koa", "--why", "the old routes");
    expect({ code, out }).toEqual({ code: 0, out: "✓ koa is approved in daloy.config.json.\n" });
    expect(JSON.parse(after).dependencies.approved.koa).toEqual({
      by: "Ada Lovelace",
      on: today,
      why: "the old routes",
    });
    expect(after).toContain('  "scopes": ["books:read", "books:write"],\n');
    expect((await run(directory, ["verify", "dependencies", "--json"])).code).toBe(0);
  });

  it("approves what is not asked for yet, of JSR too, and in the name of another", async () => {
    const directory = await project();
    const {
      code,
      out,
      config: after,
    } = await approve(directory, "jsr:@std/assert", "--why", "tests", "--by", "Grace Hopper");
    expect(code).toBe(0);
    expect(out).toContain("does not ask for it yet");
    expect(JSON.parse(after).dependencies.approved["jsr:@std/assert"].by).toBe("Grace Hopper");
  });

  it("refuses a look-alike until that is acknowledged, and remembers the acknowledgement", async () => {
    const directory = await project();
    const refused = await approve(directory, "crossenv", "--why", "environments");
    expect(refused.code).toBe(4);
    expect(refused.config).toBe(config);
    expect(refused.out).toMatch(/^✗ crossenv was not approved\.\n {4}crossenv is nearly cross-env: /);
    const approved = await approve(directory, "crossenv", "--why", "x", "--acknowledge", "look-alike");
    expect(approved.code).toBe(0);
    expect(approved.out).toContain("When it first came out was not checked. 127.0.0.1:9 cannot be reached");
    const again = await approve(directory, "crossenv", "--why", "y");
    expect(JSON.parse(again.config).dependencies.approved.crossenv).toMatchObject({
      why: "y",
      acknowledged: ["look-alike"],
    });
  });

  it("prints one document", async () => {
    const directory = await project();
    const approved = await approve(directory, "koa", "--why", "routes", "--json");
    expect(JSON.parse(approved.out)).toEqual({
      schema: 1,
      ok: true,
      name: "koa",
      approval: { by: "Ada Lovelace", on: today, why: "routes" },
    });
    const refused = await approve(directory, "axois", "--why", "requests", "--json");
    expect(JSON.parse(refused.out)).toMatchObject({
      schema: 1,
      ok: false,
      findings: [{ rule: "look-alike" }],
    });
    const wrong = await approve(directory, "koa", "--json");
    expect(wrong.code).toBe(2);
    expect(JSON.parse(wrong.out)).toMatchObject({ ok: false, error: { message: expect.any(String) } });
  });

  it.each([
    ["nothing to do", [], "needs to know what to do"],
    ["another word", ["approv", "koa"], "Did you mean `daloy deps approve"],
    ["no name", ["approve"], "Which package?"],
    ["a version", ["approve", "koa@3", "--why", "x"], "is no package's name"],
    ["a reason without quotes", ["approve", "koa", "the", "routes"], "Put the reason in quotes"],
    ["no reason", ["approve", "koa"], "needs a reason"],
    ["an empty reason", ["approve", "koa", "--why", "  "], "needs a reason"],
    ["an unknown rule", ["approve", "koa", "--why", "x", "--acknowledge", "old"], "is called old"],
  ])("is told what is wrong: %s", async (_name, args, message) => {
    const { code, error, config: after } = await run(await project(), ["deps", ...args]);
    expect({ code, after }).toEqual({ code: 2, after: config });
    expect(error).toContain(message);
  });
});
