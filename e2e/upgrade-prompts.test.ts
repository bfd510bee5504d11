import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { snapshot } from "../test/change/temp.ts";
import { installWithSmallTemplates } from "./support/command.ts";
import { keys, Terminal, type TerminalOptions } from "./support/terminal.ts";

let root: string;
let older: string;
let newer: string;
let cwd: string;
const project = (...path: string[]) => join(cwd, "app", ...path);

const failingSmoke = `
const isSmoke = process.argv.includes("smoke");
const check = { name: "boots", ok: false, ms: 5, detail: "APPLICATION FAILED TO START" };
if (isSmoke) process.stdout.write(JSON.stringify({ schema: 1, ok: false, checks: [check] }));
process.exitCode = isSmoke ? 4 : 0;
`;

beforeAll(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), "create-daloy-upgrade-prompts-")));
  older = await installWithSmallTemplates(join(root, "older"));
  newer = await installWithSmallTemplates(join(root, "newer"));
  const program = await readFile(newer, "utf8");
  await writeFile(newer, program.replaceAll('"1.0.0-beta.0"', '"1.1.0"'));
  for (const name of ["core", "cli"])
    await writeFile(
      join(root, `newer/templates/packages/${name}/package.json`),
      JSON.stringify({ name: `@daloyjs/${name}`, version: "1.1.0", type: "module", files: ["dist"] }),
    );
  await writeFile(join(root, "newer/templates/app/src/app.ts"), "export const app = 2;\n");
});
afterAll(() => rm(root, { recursive: true, force: true }));
beforeEach(async () => {
  cwd = await mkdtemp(join(root, "place-"));
  const made = new Terminal(older, ["app", "--yes", "--no-git", "--no-smoke"], { cwd });
  expect(await made.exitCode, made.text).toBe(0);
});

const upgrade = (args: string[] = [], options: Partial<TerminalOptions> = {}) =>
  new Terminal(newer, ["app", ...args], { cwd, ...options });
/** The project without what an install leaves. */
const state = async () =>
  Object.fromEntries(
    Object.entries(await snapshot(project())).filter(
      ([path]) => !/^(node_modules|package-lock\.json)(\/|$)/.test(path),
    ),
  );
const showsCursor = ({ raw }: Terminal) => raw.lastIndexOf("\u001b[?25h") >= raw.lastIndexOf("\u001b[?25l");

