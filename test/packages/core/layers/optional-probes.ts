import { signWebhookPayload } from "../../../../templates/packages/core/src/index.ts";
import { post } from "../apps.ts";
import { claims, keysFor, mint, tokenOf } from "../jwt/tokens.ts";
import { strong } from "../session/browser.ts";
import type { LayeredApp } from "./layered-app.ts";
import { friend, type Optional } from "./optional-layers.ts";

const statusOf = async ({ app }: LayeredApp, ...request: Parameters<LayeredApp["app"]["request"]>) =>
  (await app.request(...request)).status;
const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });

/** Good tokens pass; forged ones, `none`, and the public key taken for a shared secret do not. */
async function verifiesTokens(layered: LayeredApp, path: string): Promise<boolean> {
  const good = tokenOf("ES256");
  const octets = {
    kty: "oct",
    k: Buffer.from(JSON.stringify(keysFor("ES256").publicJwk)).toString("base64url"),
  };
  const bad = [
    `${good.slice(0, -2)}${good.endsWith("AA") ? "BA" : "AA"}`,
    `${mint({ alg: "none" }, claims(), "ES256").split(".", 2).join(".")}.`,
    mint({ alg: "HS256" }, claims(), "HS256", octets),
    tokenOf("ES256", { payload: { aud: "others" } }),
  ];
  const refused = await Promise.all(bad.map((token) => statusOf(layered, path, bearer(token))));
  return (await statusOf(layered, path, bearer(good))) === 200 && refused.every((status) => status === 401);
}

export const optionalProbes: Record<Optional, (layered: LayeredApp) => Promise<boolean>> = {
  "load shedding": async (layered) => (await statusOf(layered, "/busy")) === 503,
  compression: async ({ app }) => {
    const coding = async (headers: Record<string, string>) =>
      (
        await app.request("/large?guess=hunter", { headers: { "accept-encoding": "gzip", ...headers } })
      ).headers.get("content-encoding");
    return (await coding({})) === "gzip" && (await coding({ cookie: "sid=1" })) === null;
  },
  cors: async ({ app }) => {
    const share = async (origin: string) =>
      (await app.request("/shared", { method: "POST", headers: { origin } })).headers.get(
        "access-control-allow-origin",
      );
    return (await share(friend)) === friend && (await share("https://evil.example")) === null;
  },
  jwt: (layered) => verifiesTokens(layered, "/token"),
  jwk: (layered) => verifiesTokens(layered, "/published"),
  timing: async ({ app }) => {
    const responses = await Promise.all(
      ["/query?page=1", "/missing", "/fails"].map((path) => app.request(path)),
    );
    return responses.every(({ headers }) => headers.has("server-timing"));
  },
  tracing: async ({ app, traced }) => {
    const before = traced.ended;
    for (const path of ["/fails?token=hunter2", "/missing?token=hunter2"]) await app.request(path);
    return traced.ended === before + 2 && !JSON.stringify(traced.told).includes("hunter2");
  },
  webhook: async (layered) => {
    const body = { event: "paid" };
    const [path, init] = post("/hook", body);
    const timestamp = Math.floor(Date.now() / 1000);
    const signature = await signWebhookPayload({ payload: JSON.stringify(body), secret: strong, timestamp });
    const send = (extra: Record<string, string>) =>
      statusOf(layered, path, {
        ...init,
        headers: { ...(init.headers as Record<string, string>), ...extra },
      });
    const signed = { "x-timestamp": String(timestamp), "x-signature": signature };
    const forged = {
      ...signed,
      "x-signature": signature.replace(/^./, (digit) => (digit === "0" ? "1" : "0")),
    };
    return (await send(signed)) === 200 && (await send({})) === 401 && (await send(forged)) === 401;
  },
  "fetch guard": async (layered) => {
    const targets = [
      "http://169.254.169.254/latest",
      "http://[::1]/",
      "http://2130706433/",
      "https://a:b@1.1.1.1/",
    ];
    const statuses = await Promise.all(
      targets.map((url) => statusOf(layered, `/fetch?url=${encodeURIComponent(url)}`)),
    );
    return statuses.every((status) => status === 403);
  },
  "safe redirect": async ({ app }) => {
    const targets = ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)"];
    const locations = await Promise.all(
      targets.map(async (next) =>
        (await app.request(`/go?next=${encodeURIComponent(next)}`)).headers.get("location"),
      ),
    );
    return locations.every((location) => location === "/");
  },
};
