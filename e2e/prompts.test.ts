import { existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { installWithSmallTemplates } from "./support/command.ts";
import { keys, Terminal, type TerminalOptions } from "./support/terminal.ts";

const questions = [
  "Where should the project go?",
  "Where will it run?",
  "Which package manager?",
  "How will callers authenticate?",
  "Where are rate limits counted?",
  "What will stand in front of it?",
  "Include the bookstore example?",
  "Add hardened GitHub workflows?",
  "Who owns the code?",
  "Add a Dockerfile?",
  "Install the dependencies?",
  "Build it and run the smoke test?",
  "Start a git repository?",
];

let root: string;
let command: string;
let cwd: string;

beforeAll(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), "create-daloy-prompts-")));
  command = await installWithSmallTemplates(join(root, "package"));
});
afterAll(() => rm(root, { recursive: true, force: true }));
beforeEach(async () => {
  cwd = await mkdtemp(join(root, "place-"));
});

const open = (args: string[] = [], options: Partial<TerminalOptions> = {}) =>
  new Terminal(command, args, { cwd, ...options });
const project = (...path: string[]) => join(cwd, "my-daloy-app", ...path);

describe("the prompts", () => {
  it("lead from nothing to a project that passed its smoke test", async () => {
    const terminal = open();
    for (const question of questions) await terminal.answer(question, keys.enter);
    expect(await terminal.exitCode).toBe(0);
    expect(terminal.text).toContain("Smoke test passed: 2 checks");
    expect(terminal.text).toContain("my-daloy-app is ready.");
    expect(existsSync(project("node_modules/@daloyjs/cli"))).toBe(true);
    expect(existsSync(project(".git"))).toBe(true);
    expect(terminal.raw).toContain("\u001b[");
  });

  it("take each answer, and print the command that gives the same again", async () => {
    const terminal = open();
    await terminal.answer("Where should the project go?", `My API${keys.enter}`);
    await terminal.answer("What is the package called?", `@acme/api${keys.enter}`);
    await terminal.answer("Where will it run?", keys.enter);
    await terminal.answer("Which package manager?", `${keys.down}${keys.enter}`);
    await terminal.answer("How will callers authenticate?", `${keys.down}${keys.enter}`);
    await terminal.answer("Where are rate limits counted?", `${keys.down}${keys.enter}`);
    await terminal.answer("What will stand in front of it?", `${keys.down.repeat(3)}${keys.enter}`);
    await terminal.answer("How many proxies?", `2${keys.enter}`);
    await terminal.answer("Include the bookstore example?", "n");
    await terminal.answer("Add hardened GitHub workflows?", "n");
    await terminal.answer("Add a Dockerfile?", "n");
    await terminal.answer("Install the dependencies?", "n");
    await terminal.answer("Start a git repository?", "n");
    expect(await terminal.exitCode).toBe(0);
    const repeated =
      "create-daloy 'My API' --name @acme/api --runtime node --package-manager pnpm --auth bearer --rate-limit redis --proxy hops:2 --no-example --no-ci --no-docker --no-install --no-git";
    expect(terminal.text.replaceAll(/\r?\n/g, "")).toContain(repeated);
    expect(JSON.parse(readFileSync(join(cwd, "My API/.daloy/lock.json"), "utf8")).answers).toEqual({
      name: "@acme/api",
      runtime: "node",
      packageManager: "pnpm",
      auth: "bearer",
      rateLimit: "redis",
      proxy: "hops:2",
      example: false,
      ci: false,
      codeOwner: "none",
      docker: false,
    });
  });

  it("ask only for what the flags leave open", async () => {
    const terminal = open(
      "x -r node -p npm --auth jwt --rate-limit memory --proxy none --no-ci --no-docker --no-install --no-git".split(
        " ",
      ),
    );
    await terminal.answer("Include the bookstore example?", keys.enter);
    expect(await terminal.exitCode).toBe(0);
    for (const question of questions.filter((question) => !question.includes("bookstore"))) {
      expect(terminal.text).not.toContain(question);
    }
  });

  it("judge an answer where it is typed", async () => {
    const terminal = open();
    await terminal.answer("Where should the project go?", `CON${keys.enter}`);
    await terminal.shows("is the name of a device on Windows");
    terminal.type(keys.ctrlC);
    expect(await terminal.exitCode).toBe(130);
  });
});

