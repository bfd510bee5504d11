import { mkdtemp, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { frozen, writeFrozen } from "../test/upgrade/corpus/frozen.ts";
import { cleanEnvironment } from "./support/environment.ts";
import { makeNextRelease, nextVersion } from "./support/next-release.ts";
import { runProgram } from "./support/processes.ts";

// From the first release, as it was frozen, to one that brings a guard which apps that exist may not stand.

const guard = "  app.use(requireTenant());";
const optIn = {
  id: "require-tenant",
  since: nextVersion,
  file: "src/app.ts",
  line: guard,
  message: "Requests without a tenant are refused now: callers that send none would get a 400.",
};

let root: string;
let next: string;
const app = () => join(root, "app/src/app.ts");

beforeAll(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), "create-daloy-opt-in-")));
  await writeFrozen(join(root, "app"), frozen("1.0.0-beta.0"));
  next = await makeNextRelease(join(root, "next"), {
    "templates/releases.json": (text) => JSON.stringify({ ...JSON.parse(text), optIns: [optIn] }),
    "templates/app/src/app.ts": (text) =>
      `${text.replace("  app.healthcheck()", `${guard}\n  app.healthcheck()`)}\n// The next release's.\n`,
  });
});
afterAll(() => rm(root, { recursive: true, force: true }));

async function run(...args: string[]) {
  const env = cleanEnvironment();
  const { code, stdout, stderr } = await runProgram(process.execPath, [next, ...args, "--no-install"], {
    cwd: root,
    env,
  });
  expect(code, stdout + stderr).toBe(0);
  return stdout;
}
/** As one line: the terminal breaks prose. */
const words = (text: string) => text.replaceAll(/\s+/g, " ");

it("announces a new guard with the one line that switches it on, and leaves it off", async () => {
  const shown = words(await run("app"));
  expect(shown).toContain(
    `! ${optIn.message} New projects have it. To switch it on here, add to src/app.ts: ${guard.trim()}`,
  );
  const text = await readFile(app(), "utf8");
  expect(text).toContain("// The next release's.");
  expect(text).not.toContain(guard);
});

it("announces it again at every run, until the line is there", async () => {
  expect(words(await run("app"))).toContain("To switch it on here");
  const text = await readFile(app(), "utf8");
  await writeFile(app(), text.replace("  app.healthcheck()", `${guard}\n  app.healthcheck()`));
  expect(await run("app")).not.toContain("To switch it on here");
  expect(JSON.parse(await readFile(join(root, "app/.daloy/lock.json"), "utf8"))).not.toHaveProperty(
    "withheld",
  );
});

it("has it switched on in new projects", async () => {
  await run("fresh", "--yes", "--no-git");
  expect(await readFile(join(root, "fresh/src/app.ts"), "utf8")).toContain(guard);
});
