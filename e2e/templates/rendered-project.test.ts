import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { authKinds, rateLimits } from "../../src/answers/answers.ts";
import { randomSecrets } from "../../src/random-secrets.ts";
import { build } from "../../test/support/build.ts";
import {
  linkDependencies,
  type Ran,
  remove,
  renderProject,
  runScript,
  textOf,
  writeProject,
} from "../../test/templates/rendered-project.ts";

beforeAll(build, 120_000);

const stacks = [true, false].flatMap((example) =>
  authKinds.flatMap((auth) =>
    rateLimits.map((rateLimit) => ({ example, auth, rateLimit, fewestTests: example ? 110 : 70 })),
  ),
);

describe.each(stacks)("$auth, $rateLimit, example: $example", ({ fewestTests, ...answers }) => {
  let directory: string;
  let scripts: Record<string, string>;
  let tested: Ran;

  beforeAll(async () => {
    const tree = await renderProject(answers, randomSecrets);
    directory = await writeProject(tree);
    await linkDependencies(directory);
    ({ scripts } = JSON.parse(textOf(tree, "package.json")));
    tested = await runScript(directory, scripts["test"] ?? "");
  }, 60_000);
  afterAll(() => remove(directory));

  it("compiles under its own strict options, types of the vendored packages included", async () => {
    expect(tested.output).not.toMatch(/error TS/);
    const { code, output } = await runScript(directory, "tsc --noEmit --skipLibCheck false");
    expect(output).toBe("");
    expect(code).toBe(0);
  });

  it("passes its own tests", () => {
    expect(tested.output).toMatch(/^(?:#|ℹ) fail 0$/m);
    const [, passed] = /^(?:#|ℹ) pass (\d+)$/m.exec(tested.output) ?? [];
    expect(Number(passed)).toBeGreaterThanOrEqual(fewestTests);
    expect(tested.code).toBe(0);
  });

  it("passes every gate of its own tool", async () => {
    // The counted secrets of this tree are too weak for production: made-up ones take their place.
    const command =
      "API_READ_TOKEN= API_WRITE_TOKEN= METRICS_TOKEN= node vendor/daloyjs-cli/dist/daloy.js verify --json";
    const { output } = await runScript(directory, command);
    const { gates } = JSON.parse(output);
    // Only the scaffolder writes the lock, which `framework` compares with, and no package manager was here.
    const judged = gates.filter(
      ({ gate }: { gate: string }) =>
        !["framework", "lockfile", "release-age", "install-scripts", "sbom"].includes(gate),
    );
    expect(judged.filter(({ ok }: { ok: boolean }) => !ok)).toEqual([]);
    expect(gates.length).toBeGreaterThan(10);
  });

  it("names every fault of the environment when it refuses to start", async () => {
    const { code, output } = await runScript(directory, `PORT=http LOG_LEVEL=loud ${scripts["start"]}`);
    expect(code).toBe(1);
    expect(output).toMatch(/2 faults in the environment\.\n {2}PORT must .+\n {2}LOG_LEVEL must /);
  });

  it("lets the real environment win over .env, an empty variable included", async () => {
    const start = (variables: string) =>
      runScript(directory, `DALOY_ENV=production ${variables} ${scripts["start"]}`);
    const empty = await start("METRICS_TOKEN=");
    expect(empty.code).toBe(1);
    expect(empty.output).toContain("[open-metrics]");
    const short = await start("METRICS_TOKEN=short");
    expect(short.output).toContain("[weak-secret]");
  });

  it("starts nothing while the app is only constructed, as at the top of a Workers module", async () => {
    const script = [
      'const refuse = () => { throw new Error("not while it is constructed"); };',
      "Object.assign(globalThis, { setTimeout: refuse, setInterval: refuse, fetch: refuse, AbortController: refuse });",
      "Object.assign(Crypto.prototype, { randomUUID: refuse, getRandomValues: refuse });",
      'const { createApp } = await import("./build/src/app.js");',
      'const { loadConfig } = await import("./build/src/config.js");',
      'process.loadEnvFile(".env");',
      "createApp(loadConfig((name) => process.env[name])).ready();",
    ].join("\n");
    const command = `DALOY_ENV=development "${process.execPath}" --input-type=module -e '${script}'`;
    const { code, output } = await runScript(directory, command);
    expect(output).not.toContain("Error");
    expect(code).toBe(0);
  });
});
