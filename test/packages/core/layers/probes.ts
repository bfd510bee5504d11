import { post, secureHeaderNames } from "../apps.ts";
import { strong, successor } from "../session/browser.ts";
import { type LayeredApp, layeredApp, type Removable, shortLimitMs } from "./layered-app.ts";
import { optionalProbes } from "./optional-probes.ts";

/** Layers that no option and no middleware takes away. */
export const permanent = [
  "request id",
  "prototype-safe JSON",
  "duplicate-free JSON",
  "redacted problems",
  "redacted logs",
  "header hygiene",
  "path hygiene",
  "content type",
  "content coding",
  "methods",
] as const;
export type Layer = Removable | (typeof permanent)[number];

/** Attacks one layer; true when it holds. */
type Probe = (layered: LayeredApp) => Promise<boolean>;

const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });
const status = async (response: Promise<Response>) => (await response).status;
const json = { "content-type": "application/json" };

/** The third of three requests, where two are allowed. */
async function third({ app }: LayeredApp, path: string, init?: RequestInit): Promise<number> {
  await app.request(path, init);
  await app.request(path, init);
  return status(app.request(path, init));
}

export const probes: Record<Layer, Probe> = {
  "body cap": async ({ app }) => (await status(app.request(...post("/echo", "a".repeat(70_000))))) === 413,
  "time limit": async ({ without }) =>
    (await status(layeredApp(without, shortLimitMs).app.request("/slow"))) === 503,
  "secure headers": async ({ app }) => {
    const paths = ["/query", "/missing", "/fails"];
    const responses = await Promise.all(paths.map((path) => app.request(path)));
    return responses.every(({ headers }) => secureHeaderNames.every((name) => headers.has(name)));
  },
  "cross-origin guard": async ({ app }) => {
    const [path, init] = post("/echo", {});
    return (
      (await status(app.request(path, { ...init, headers: { ...json, origin: "https://evil.example" } }))) ===
      403
    );
  },
  "header limit": async ({ app }) => {
    const headers = Array.from({ length: 101 }, (_, at): [string, string] => [`x-${at}`, "1"]);
    return (await status(app.request("/missing", { headers }))) === 431;
  },
  "JSON depth": async ({ app }) =>
    (await status(app.request(...post("/echo", "[".repeat(60) + "]".repeat(60))))) === 400,
  "JSON keys": async ({ app }) => {
    const members = Array.from({ length: 1001 }, (_, at) => `"${at.toString(36)}":1`);
    return (await status(app.request(...post("/echo", `{${members.join()}}`)))) === 400;
  },
  "proxy trust": async ({ app }) =>
    (await status(app.request("/query?page=1", { headers: { "x-forwarded-for": "127.0.0.1" } }))) === 500,
  "response check": async ({ app }) => !(await (await app.request("/profile")).text()).includes("leaked"),
  "unknown keys": async ({ app }) =>
    (await status(app.request(...post("/strict", { name: "ann", admin: true })))) === 422,
  validation: async ({ app }) => (await status(app.request("/query?page=one"))) === 422,
  authentication: async ({ app }) => {
    const [none, wrong] = [app.request("/members"), app.request("/members", bearer(successor))];
    return (await status(none)) === 401 && (await status(wrong)) === 401;
  },
  "basic authentication": async ({ app }) => {
    const guess = { authorization: `Basic ${btoa("ann:guess")}` };
    return (await status(app.request("/basic", { headers: guess }))) === 401;
  },
  scopes: async ({ app }) =>
    (await status(app.request("/members/scoped", bearer(`${successor}-reader`)))) >= 400,
  "object authorization": async ({ app }) =>
    (await status(app.request("/members/eve", bearer(strong)))) >= 400,
  "address restriction": async ({ app }) => (await status(app.request("/inside"))) === 403,
  "rate limit": async (layered) => (await third(layered, "/limited")) === 429,
  "login throttle": async (layered) => (await third(layered, "/login", { method: "POST" })) === 429,
  session: async ({ app }) => {
    const planted = "a".repeat(43);
    const forged = { cookie: `__Host-daloy.sid=${planted}.${"b".repeat(43)}` };
    const response = await app.request("/account", { headers: forged });
    const { id } = (await response.json()) as { id: string };
    const [cookie = ""] = response.headers
      .getSetCookie()
      .filter((one) => one.startsWith("__Host-daloy.sid="));
    return /^[\w-]{43}$/.test(id) && id !== planted && /HttpOnly/.test(cookie) && /Secure/.test(cookie);
  },
  csrf: async ({ app }) => (await status(app.request("/account", { method: "POST" }))) === 403,
  ...optionalProbes,

  "request id": async ({ app }) => {
    const headers = { "x-request-id": "chosen-by-the-client" };
    const id = (await app.request("/missing", { headers })).headers.get("x-request-id");
    return id !== null && id !== "chosen-by-the-client" && id.length >= 32;
  },
  "prototype-safe JSON": async ({ app }) => {
    const hostile =
      '{"a":{"__proto__":{"admin":true},"constructor":{"prototype":{}}},"b":[{"\\u005f_proto__":1}]}';
    return (await (await app.request(...post("/echo", hostile))).text()) === '{"a":{},"b":[{}]}';
  },
  "duplicate-free JSON": async ({ app }) =>
    (await status(app.request(...post("/echo", '{"role":"user","role":"admin"}')))) === 400,
  "redacted problems": async ({ app }) => {
    const response = await app.request("/fails");
    return response.status === 500 && !(await response.text()).includes("secret detail");
  },
  "redacted logs": async ({ app, lines }) => {
    await app.request("/fails");
    const logged = JSON.stringify(lines);
    return logged.includes("before the fault") && !logged.includes("hunter2");
  },
  "header hygiene": async ({ app }) => {
    const response = await app.request("/splits");
    return response.status === 500 && !response.headers.has("set-cookie") && !response.headers.has("x-a");
  },
  "path hygiene": async ({ app }) => {
    const paths = ["/files/..%2fetc", "/files/%5c..", "/files/a%00", "/files/%zz"];
    const statuses = await Promise.all(paths.map((path) => status(app.request(path))));
    return statuses.every((one) => one === 400);
  },
  "content type": async ({ app }) => {
    const [path, init] = post("/echo", {});
    return (await status(app.request(path, { ...init, headers: { "content-type": "text/plain" } }))) === 415;
  },
  "content coding": async ({ app }) => {
    const [path, init] = post("/echo", {});
    return (
      (await status(app.request(path, { ...init, headers: { ...json, "content-encoding": "gzip" } }))) === 415
    );
  },
  methods: async ({ app }) => (await status(app.request("/query", { method: "DELETE" }))) === 405,
};
