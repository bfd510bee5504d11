import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type * as Credentials from "../../../../templates/packages/cli/src/smoke/credentials.ts";
import { createJwtVerifier } from "../../../../templates/packages/core/src/index.ts";
import { naiveConfig, secrets } from "../support/config.ts";
import { openWorkshop, realProject, type Workshop } from "../support/projects.ts";

let workshop: Workshop;
let project: string;
let credentialsFor: typeof Credentials.credentialsFor;

beforeAll(async () => {
  workshop = await openWorkshop();
  project = await realProject(workshop, "", {});
  const module: typeof Credentials = await import(
    pathToFileURL(`${workshop.tool}/smoke/credentials.js`).href
  );
  credentialsFor = module.credentialsFor;
}, 60_000);
afterAll(() => workshop.dispose());

const { token: _token, ...smoke } = naiveConfig;
const jwt = { developmentIssuer: "urn:daloy:development", audience: "books" };
const scopes = ["books:read", "books:write"];

describe("the credentials of a run", () => {
  it("are what the named variable holds", async () => {
    const { environment, token } = await credentialsFor(project, { smoke: naiveConfig }, secrets);
    expect(token).toBe(secrets.API_WRITE_TOKEN);
    expect(environment).toEqual(secrets);
  });

  it("are a provider's of this run alone, whose key the app is told and nothing else", async () => {
    const own = {
      JWT_JWKS_URI: "https://id.example.com/jwks",
      JWT_ISSUER: "https://id.example.com/",
      JWT_DEV_JWKS: "{}",
      JWT_DEV_PRIVATE_JWK: '{"d":"secret"}',
      PATH: "/bin",
    };
    const { environment, token, wrongToken } = await credentialsFor(project, { smoke, jwt, scopes }, own);
    expect(environment).toMatchObject({
      JWT_JWKS_URI: "",
      JWT_DEV_JWKS: "",
      JWT_DEV_PRIVATE_JWK: "",
      JWT_ALGORITHMS: "ES256",
      PATH: "/bin",
    });
    const keys = JSON.parse(environment["JWT_JWKS"] ?? "");
    expect(Object.keys(keys.keys[0]).sort()).toEqual(["crv", "kid", "kty", "x", "y"]);
    const verifier = createJwtVerifier({
      algorithms: ["ES256"],
      key: keys,
      issuer: environment["JWT_ISSUER"] ?? "",
      audience: "books",
    });
    expect((await verifier.verify(token)).payload["scope"]).toBe("books:read books:write");
    await expect(verifier.verify(wrongToken)).rejects.toMatchObject({ code: "bad-signature" });
    const again = await credentialsFor(project, { smoke, jwt, scopes }, own);
    await expect(verifier.verify(again.token)).rejects.toThrow();
  });

  it("cannot be had where the project does not say how callers authenticate", async () => {
    await expect(credentialsFor(project, { smoke }, {})).rejects.toMatchObject({
      message: "daloy.config.json does not say how callers authenticate.",
    });
  });
});
