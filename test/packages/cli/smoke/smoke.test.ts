import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type * as Smoke from "../../../../templates/packages/cli/src/smoke/smoke.ts";
import { secrets } from "../support/config.ts";
import { naiveProject, openWorkshop, type Workshop } from "../support/projects.ts";

const limits = { startMs: 10_000, answerMs: 5000, refusalMs: 10_000, shutdownMs: 5000 };
const wildcard = "refuses to start: wildcard CORS";
const openWrite = "refuses to start: a write route without auth";

let workshop: Workshop;
let smokeTest: typeof Smoke.smokeTest;

beforeAll(async () => {
  workshop = await openWorkshop();
  // As compiled, because the harness is a program of its own.
  const module: typeof Smoke = await import(pathToFileURL(`${workshop.tool}/smoke/smoke.js`).href);
  smokeTest = module.smokeTest;
}, 60_000);
afterAll(() => workshop.dispose());

type Overrides = Parameters<typeof naiveProject>[2] & { readonly limits?: object };

async function run(faults: readonly string[], overrides: Overrides = {}, env = process.env) {
  const project = await naiveProject(workshop, faults, overrides);
  const told: string[] = [];
  const report = await smokeTest(project, env, { ...limits, ...overrides.limits }, (check) =>
    told.push(check.name),
  );
  return { ...report, told, failed: report.checks.filter(({ ok }) => !ok) };
}

