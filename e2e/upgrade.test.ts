import { readFileSync } from "node:fs";
import { appendFile, mkdtemp, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { bundle } from "../test/support/bundle.ts";
import { managerEnvironment } from "./support/managers.ts";
import { runProgram } from "./support/processes.ts";

let root: string;
let env: Record<string, string>;
const project = (...path: string[]) => join(root, "app", ...path);

async function command(...flags: string[]) {
  const ran = await runProgram(process.execPath, [bundle, "app", "--json", ...flags], { cwd: root, env });
  return { code: ran.code, outcome: JSON.parse(ran.stdout) };
}

beforeAll(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), "create-daloy-upgrade-")));
  env = managerEnvironment();
  const { code } = await command("--yes", "--package-manager", "npm");
  expect(code).toBe(0);
});
afterAll(() => rm(root, { recursive: true, force: true }));

it("moves a real project to other answers, proves it, and goes back", async () => {
  await appendFile(project("README.md"), "\nMine.\n");
  const lockfile = readFileSync(project("package-lock.json"), "utf8");
  const { code, outcome } = await command("--no-example");
  expect(outcome.error).toBeUndefined();
  expect([code, outcome.status, outcome.install.ok, outcome.smoke.ok]).toEqual([0, "upgraded", true, true]);
  expect(await readFile(project("README.md"), "utf8")).toMatch(/\nMine\.\n$/);
  expect((await command()).outcome.status).toBe("unchanged");
  expect((await command("--undo")).code).toBe(0);
  expect(readFileSync(project("package-lock.json"), "utf8")).toBe(lockfile);
  expect(readFileSync(project("src/books/routes.ts"), "utf8")).toContain("books");
});

it("undoes itself when the real app does not hold any more", async () => {
  const config = await readFile(project("src/config.ts"), "utf8");
  await writeFile(project("src/config.ts"), `${config}\nthrow new Error("broken by hand");\n`);
  const { code, outcome } = await command("--no-example");
  expect([code, outcome.error.message]).toEqual([4, expect.stringContaining("The upgrade was undone.")]);
  expect(readFileSync(project("src/books/routes.ts"), "utf8")).toContain("books");
});
