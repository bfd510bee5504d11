import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { Cancelled } from "../../src/answers/cancelled.ts";
import { type RunOptions, run } from "../../src/steps/run.ts";
import { temporaryDirectory } from "../support/temporary.ts";

const node = (code: string) => ({ file: process.execPath, args: ["-e", code] });
const options = (given: Partial<RunOptions> = {}): RunOptions => ({
  cwd: process.cwd(),
  env: {},
  signal: new AbortController().signal,
  ...given,
});

describe("run", () => {
  it("hands over both streams, apart and together", async () => {
    const result = await run(node("console.log('out'); console.error('err')"), options());
    expect(result).toMatchObject({ ok: true, missing: false, exitCode: 0, stdout: "out", stderr: "err" });
    expect(result.output.split("\n").toSorted()).toEqual(["err", "out"]);
  });

  it("shows each line as it comes, whole", async () => {
    const lines: string[] = [];
    const code =
      "process.stderr.write('a\\nb'); setTimeout(() => process.stderr.write('c\\n'), 50); console.log('x')";
    await run(node(code), options({ onLine: (line, stream) => lines.push(`${stream}:${line}`) }));
    expect(lines.toSorted()).toEqual(["stderr:a", "stderr:bc", "stdout:x"]);
  });

  it("reports a failing program", async () => {
    expect(await run(node("process.exit(3)"), options())).toMatchObject({
      ok: false,
      exitCode: 3,
      missing: false,
    });
  });

  it("reports a missing program", async () => {
    const result = await run({ file: "no-such-program-here", args: [] }, options());
    expect(result).toMatchObject({ ok: false, missing: true });
  });

  it("does not take a missing directory for a missing program's failure to pass", async () => {
    expect(await run(node("0"), options({ cwd: "/no/such/directory" }))).toMatchObject({ ok: false });
  });

  it("gives the child the environment that it was told, and no more", async () => {
    const result = await run(
      node("console.log(JSON.stringify(process.env))"),
      options({ env: { ONLY: "this" } }),
    );
    expect(JSON.parse(result.stdout)).toEqual({ ONLY: "this" });
  });

  it("passes arguments as they are, through no shell", async () => {
    const odd = ["a b", "$(id)", "`id`", "; ls", "*", "'\""];
    const result = await run(
      { file: process.execPath, args: ["-e", "console.log(JSON.stringify(process.argv.slice(1)))", ...odd] },
      options(),
    );
    expect(JSON.parse(result.stdout)).toEqual(odd);
  });

  it("has no input, so that nothing waits for an answer", async () => {
    const result = await run(
      node("process.stdin.on('data', () => {}).on('end', () => console.log('ended'))"),
      options(),
    );
    expect(result.stdout).toBe("ended");
  });
});

/** A zombie that nobody has collected yet does not run. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !existsSync("/proc") || !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
}

describe("cancelling a run", () => {
  /** A child that starts a child of its own; both write their pid and then wait, deaf to SIGTERM when asked. */
  const family = (deaf: boolean) => `
    const { spawn } = require("node:child_process");
    const { writeFileSync } = require("node:fs");
    const deafness = ${deaf} ? "process.on('SIGTERM', () => {});" : "";
    const wait = deafness + "require('node:fs').writeFileSync('grandchild', String(process.pid)); setInterval(() => {}, 1000)";
    ${deaf ? "process.on('SIGTERM', () => {});" : ""}
    spawn(process.execPath, ["-e", wait], { stdio: "inherit" });
    writeFileSync("child", String(process.pid));
    setInterval(() => {}, 1000);
  `;

  it.each([
    ["asks", false],
    ["kills those that do not listen", true],
  ])("%s, and ends the child's children too", async (_how, deaf) => {
    const cwd = await temporaryDirectory();
    const cancelling = new AbortController();
    const running = run(node(family(deaf)), options({ cwd, signal: cancelling.signal }));
    const outcome = expect(running).rejects.toBeInstanceOf(Cancelled);
    while (!existsSync(join(cwd, "grandchild"))) await sleep(20);
    await sleep(50);
    const pids = ["child", "grandchild"].map((name) => Number(readFileSync(join(cwd, name), "utf8")));
    cancelling.abort(new Cancelled());
    cancelling.abort(new Cancelled());
    await outcome;
    await expect.poll(() => pids.filter(isRunning)).toEqual([]);
  });

  it("starts nothing once it is cancelled", async () => {
    const cwd = await temporaryDirectory();
    const signal = AbortSignal.abort(new Cancelled());
    await expect(
      run(node("require('fs').writeFileSync('x', '')"), options({ cwd, signal })),
    ).rejects.toBeInstanceOf(Cancelled);
    expect(existsSync(join(cwd, "x"))).toBe(false);
  });
});