describe("Ctrl-C", () => {
  it.each(questions.map((question, index) => [question, index] as const))(
    "at %s writes nothing",
    async (question, index) => {
      const terminal = open();
      for (const earlier of questions.slice(0, index)) await terminal.answer(earlier, keys.enter);
      await terminal.answer(question, keys.ctrlC);
      expect(await terminal.exitCode).toBe(130);
      expect(terminal.text).toContain("Cancelled. Nothing was written.");
      expect(readdirSync(cwd)).toEqual([]);
      expect(terminal.raw.lastIndexOf("\u001b[?25h")).toBeGreaterThan(
        terminal.raw.lastIndexOf("\u001b[?25l"),
      );
    },
  );

  it.each([
    ["Ctrl-D", keys.ctrlD],
    ["Escape", keys.escape],
  ])("has the same effect as %s", async (_name, key) => {
    const terminal = open();
    await terminal.answer("Where should the project go?", key);
    expect(await terminal.exitCode).toBe(130);
    expect(readdirSync(cwd)).toEqual([]);
  });

  it("twice in the middle of the steps leaves nothing behind", async () => {
    const terminal = open(["my-daloy-app", "--yes"]);
    await terminal.shows("Installing with npm");
    terminal.type(keys.ctrlC);
    terminal.type(keys.ctrlC);
    expect(await terminal.exitCode).toBe(130);
    expect(terminal.text).toContain("Cancelled. Nothing was left behind.");
    expect(readdirSync(cwd)).toEqual([]);
    expect(terminal.raw.trimEnd().endsWith("\u001b[?25l")).toBe(false);
  });

  it("leaves no prompt behind when the terminal hangs up", async () => {
    const terminal = open();
    await terminal.shows("Where should the project go?");
    terminal.hangUp();
    await terminal.exitCode;
    expect(() => process.kill(terminal.pid, 0)).toThrow("ESRCH");
    expect(readdirSync(cwd)).toEqual([]);
  });
});

describe("the terminal at hand", () => {
  const flags = ["my-daloy-app", "--yes", "--no-install"];

  it("may be narrow: prose is broken, commands are not", async () => {
    const terminal = open(flags, { columns: 40 });
    expect(await terminal.exitCode).toBe(0);
    const lines = terminal.text.split(/\r?\n/).filter((line) => !line.includes("create-daloy my-daloy-app"));
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(40);
  });

  it("gets no colour with NO_COLOR, in the prompts neither", async () => {
    const terminal = open([], { env: { NO_COLOR: "1" } });
    for (const question of questions.slice(0, 6)) await terminal.answer(question, keys.enter);
    for (const question of questions.slice(6))
      if (!/^(Build|Who)/.test(question)) await terminal.answer(question, "n");
    expect(await terminal.exitCode).toBe(0);
    expect(terminal.raw.match(/\u001b\[(?!0?m|22m|27m)[0-9;]*m/g) ?? []).toEqual([]);
  });

  it.each([{ LANG: "C" }, { TERM: "dumb" }, { ACCESSIBLE: "1" }])("gets plain lines with %j", async (env) => {
    const terminal = open([], { env });
    for (const question of questions.slice(0, 1)) await terminal.answer(question, keys.enter);
    await terminal.answer("Number or name [node]:", keys.enter);
    await terminal.shows("  2. pnpm");
    await terminal.answer("Number or name [npm]:", `nmp${keys.enter}`);
    await terminal.shows("Did you mean npm?");
    await terminal.answer("Number or name [npm]:", `1${keys.enter}`);
    await terminal.answer("Number or name [jwt]:", keys.enter);
    await terminal.answer("Number or name [memory]:", keys.enter);
    await terminal.answer("Number or name [unset]:", `loopback${keys.enter}`);
    await terminal.answer("Include the bookstore example? (Y/n)", `n${keys.enter}`);
    await terminal.answer("Add hardened GitHub workflows? (Y/n)", `n${keys.enter}`);
    await terminal.answer("Add a Dockerfile? (Y/n)", `n${keys.enter}`);
    await terminal.answer("Install the dependencies? (Y/n)", `no${keys.enter}`);
    await terminal.answer("Start a git repository? (Y/n)", `n${keys.enter}`);
    expect(await terminal.exitCode).toBe(0);
    expect(terminal.raw).not.toMatch(/\u001b\[[0-9;?]*[A-HJKSThl]/);
    expect(terminal.text).toMatch(/^[\u0000-\u007f]*$/);
    expect(readFileSync(project(".env"), "utf8")).toContain("TRUST_PROXY=loopback");
  });

  it("is asked nothing on a CI machine", async () => {
    const terminal = open([], { env: { CI: "true" } });
    expect(await terminal.exitCode).toBe(2);
    expect(terminal.text).toContain("--yes");
  });

  it("may end a plain question with Ctrl-C too", async () => {
    const terminal = open([], { env: { ACCESSIBLE: "1" } });
    await terminal.answer("Where should the project go?", keys.ctrlC);
    expect(await terminal.exitCode).toBe(130);
    expect(terminal.text).toContain("Cancelled. Nothing was written.");
  });
});
