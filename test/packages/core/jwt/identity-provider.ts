/** An identity provider: a real HTTPS server on loopback, reached through the public option that permits its address. */
import type { RequestListener } from "node:http";
import tls from "node:tls";
import { afterEach, beforeEach, vi } from "vitest";
import { type Jwk, type JwkOptions, jwk } from "../../../../templates/packages/core/src/jwt/index.ts";
import { loggedApp, ok } from "../apps.ts";
import { makeCertificate, Servers } from "../fetch-guard/servers.ts";
import { claims, mint, newEc, type TestKeys } from "./tokens.ts";

const certificate = makeCertificate("DNS:id.test,IP:127.0.0.1");
const createSecureContext = tls.createSecureContext;
export const servers = new Servers();

/** Seconds, from when the test began. */
export const start = 1_800_000_000;
export const setTime = (seconds: number) => vi.setSystemTime((start + seconds) * 1000);

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: start * 1000 });
  vi.spyOn(tls, "createSecureContext").mockImplementation((options) =>
    createSecureContext({ ...options, ca: options?.ca ?? certificate.cert }),
  );
});
afterEach(async () => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  await servers.closeAll();
});

export const a = newEc("P-256");
export const b = newEc("P-256");
export const named = (keys: TestKeys, kid: string): Jwk => ({ ...keys.publicJwk, kid });
export const token = (keys: TestKeys, kid?: string) =>
  mint(
    { alg: "ES256", ...(kid !== undefined && { kid }) },
    claims({ exp: start + 1_000_000 }),
    "ES256",
    keys.privateJwk,
  );

/** An identity provider whose answer can be changed. */
class Provider {
  requests = 0;
  keys: Jwk[] = [named(a, "a")];
  answer: RequestListener = (_request, response) => {
    response.setHeader("content-type", "application/jwk-set+json").end(JSON.stringify({ keys: this.keys }));
  };
  async listen(): Promise<string> {
    const { port } = await servers.https(certificate, (request, response) => {
      this.requests++;
      this.answer(request, response);
    });
    return `https://127.0.0.1:${port}/jwks`;
  }
}

export async function setUp(options: Partial<JwkOptions> = {}) {
  const provider = new Provider();
  const jwksUri = await provider.listen();
  const { app, lines } = loggedApp({ env: "test" });
  const hooks = jwk({
    jwksUri,
    algorithms: ["ES256"],
    issuer: "https://id.example",
    audience: "books",
    allowAddresses: ["127.0.0.1"],
    ...options,
  });
  app.get("/", { responses: ok, hooks }, () => ({ status: 200 }));
  const ask = async (text: string) =>
    (await app.request("/", { headers: { authorization: `Bearer ${text}` } })).status;
  return { provider, ask, lines, app, jwksUri };
}