describe("the question before the writing", () => {
  it("comes after the plan, shows the diff on request, and is asked again", async () => {
    const terminal = upgrade();
    await terminal.shows("app: 1.0.0-beta.0 → 1.1.0");
    await terminal.shows("src/app.ts (updated)");
    await terminal.answer("Write these changes?", `${keys.down}${keys.enter}`);
    await terminal.shows("-export const app = 1;");
    await terminal.shows("+export const app = 2;");
    await terminal.answer("Write these changes?", keys.enter);
    await terminal.shows("The framework is what the lock says");
    await terminal.shows("Smoke test passed: 2 checks");
    await terminal.shows("app is ready.");
    expect(await terminal.exitCode).toBe(0);
    expect(readFileSync(project("src/app.ts"), "utf8")).toBe("export const app = 2;\n");
  });

  it.each([
    ["to leave all", `${keys.down.repeat(2)}${keys.enter}`, 1, "Nothing was written."],
    ["Ctrl-C", keys.ctrlC, 130, "Cancelled. Nothing was written."],
    ["Escape", keys.escape, 130, "Cancelled. Nothing was written."],
  ])("takes %s", async (_name, answer, code, words) => {
    const before = await snapshot(project());
    const terminal = upgrade();
    await terminal.answer("Write these changes?", answer);
    expect(await terminal.exitCode).toBe(code);
    expect(terminal.text).toContain(words);
    expect(await snapshot(project())).toEqual(before);
    expect(showsCursor(terminal)).toBe(true);
  });

  it("is a plain one on request", async () => {
    const terminal = upgrade([], { env: { ACCESSIBLE: "1" } });
    await terminal.answer("Number or name [apply]:", `diff${keys.enter}`);
    await terminal.shows("+export const app = 2;");
    await terminal.answer("Number or name [apply]:", keys.enter);
    expect(await terminal.exitCode).toBe(0);
    expect(terminal.raw).not.toMatch(/\u001b\[[0-9;?]*[A-HJKSThl]/);
  });

  it("is not asked with --yes", async () => {
    const terminal = upgrade(["--yes"]);
    expect(await terminal.exitCode).toBe(0);
    expect(terminal.text).not.toContain("Write these changes?");
  });
});

describe("the question about conflicts", () => {
  const mine = "export const app = 'mine';\n";
  beforeEach(() => writeFile(project("src/app.ts"), mine));

  it("offers markers first, and waits until they are gone", async () => {
    const terminal = upgrade();
    await terminal.shows("src/app.ts: you and the template changed the same place");
    await terminal.shows("Write these changes?");
    await terminal.answer("with conflict markers", keys.enter);
    await terminal.shows("Conflict markers stand in");
    expect(await terminal.exitCode).toBe(3);
    expect(readFileSync(project("src/app.ts"), "utf8")).toContain(`<<<<<<< yours\n${mine}`);

    const again = upgrade();
    expect(await again.exitCode).toBe(3);
    expect(again.text).toContain("src/app.ts still holds conflict markers.");
  });

  it("offers the template's version beside the file", async () => {
    const terminal = upgrade();
    await terminal.answer("with conflict markers", `${keys.down}${keys.enter}`);
    await terminal.shows("src/app.ts.daloy-new");
    expect(await terminal.exitCode).toBe(3);
    expect(readFileSync(project("src/app.ts"), "utf8")).toBe(mine);
    expect(readFileSync(project("src/app.ts.daloy-new"), "utf8")).toBe("export const app = 2;\n");
  });

  it("is not asked where a flag answers it", async () => {
    const terminal = upgrade(["--on-conflict", "sidecar"]);
    await terminal.answer("Write these changes?", keys.enter);
    expect(await terminal.exitCode).toBe(3);
    expect(terminal.text).not.toContain("with conflict markers");
    expect(existsSync(project("src/app.ts.daloy-new"))).toBe(true);
  });

  it("takes Ctrl-C", async () => {
    const before = await snapshot(project());
    const terminal = upgrade();
    await terminal.answer("with conflict markers", keys.ctrlC);
    expect(await terminal.exitCode).toBe(130);
    expect(await snapshot(project())).toEqual(before);
  });
});

describe("the question after a failing smoke test", () => {
  const at = () => join(root, "newer/templates/packages/cli/dist/daloy.js");
  let healthy: string;
  beforeAll(async () => {
    healthy = await readFile(at(), "utf8");
    await writeFile(at(), failingSmoke);
  });
  afterAll(() => writeFile(at(), healthy));

  it("undoes the upgrade", async () => {
    const before = await state();
    const terminal = upgrade();
    await terminal.answer("Write these changes?", keys.enter);
    await terminal.shows("APPLICATION FAILED TO START");
    await terminal.answer("Undo the upgrade?", keys.enter);
    await terminal.shows("The upgrade was undone.");
    expect(await terminal.exitCode).toBe(4);
    expect(await state()).toEqual(before);
  });

  it("keeps it, and says how to go back later", async () => {
    const before = await state();
    const terminal = upgrade();
    await terminal.answer("Write these changes?", keys.enter);
    await terminal.answer("Undo the upgrade?", "n");
    await terminal.shows("The upgrade stays. `--undo` takes it back later.");
    expect(await terminal.exitCode).toBe(4);
    expect(readFileSync(project("src/app.ts"), "utf8")).toBe("export const app = 2;\n");
    expect(await upgrade(["--undo"]).exitCode).toBe(0);
    expect(await state()).toEqual(before);
  });

  it("leaves the old project at Ctrl-C", async () => {
    const before = await state();
    const terminal = upgrade();
    await terminal.answer("Write these changes?", keys.enter);
    await terminal.answer("Undo the upgrade?", keys.ctrlC);
    expect(await terminal.exitCode).toBe(130);
    expect(await state()).toEqual(before);
    expect(showsCursor(terminal)).toBe(true);
  });
});

it("Ctrl-C while packages are installed leaves the old project", async () => {
  const before = await state();
  const terminal = upgrade();
  await terminal.answer("Write these changes?", keys.enter);
  await terminal.shows("Installing with npm");
  terminal.type(keys.ctrlC);
  expect(await terminal.exitCode).toBe(130);
  expect(terminal.text).toContain("Cancelled. The project is what it was before.");
  expect(await state()).toEqual(before);
});
