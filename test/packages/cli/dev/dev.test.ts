import { spawn } from "node:child_process";
import { once } from "node:events";
import { rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { devProcesses } from "../../../../templates/packages/cli/src/dev/processes.ts";
import { naiveConfig } from "../support/config.ts";
import { openWorkshop, type Workshop, writeProject } from "../support/projects.ts";

const modules = fileURLToPath(new URL("../../../../node_modules", import.meta.url));

let workshop: Workshop;
beforeAll(async () => {
  workshop = await openWorkshop();
}, 60_000);
afterAll(() => workshop.dispose());

const source = (words: string) => `declare const process: any;
process.on("SIGTERM", () => { console.log("stopped"); process.exit(0); });
console.log("${words}", process.env.DALOY_ENV, process.env.FROM_FILE, String(process.env.npm_config_x), "pid=" + process.pid);
setInterval(() => {}, 1000);
`;
// Two more programs read lib.d.ts on every change; without it the compiler is quick.
const tsconfig = {
  compilerOptions: { noLib: true, noCheck: true, outDir: "build", rootDir: "." },
  include: ["src"],
};

async function project(): Promise<string> {
  const directory = await writeProject(workshop, {
    "package.json": JSON.stringify({ type: "module" }),
    "tsconfig.json": JSON.stringify(tsconfig),
    "daloy.config.json": JSON.stringify({ smoke: naiveConfig }),
    ".env": "FROM_FILE=from-file\nDALOY_ENV=production\n",
    "src/server.ts": source("first"),
  });
  await symlink(modules, join(directory, "node_modules"), "junction");
  return directory;
}

function start(cwd: string) {
  const env = { PATH: process.env["PATH"], DALOY_ENV: "test", npm_config_x: "1", NO_COLOR: "1" };
  const child = spawn(process.execPath, [`${workshop.tool}/daloy.js`, "dev"], { cwd, env });
  let text = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (more: string) => {
      text += more;
    });
  }
  const ended = once(child, "close").then(([code]) => ({ code, text }));
  const until = async (pattern: RegExp): Promise<RegExpExecArray> => {
    for (;;) {
      const found = pattern.exec(text);
      if (found) return found;
      if (child.exitCode !== null) throw new Error(text);
      await sleep(20);
    }
  };
  return { child, ended, until };
}

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

describe("daloy dev", () => {
  it("compiles, starts, follows a change, and ends everything on Ctrl-C", async () => {
    const directory = await project();
    const { child, ended, until } = start(directory);
    // The app's own .env is read, but development it is; npm's settings are not handed on.
    await until(/^app │ first development from-file undefined pid=\d+$/m);
    await writeFile(join(directory, "src/server.ts"), source("second"));
    const [, pid] = await until(/^app │ second development .* pid=(\d+)$/m);
    child.kill("SIGINT");
    const { code, text } = await ended;
    expect(code).toBe(0);
    expect(text).toMatch(/^tsc │ .*Watching for file changes/m);
    expect(text.trimEnd()).toMatch(/app │ stopped$/);
    expect(isAlive(Number(pid))).toBe(false);
  });

  it("ends, and says so, when the compiler ends", async () => {
    const directory = await project();
    await rm(join(directory, "tsconfig.json"));
    const { code, text } = await start(directory).ended;
    expect(code).toBe(1);
    expect(text).toMatch(/^tsc ended with exit code 1\.$/m);
    expect(text).not.toContain("app │");
  });
});

describe("the programs of daloy dev", () => {
  it("need a runtime that they know", () => {
    expect(() => devProcesses("/nowhere", ["php", "index.php"], {})).toThrow("begins with php");
  });

  it("are the runtime's own watch mode on Bun and Deno, with the app's permissions", () => {
    const command = (start: readonly string[]) => devProcesses("/nowhere", start, {}).app.command;
    expect(command(["bun", "src/server.ts"])).toEqual(["bun", "--watch", "src/server.ts"]);
    expect(command(["deno", "run", "--allow-net", "src/server.ts"])).toEqual([
      "deno",
      "run",
      "--watch",
      "--allow-net",
      "src/server.ts",
    ]);
  });

  it("need TypeScript", () => {
    expect(() => devProcesses("/nowhere", ["node", "x.js"], {})).toThrow("TypeScript is not installed here.");
  });
});
