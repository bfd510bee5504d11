import { readFile } from "node:fs/promises";
import { parseEnv } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseLifetime } from "../../../../templates/packages/cli/src/token/lifetime.ts";
import { createJwtVerifier } from "../../../../templates/packages/core/src/index.ts";
import { naiveConfig } from "../support/config.ts";
import { openWorkshop, realProject, type Workshop } from "../support/projects.ts";
import { runCommand } from "../support/run-command.ts";

let workshop: Workshop;
beforeAll(async () => {
  workshop = await openWorkshop();
}, 60_000);
afterAll(() => workshop.dispose());

const jwt = { developmentIssuer: "urn:daloy:development", audience: "books" };
const { token: _token, ...smoke } = naiveConfig;
const project = (config: object = {}) =>
  realProject(workshop, "", { jwt, scopes: ["books:read", "books:write"], smoke, ...config });

/** Runs `daloy token` where a key pair was made before. */
async function daloyToken(args: readonly string[], env: Record<string, string> = {}, config: object = {}) {
  const directory = await project(config);
  const { stdout } = await runCommand(workshop, ["token", "--new-key"], await project());
  const keys = parseEnv(stdout);
  const set = { DALOY_ENV: "development", JWT_DEV_PRIVATE_JWK: keys["JWT_DEV_PRIVATE_JWK"] ?? "", ...env };
  return { keys, ...(await runCommand(workshop, ["token", ...args], directory, set)) };
}

/** What the app would read in the token. */
async function verified(token: string, jwks = "") {
  const verifier = createJwtVerifier({
    algorithms: ["ES256"],
    key: JSON.parse(jwks),
    issuer: "urn:daloy:development",
    audience: "books",
    typ: "at+jwt",
  });
  return (await verifier.verify(token)).payload;
}

describe("daloy token", () => {
  it("prints a token of the development key, and nothing else", async () => {
    const { code, stdout, stderr, keys } = await daloyToken([]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/);
    const payload = await verified(stdout.trim(), keys["JWT_DEV_JWKS"]);
    expect(payload).toMatchObject({ sub: "developer", scope: "books:read books:write" });
    expect(payload.exp - (payload.iat ?? 0)).toBe(900);
  });

  it("takes scope, subject and lifetime", async () => {
    const { stdout, keys } = await daloyToken(["--scope", "books:read", "--sub", "ann", "--ttl", "90s"]);
    const payload = await verified(stdout.trim(), keys["JWT_DEV_JWKS"]);
    expect(payload).toMatchObject({ sub: "ann", scope: "books:read" });
    expect(payload.exp - (payload.iat ?? 0)).toBe(90);
  });

  it("is meant for whom JWT_AUDIENCE names", async () => {
    const { stdout, keys } = await daloyToken([], { JWT_AUDIENCE: "elsewhere" });
    await expect(verified(stdout.trim(), keys["JWT_DEV_JWKS"])).rejects.toMatchObject({
      code: "wrong-audience",
    });
  });

  it.each([
    [{ DALOY_ENV: "production" }, "this is production"],
    [{ DALOY_ENV: "" }, "this is production"],
    [{ DALOY_ENV: "", NODE_ENV: "production" }, "this is production"],
    [{ DALOY_ENV: "staging" }, '"staging", which counts as production'],
    [{ DALOY_ENV: "production", NODE_ENV: "development" }, "this is production"],
  ])("refuses production: %j", async (env, words) => {
    const { code, stdout, stderr } = await daloyToken([], env);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain(`Refused: ${words.startsWith('"') ? "this is " : ""}${words}`);
  });

  it.each([
    ["", "is set nowhere"],
    ["{", "is no private key"],
    ['{"kty":"EC"}', "is no private key"],
  ])("says how to make a key where there is none: %j", async (key, words) => {
    const { code, stderr } = await daloyToken([], { JWT_DEV_PRIVATE_JWK: key });
    expect(code).toBe(1);
    expect(stderr).toContain(words);
    expect(stderr).toContain("daloy token --new-key >> .env");
  });

  it("says where the tokens of another project are", async () => {
    const { code, stderr } = await daloyToken([], {}, { jwt: undefined, smoke: naiveConfig });
    expect(code).toBe(1);
    expect(stderr).toContain("Its tokens are in .env: API_WRITE_TOKEN.");
  });

  it("makes keys that no file gets but the one they are sent to", async () => {
    const directory = await project();
    const before = await readFile(`${directory}/.env`, "utf8");
    const { stdout } = await runCommand(workshop, ["token", "--new-key"], directory);
    expect(Object.keys(parseEnv(stdout))).toEqual(["DALOY_ENV", "JWT_DEV_JWKS", "JWT_DEV_PRIVATE_JWK"]);
    expect(stdout).not.toBe((await runCommand(workshop, ["token", "--new-key"], directory)).stdout);
    expect(await readFile(`${directory}/.env`, "utf8")).toBe(before);
    const { code } = await runCommand(workshop, ["token", "--new-key", "--ttl", "1h"], directory);
    expect(code).toBe(2);
  });
});

describe("a lifetime", () => {
  it.each([
    ["90s", 90],
    ["15m", 900],
    ["12h", 43_200],
  ])("%s", (text, seconds) => expect(parseLifetime(text)).toBe(seconds));

  it.each(["", "15", "0m", "13h", "1d", "-1m", "1.5h", "999999s", "15 m"])("%j is refused", (text) => {
    expect(() => parseLifetime(text)).toThrow("--ttl takes a time of up to 12 hours");
  });
});
