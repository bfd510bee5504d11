import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { later } from "../apps.ts";
import { exchange, open, statusesIn } from "./raw-client.ts";

const source = fileURLToPath(new URL("../../../../templates/packages/core/src/", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "daloy-serve-"));
const script = join(folder, "app.mjs");

/** One program for every test: what it is to do comes in an environment variable. */
const program = `
import { App, bearerAuth, cors } from ${JSON.stringify(`${source}index.ts`)};
import { serve } from ${JSON.stringify(`${source}node/index.ts`)};
const task = process.env.TASK;
const responses = { 200: {} };
const app = new App(task === "named" ? { env: "staging" } : {})
  .get("/", { responses }, () => ({ status: 200, body: "hello" }))
  .get("/slow", { responses }, () => new Promise((resolve) => { console.log("asked"); setTimeout(resolve, 300, { status: 200, body: "slow" }); }))
  .get("/never", { responses }, () => new Promise(() => console.log("asked")))
  .get("/reject", { responses }, () => { Promise.reject(new Error("nobody's rejection")); return { status: 200 }; })
  .onShutdown(() => console.log("onShutdown ran"));
if (task === "write" || task === "named") app.post("/", { responses }, () => ({ status: 200 }));
if (task === "cors") app.use(cors({ origin: "*" }));
if (task === "token") app.use(bearerAuth({ tokens: "short" }));
const pending = serve(app, { port: Number(process.env.PORT ?? 0), hostname: "127.0.0.1", shutdownGraceMs: 2000 });
if (task === "awaited") await pending;
`;

beforeAll(async () => {
  const entry = join(folder, "entry.mjs");
  writeFileSync(entry, program);
  const bundle = await rolldown({ input: entry, platform: "node", logLevel: "silent" });
  await bundle.write({ file: script, format: "esm", codeSplitting: false });
  await bundle.close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Program {
  child: ChildProcess;
  output(): string;
  port(): Promise<number>;
  /** A request has reached its handler. */
  asked(): Promise<void>;
  exit(): Promise<number | null>;
}

function start(task: string, env: Record<string, string> = {}, nodeArguments: string[] = []): Program {
  const { DALOY_ENV: _, NODE_ENV: __, DALOY_BUILD: ___, NODE_OPTIONS: ____, ...inherited } = process.env;
  const child = spawn(process.execPath, [...nodeArguments, script], {
    env: { ...inherited, TASK: task, ...env },
  });
  let text = "";
  const take = (chunk: Buffer) => {
    text += chunk.toString();
  };
  child.stdout.on("data", take);
  child.stderr.on("data", take);
  const exited = once(child, "exit");
  return {
    child,
    output: () => text,
    async port() {
      for (let i = 0; i < 1000; i++) {
        const port = /"port":(\d+)/.exec(text)?.[1];
        if (port !== undefined) return Number(port);
        if (child.exitCode !== null) break;
        await later(0, 10);
      }
      throw new Error(`the program does not listen: ${text}`);
    },
    async asked() {
      for (let i = 0; i < 1000 && !text.includes("asked"); i++) await later(0, 10);
    },
    async exit() {
      const [code] = (await exited) as [number | null];
      await later(0, 10);
      return code;
    },
  };
}

describe("signals", () => {
  it.each(["SIGTERM", "SIGINT"] as const)(
    "%s lets a running request finish, then ends with 0",
    async (signal) => {
      const running = start("serve");
      const port = await running.port();
      const busy = await open(port);
      busy.send("GET /slow HTTP/1.1\r\nhost: a\r\n\r\n");
      await running.asked();
      running.child.kill(signal);
      expect(await busy.closed()).toMatch(/200 OK[\s\S]*slow$/);
      expect(await running.exit()).toBe(0);
      expect(running.output()).toContain("onShutdown ran");
    },
  );

  it("a second one ends the process at once, with 1", async () => {
    const running = start("serve");
    const busy = await open(await running.port());
    busy.send("GET /never HTTP/1.1\r\nhost: a\r\n\r\n");
    await running.asked();
    running.child.kill("SIGTERM");
    await later(0, 50);
    const before = performance.now();
    running.child.kill("SIGTERM");
    expect(await running.exit()).toBe(1);
    expect(performance.now() - before).toBeLessThan(1500);
  });
});

describe("a refusal", () => {
  it.each([
    ["write", {}, "[unauthenticated-write] POST / changes state"],
    ["named", { NODE_ENV: "test" }, "[unauthenticated-write]"],
    ["cors", {}, '[cors-wildcard] cors({ origin: "*" }) refused in production'],
    ["token", {}, "[weak-secret] bearerAuth"],
    ["awaited", { NODE_TLS_REJECT_UNAUTHORIZED: "0" }, "[tls-verification-off]"],
    ["serve", { DALOY_BUILD: "1" }, "DALOY_BUILD=1 is set"],
  ])(
    "of %s with %j prints its report and exits with 1, without having listened",
    async (task, env, report) => {
      const refused = start(task, env as Record<string, string>);
      expect(await refused.exit()).toBe(1);
      expect(refused.output()).toContain(report);
      expect(refused.output()).not.toContain("Listening");
    },
  );

  it("is for production only, and an unset environment is production", async () => {
    for (const env of [
      { NODE_ENV: "development" },
      { DALOY_ENV: "test" },
      { DALOY_ENV: "test", NODE_ENV: "production" },
    ]) {
      const running = start("write", env as Record<string, string>);
      await running.port();
      running.child.kill("SIGTERM");
      expect(await running.exit()).toBe(0);
    }
  });

  it("an inspector that anyone can reach is one, an inspector on this machine is none", async () => {
    const exposed = start("serve", {}, ["--inspect=0.0.0.0:0"]);
    expect(await exposed.exit()).toBe(1);
    expect(exposed.output()).toContain("[debugger-exposed] An inspector listens on 0.0.0.0");
    const local = start("serve", {}, ["--inspect=127.0.0.1:0"]);
    await local.port();
    local.child.kill("SIGTERM");
    expect(await local.exit()).toBe(0);
  });
});

it("a rejection that nobody handles is logged and ends a production process with 1, and no other", async () => {
  const running = start("serve");
  await exchange(await running.port(), "GET /reject HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n");
  expect(await running.exit()).toBe(1);
  expect(running.output()).toContain('"level":"fatal"');
  expect(running.output()).toContain("nobody's rejection");
});

it("a production process answers, and its log lines are JSON", async () => {
  const running = start("serve");
  const port = await running.port();
  const received = await exchange(port, "GET / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n");
  expect(statusesIn(received)).toEqual([200]);
  running.child.kill("SIGTERM");
  expect(await running.exit()).toBe(0);
  const lines = running
    .output()
    .trim()
    .split("\n")
    .filter((line) => line.startsWith("{"));
  expect(lines.map((line) => (JSON.parse(line) as { msg: string }).msg)).toEqual([
    "Listening",
    "Shutting down",
  ]);
});
