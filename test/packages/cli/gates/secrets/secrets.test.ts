import { execFile } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { secrets } from "../../../../../templates/packages/cli/src/gates/secrets/secrets.ts";
import { createGateContext } from "../../../../../templates/packages/cli/src/verify/context.ts";
import { temporaryDirectory } from "../../../../support/temporary.ts";
import { judge, places, prove } from "../support/prove.ts";

prove(secrets);

const run = promisify(execFile);
const key = ["AKIA", "Z7QF3MKXN5PLR2TD"].join("");

async function repository(files: Readonly<Record<string, string>>) {
  const directory = await temporaryDirectory();
  const git = (...args: string[]) => run("git", args, { cwd: directory });
  await git("init", "-q");
  await write(directory, files);
  return { directory, git };
}

async function write(directory: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [file, text] of Object.entries(files)) {
    await mkdir(dirname(join(directory, file)), { recursive: true });
    await writeFile(join(directory, file), text);
  }
}

async function found(directory: string): Promise<string[]> {
  const outcome = await secrets.run(createGateContext({ directory, config: {}, env: {}, now: new Date() }));
  return "skipped" in outcome ? [] : places(outcome);
}

describe("secrets, in a repository", () => {
  it("finds each environment file that git tracks, and no example", async () => {
    const files = {
      ".env": "A=1\n",
      "ops/.env.production": "A=1\n",
      ".env.example": "A=\n",
      "src/.environment.ts": "",
    };
    const { directory, git } = await repository(files);
    expect(await found(directory)).toEqual([]);
    await git("add", "-f", ".");
    expect(await found(directory)).toEqual([
      ".env:1 environment-file",
      "ops/.env.production:1 environment-file",
    ]);
  });

  it("looks at what git tracks, and at nothing that is ignored", async () => {
    const { directory, git } = await repository({
      ".gitignore": "notes/\n",
      "notes/a.txt": key,
      "b.txt": "",
    });
    await git("add", ".");
    expect(await found(directory)).toEqual([]);
    await git("add", "-f", "notes/a.txt");
    expect(await found(directory)).toEqual(["notes/a.txt:1 credential"]);
  });

  it("finds what is staged and no longer in the file", async () => {
    const { directory, git } = await repository({ "src/a.ts": `\nexport const id = "${key}";\n` });
    await git("add", ".");
    await write(directory, { "src/a.ts": "export const id = 1;\n" });
    expect(await found(directory)).toEqual(["src/a.ts:2 credential"]);
  });

  it("takes no order from the repository's own configuration", async () => {
    const { directory, git } = await repository({ "a.txt": "" });
    const mark = join(directory, "mark");
    await git("config", "core.fsmonitor", `touch ${mark}; false`);
    await git("-c", "core.fsmonitor=false", "add", ".");
    await found(directory);
    await expect(run("ls", [mark])).rejects.toThrow();
  });
});

it("never repeats the value", async () => {
  const findings = await judge(secrets, new Map([["a.txt", key]]));
  expect(findings).toHaveLength(1);
  expect(JSON.stringify(findings)).not.toContain(key.slice(4, 12));
});