describe("a smoke test", () => {
  it("holds for an app without a fault, and tells each check once", async () => {
    const { ok, checks, failed, told } = await run([]);
    expect(failed).toEqual([]);
    expect(ok).toBe(true);
    expect(checks[0]?.name).toBe("starts in production");
    expect(checks.map(({ name }) => name).slice(-12)).toEqual([
      "stops gracefully on SIGTERM",
      "a 500 says nothing of its cause",
      "Object.prototype stays clean",
      wildcard,
      openWrite,
      "refuses to start: auth that no hook enforces",
      "refuses to start: an object's id without authorize",
      "refuses to start: a session without csrf()",
      "refuses to start: a cookie without Secure",
      "refuses to start: a shared secret for jwk()",
      "refuses to start: a body cap of 1 GiB",
      "refuses to start: a debugger on every interface",
    ]);
    expect(told.toSorted()).toEqual(checks.map(({ name }) => name).toSorted());
  });

  const leak = "a 500 says nothing of its cause";
  const sigterm = "stops gracefully on SIGTERM";
  const prototype = "Object.prototype stays clean";
  // Independent faults share a run: each starts several processes.
  it.each<Record<string, readonly [check: string, detail: string]>>([
    {
      "leaks-message": [leak, "the error's message"],
      "fails-sigterm": [sigterm, "got exit code 7"],
      "wildcard-boots": [wildcard, "went on to listen"],
    },
    {
      "leaks-stack": [leak, "a stack trace"],
      pollutes: [prototype, "smokePolluted"],
      "wrong-guard": [wildcard, "by weak-secret"],
    },
    { "leaks-path": [leak, "a path"], "unauthenticated-write-boots": [openWrite, "went on to listen"] },
    {
      "auth-without-hook-boots": ["refuses to start: auth that no hook enforces", "went on to listen"],
      "object-authorization-boots": [
        "refuses to start: an object's id without authorize",
        "went on to listen",
      ],
      "session-without-csrf-boots": ["refuses to start: a session without csrf()", "went on to listen"],
      "insecure-cookie-boots": ["refuses to start: a cookie without Secure", "went on to listen"],
      "jwks-symmetric-boots": ["refuses to start: a shared secret for jwk()", "went on to listen"],
      "insecure-defaults-boots": ["refuses to start: a body cap of 1 GiB", "went on to listen"],
      "debugger-exposed-boots": ["refuses to start: a debugger on every interface", "went on to listen"],
    },
    { teapot: [leak, "expected 500, got 418"], "late-guard": [wildcard, "went on to listen"] },
    { "exits-zero": [wildcard, "got 0"] },
  ])("finds %j", async (faults) => {
    const { failed } = await run(Object.keys(faults));
    expect(failed.map(({ name }) => name).toSorted()).toEqual(
      Object.values(faults)
        .map(([name]) => name)
        .toSorted(),
    );
    for (const [name, detail] of Object.values(faults)) {
      expect(failed.find((check) => check.name === name)?.detail).toContain(detail);
    }
  });

  it("finds an app that ignores SIGTERM, and kills it", async () => {
    const { failed } = await run(["ignores-sigterm"], { limits: { shutdownMs: 300 } });
    expect(failed.map(({ name }) => name)).toEqual(["stops gracefully on SIGTERM"]);
    expect(failed[0]?.detail).toContain("still runs");
  });

  it("finds an app that neither refuses nor listens", async () => {
    const { failed } = await run(["hangs-insecure"], { limits: { refusalMs: 1500 } });
    expect(failed.map(({ name }) => name)).toEqual([wildcard]);
    expect(failed[0]?.detail).toContain("went on running");
  });

  it("judges each planted fault by itself, also where one hangs or ends the process", async () => {
    const { failed } = await run(["hangs-with-fault", "dies-with-fault"], { limits: { refusalMs: 1500 } });
    expect(failed.map(({ name, detail }) => [name, detail.split("\n")[0]])).toEqual([
      [
        "refuses to start: a cookie without Secure",
        "expected a refusal by insecure-cookie, but the app went on running.",
      ],
      ["refuses to start: a body cap of 1 GiB", "expected a refusal by insecure-defaults, got exit code 3"],
      [
        "refuses to start: a debugger on every interface",
        "expected a refusal by debugger-exposed, got exit code 3",
      ],
    ]);
  });

  it("takes an app that authenticates every request for one without open writes", async () => {
    const { failed } = await run(["asks-everyone"]);
    expect(failed).toEqual([]);
  });

  it("shows the words of an app that does not start, without its secrets, and skips the rest by name", async () => {
    const { checks, failed } = await run(["refuses-everything"]);
    expect(failed).toHaveLength(checks.length);
    const [first, ...rest] = failed;
    expect(first?.detail).toContain("ended with exit code 1");
    expect(first?.detail).toContain("[weak-secret] This is insecure. [API_WRITE_TOKEN]");
    expect(JSON.stringify(checks)).not.toContain(secrets.API_WRITE_TOKEN);
    expect(rest.map(({ name }) => name)).toContain(wildcard);
    for (const { detail } of rest) expect(detail).toBe("Not looked at: the app does not start.");
  });

  it("finds an app that does not answer in time", async () => {
    const { failed } = await run(["never-answers"], { limits: { startMs: 500 } });
    expect(failed[0]?.detail).toContain("expected 200 on /healthz within 500 ms, got nothing");
  });

  it("says so when the app ends while it is asked", async () => {
    const { failed } = await run(["dies-when-asked"]);
    expect(failed[0]?.name).toBe("GET /metrics without a token is 401");
    expect(failed[0]?.detail).toContain("The app ended.");
    expect(failed[1]?.detail).toBe(
      "Not looked at: the app ended while it was asked: GET /metrics without a token is 401.",
    );
    expect(failed.map(({ name }) => name)).not.toContain(wildcard);
  });

  it("says which module lacks what the harness needs", async () => {
    const files = { "build/src/other.js": "export const somethingElse = 1;" };
    const { failed } = await run([], { files, config: { app: "build/src/other.js" } });
    expect(failed.map(({ name }) => name)).toEqual([
      "a 500 says nothing of its cause",
      "Object.prototype stays clean",
      openWrite,
      "refuses to start: auth that no hook enforces",
      "refuses to start: an object's id without authorize",
      "refuses to start: a session without csrf()",
      "refuses to start: a cookie without Secure",
      "refuses to start: a shared secret for jwk()",
      "refuses to start: a body cap of 1 GiB",
      "refuses to start: a debugger on every interface",
    ]);
    expect(failed[0]?.detail).toContain("build/src/other.js exports no function createApp");
  });

  it("builds first, and fails with the build's own words", async () => {
    const build = "node build.mjs";
    const files = {
      "build.mjs": `console.log("src/app.ts(1,1): wrong\\n${secrets.METRICS_TOKEN}"); process.exit(2);`,
    };
    const failure = await run([], { build, files }).catch((error: unknown) => error);
    expect(failure).toMatchObject({
      exitCode: 1,
      message: "The build failed: node build.mjs\nsrc/app.ts(1,1): wrong\n[METRICS_TOKEN]",
    });
  });
});

describe("the environment of a run", () => {
  it("is not the developer's", async () => {
    const env = {
      ...process.env,
      NODE_ENV: "development",
      NODE_OPTIONS: "--no-such-flag",
      CORS_ORIGINS: "*",
    };
    expect((await run([], {}, env)).failed).toEqual([]);
  });

  it("makes up the secrets that a CI machine does not have", async () => {
    const files = { ".env": "", ".env.example": "# secret: reads the metrics\nMETRICS_TOKEN=\n" };
    expect((await run([], { files })).failed).toEqual([]);
  });

  it("uses a secret of the real environment before that of .env", async () => {
    const { failed } = await run([], {}, { ...process.env, API_WRITE_TOKEN: "short" });
    expect(failed[0]?.detail).toContain("[weak-secret]");
  });
});
