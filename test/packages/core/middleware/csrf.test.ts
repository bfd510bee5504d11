import { afterEach, describe, expect, it, vi } from "vitest";
import {
  BootGuardError,
  type CsrfOptions,
  csrf,
  type Hooks,
} from "../../../../templates/packages/core/src/index.ts";
import { MemorySessionStore, session } from "../../../../templates/packages/core/src/session/index.ts";
import { loggedApp, ok, problemOf } from "../apps.ts";
import { Browser, strong, successor } from "../session/browser.ts";
import { sessionOf } from "../session/session-app.ts";

afterEach(() => vi.unstubAllEnvs());

const name = "__Host-daloy.csrf";
const writes = ["POST", "PUT", "PATCH", "DELETE"] as const;

/** An app whose own cross-origin guard is off, so that nothing but `csrf()` refuses. */
function appWith(hooks: Hooks[]) {
  const { app, lines } = loggedApp({ env: "test", corsCrossOriginGuard: false });
  app.use(hooks);
  const plain = () => ({ status: 200 as const, body: "done" });
  app.get("/", { responses: ok }, plain);
  for (const method of writes) app[method.toLowerCase() as "post"]("/", { responses: ok }, plain);
  app.post("/login", { responses: ok }, (context) => {
    sessionOf(context).set("user", "ann");
    return plain();
  });
  app.post("/logout", { responses: ok }, (context) => {
    sessionOf(context).destroy();
    return plain();
  });
  return { app, lines };
}

const tokenOf = (browser: Browser) => browser.cookies.get(name) ?? "";
const write = (browser: Browser, token = tokenOf(browser), path = "/") =>
  browser.send(path, { method: "POST", headers: { "x-csrf-token": token } });

describe("double-submit", () => {
  const anonymous = (options: CsrfOptions = {}) => appWith([csrf({ secret: strong, ...options })]);
  const withSession = (secret: string | string[] = strong) =>
    appWith([session({ secret: strong }), csrf({ secret })]);

  it("gives a visitor a token that scripts can read, and keeps it", async () => {
    const browser = new Browser(anonymous().app);
    const response = await browser.send("/");
    expect(response.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^__Host-daloy\.csrf=[\w-]{22}\.[\w-]{43}; Path=\/; Secure; SameSite=Lax$/),
    ]);
    expect(response.headers.get("cache-control")).toBe("no-store");
    const again = await browser.send("/");
    expect([again.headers.getSetCookie(), again.headers.get("cache-control")]).toEqual([[], null]);
    const { app } = anonymous();
    const tokens = new Set<string>();
    for (let i = 0; i < 50; i++) {
      const other = new Browser(app);
      await other.send("/");
      tokens.add(tokenOf(other));
    }
    expect(tokens.size).toBe(50);
  });

  it.each(writes)("lets a %s with its token through, and none without", async (method) => {
    const { app, lines } = anonymous();
    const browser = new Browser(app);
    await browser.send("/");
    const passed = await browser.send("/", { method, headers: { "x-csrf-token": tokenOf(browser) } });
    expect(passed.status).toBe(200);
    const refused = await browser.send("/", { method });
    expect(refused.status).toBe(403);
    expect((await problemOf(refused)).detail).toContain(`cookie ${name} in the header x-csrf-token`);
    expect(lines).toContainEqual(
      expect.objectContaining({ level: "warn", code: "csrf-token-missing", setting: "csrf.headerName" }),
    );
  });

  it.each<
    [string, (own: string, foreign: string) => [cookie: string | undefined, header: string | undefined]]
  >([
    ["the header alone", (own) => [undefined, own]],
    ["the cookie alone", (own) => [own, undefined]],
    ["empty ones", () => ["", ""]],
    ["two tokens, each valid", (own, foreign) => [own, foreign]],
    ["the same text, signed by nobody", () => ["a".repeat(66), "a".repeat(66)]],
    ["the same token without its signature", (own) => [own.slice(0, 22), own.slice(0, 22)]],
    [
      "the same signature under another number",
      (own) => Array<string>(2).fill(`${own.startsWith("A") ? "B" : "A"}${own.slice(1)}`) as [string, string],
    ],
    [
      "another spelling of the last character",
      (own) => [own, own.slice(0, -1) + (own.endsWith("A") ? "B" : "A")],
    ],
    ["the token twice in the header", (own) => [own, `${own}, ${own}`]],
    ["another case", (own) => [own, own.toUpperCase()]],
  ])("refuses %s", async (_, forge) => {
    const { app, lines } = anonymous();
    const [browser, attacker] = [new Browser(app), new Browser(app)];
    await browser.send("/");
    await attacker.send("/");
    const [cookie, header] = forge(tokenOf(browser), tokenOf(attacker));
    browser.cookies.clear();
    if (cookie !== undefined) browser.cookies.set(name, cookie);
    const response = await browser.send("/", {
      method: "POST",
      headers: header === undefined ? {} : { "x-csrf-token": header },
    });
    expect(response.status).toBe(403);
    expect(response.headers.getSetCookie()).toEqual([]);
    expect(lines.filter((line) => String(line["code"]).startsWith("csrf-token-"))).toHaveLength(1);
    expect(JSON.stringify(lines)).not.toContain(tokenOf(attacker));
  });

  it("refuses a token that an attacker got for himself and planted, once there is a session", async () => {
    const { app } = withSession();
    const [victim, attacker] = [new Browser(app), new Browser(app)];
    await victim.send("/");
    expect((await write(victim, undefined, "/login")).status).toBe(200);
    await attacker.send("/");
    victim.cookies.set(name, tokenOf(attacker));
    expect((await write(victim)).status).toBe(403);

    await write(attacker, undefined, "/login");
    victim.cookies.set(name, tokenOf(attacker));
    expect((await write(victim)).status).toBe(403);
    await victim.send("/");
    expect((await write(victim)).status).toBe(200);
  });

  it("gives a new token with the response that begins, moves or ends a session", async () => {
    const { app } = withSession();
    const browser = new Browser(app);
    await browser.send("/");
    const seen = [tokenOf(browser)];
    for (const path of ["/login", "/logout", "/login"]) {
      expect((await write(browser, undefined, path)).status).toBe(200);
      seen.push(tokenOf(browser));
      expect((await write(browser)).status).toBe(200);
      expect(tokenOf(browser)).toBe(seen.at(-1));
    }
    expect(new Set(seen).size).toBe(4);
    expect((await write(browser, seen[1])).status).toBe(403);
  });

  it("is not bound to the id of a session that nobody keeps", async () => {
    const { app } = withSession();
    const browser = new Browser(app);
    await browser.send("/");
    await browser.send("/");
    expect((await write(browser)).status).toBe(200);
  });

  it("takes an older secret's token and issues one under the first", async () => {
    const before = new Browser(anonymous().app);
    await before.send("/");
    const during = new Browser(anonymous({ secret: [successor, strong] }).app, { [name]: tokenOf(before) });
    expect((await write(during)).status).toBe(200);
    expect(tokenOf(during)).not.toBe(tokenOf(before));
    const after = new Browser(anonymous({ secret: successor }).app, { [name]: tokenOf(during) });
    expect((await write(after)).status).toBe(200);
    expect((await write(after, tokenOf(before))).status).toBe(403);
  });

  it("does not take a session's signature for a token's", async () => {
    const { app } = withSession();
    const browser = new Browser(app);
    await browser.send("/");
    await write(browser, undefined, "/login");
    const [id = "", signature = ""] = browser.cookies.get("__Host-daloy.sid")?.split(".") ?? [];
    browser.cookies.set(name, `${id.slice(0, 22)}.${signature}`);
    expect((await write(browser)).status).toBe(403);
  });

  it("sets no cookie where the request was refused by something before it", async () => {
    const early: Hooks = { onRequest: () => ({ status: 418 }) };
    const browser = new Browser(appWith([csrf({ secret: strong }), early]).app);
    expect((await browser.send("/")).headers.getSetCookie()).toEqual([]);
  });

  it("takes other names and attributes", async () => {
    const options = {
      cookieName: "t",
      headerName: "X-My-Token",
      cookie: { sameSite: "Strict", path: "/app" },
    } as const;
    const { app } = anonymous(options);
    const response = await app.request("/");
    const [line = ""] = response.headers.getSetCookie();
    expect(line).toMatch(/^t=[\w.-]{66}; Path=\/app; Secure; SameSite=Strict$/);
    const token = line.slice(2, 68);
    const headers = { cookie: `t=${token}`, "x-my-token": token };
    expect((await app.request("/", { method: "POST", headers })).status).toBe(200);
  });

  it("does not care where a request comes from: the token says it", async () => {
    const browser = new Browser(anonymous().app);
    await browser.send("/");
    const headers = { "x-csrf-token": tokenOf(browser), "sec-fetch-site": "cross-site" };
    expect((await browser.send("/", { method: "POST", headers })).status).toBe(200);
  });
});

const own = "app.example";
const partner = "https://partner.example";
const sources: [name: string, headers: Record<string, string>, passes: boolean][] = [
  ["this origin's page", { "sec-fetch-site": "same-origin" }, true],
  ["the visitor himself", { "sec-fetch-site": "none" }, true],
  ["a form under no-referrer", { "sec-fetch-site": "same-origin", origin: "null" }, true],
  ["a sibling domain", { "sec-fetch-site": "same-site", origin: "https://evil.app.example" }, false],
  ["another site", { "sec-fetch-site": "cross-site", origin: "https://evil.example" }, false],
  [
    "another site that says Referer is ours",
    { "sec-fetch-site": "cross-site", referer: `https://${own}/` },
    false,
  ],
  ["another site behind an opaque origin", { "sec-fetch-site": "cross-site", origin: "null" }, false],
  ["a listed origin", { "sec-fetch-site": "cross-site", origin: partner }, true],
  ["two values", { "sec-fetch-site": "same-origin, cross-site" }, false],
  ["another case", { "sec-fetch-site": "Same-Origin" }, false],
  ["an empty value", { "sec-fetch-site": "" }, false],
  ["an old browser's own origin", { origin: `https://${own}` }, true],
  ["an old browser's own origin by http, behind a proxy", { origin: `http://${own}` }, true],
  ["another port", { origin: `https://${own}:8443` }, false],
  ["another origin", { origin: "https://evil.example" }, false],
  ["a host that begins alike", { origin: `https://${own}.evil.example` }, false],
  ["a host that ends alike", { origin: `https://evil${own}` }, false],
  ["user information that looks like the host", { origin: `https://${own}@evil.example` }, false],
  ["the opaque origin", { origin: "null" }, false],
  ["an empty origin", { origin: "" }, false],
  ["two origins", { origin: `https://${own}, https://evil.example` }, false],
  ["a listed origin without Sec-Fetch-Site", { origin: partner }, true],
  ["a listed origin and more", { origin: `${partner}.evil.example` }, false],
  ["another origin with our Referer", { origin: "https://evil.example", referer: `https://${own}/` }, false],
  ["our page by Referer alone", { referer: `https://${own}/a/b?c` }, true],
  ["a listed page by Referer alone", { referer: `${partner}/a` }, true],
  ["another page by Referer alone", { referer: `https://evil.example/https://${own}/` }, false],
  ["user information in Referer", { referer: `https://${own}@evil.example/` }, false],
  ["a Referer that is no URL", { referer: own }, false],
  ["a data page", { referer: "data:text/html,x" }, false],
  ["nobody says", {}, false],
];

describe("fetch-metadata", () => {
  const { app, lines } = appWith([csrf({ strategy: "fetch-metadata", allowedOrigins: [partner] })]);
  // behind a proxy that ended TLS
  const url = `http://${own}/`;

  it.each(sources)("%s", async (_, headers, passes) => {
    lines.length = 0;
    const response = await app.request(url, { method: "POST", headers: { host: own, ...headers } });
    expect(response.status).toBe(passes ? 200 : 403);
    const refused = lines.filter((line) => line.level === "warn");
    expect(refused.map(({ code, setting }) => [code, setting])).toEqual(
      passes
        ? []
        : Object.keys(headers).length === 0
          ? [["csrf-source-unknown", "csrf.strategy"]]
          : [["csrf-source-foreign", "csrf.allowedOrigins"]],
    );
  });

  it("does not take http for this origin where the request came by https", async () => {
    const ask = (origin: string) =>
      app.request(`https://${own}/`, { method: "POST", headers: { host: own, origin } });
    expect((await ask(`https://${own}`)).status).toBe(200);
    expect((await ask(`http://${own}`)).status).toBe(403);
  });

  it("knows the scheme's own port and the case of a host", async () => {
    const ask = (host: string, origin: string) =>
      app.request(url, { method: "POST", headers: { host, origin } });
    expect((await ask(`${own}:443`, `https://${own}`)).status).toBe(200);
    expect((await ask("APP.example", `https://${own}`)).status).toBe(200);
    expect((await ask(`${own}:8443`, `https://${own}`)).status).toBe(403);
    expect((await ask("::::", `https://${own}`)).status).toBe(403);
  });

  it.each(writes)("judges %s", async (method) => {
    const headers = { host: own, "sec-fetch-site": "cross-site" };
    expect((await app.request(url, { method, headers })).status).toBe(403);
  });

  it.each(["GET", "HEAD"])("lets every %s through, and sets no cookie", async (method) => {
    const headers = { host: own, "sec-fetch-site": "cross-site", origin: "https://evil.example" };
    const response = await app.request(url, { method, headers });
    expect([response.status, response.headers.getSetCookie()]).toEqual([200, []]);
  });
});

it("both: neither a token nor an origin is enough", async () => {
  const browser = new Browser(appWith([csrf({ strategy: "both", secret: strong })]).app);
  await browser.send("/");
  const token = { "x-csrf-token": tokenOf(browser) };
  const origin = { "sec-fetch-site": "same-origin" };
  const statuses = [];
  for (const headers of [{ ...token }, { ...origin }, { ...token, ...origin }]) {
    statuses.push((await browser.send("/", { method: "POST", headers })).status);
  }
  expect(statuses).toEqual([403, 403, 200]);
});

it("binds to nothing where session() comes after it, and so keeps working until production refuses the order", async () => {
  const store = new MemorySessionStore();
  const browser = new Browser(appWith([csrf({ secret: strong }), session({ secret: strong, store })]).app);
  await browser.send("/");
  expect((await write(browser, undefined, "/login")).status).toBe(200);
  for (let i = 0; i < 3; i++) expect((await write(browser)).status).toBe(200);
});

describe("refuses to be made", () => {
  it.each<[string, CsrfOptions]>([
    ["without a secret", {}],
    ["with an empty secret", { secret: "" }],
    ["with an empty list", { secret: [] }],
    ["with a variable that is not set", { secret: [strong, undefined] }],
    ["with another strategy", { secret: strong, strategy: "none" as "both" }],
    ["with a wildcard", { secret: strong, allowedOrigins: ["*"] }],
    ["with the opaque origin", { secret: strong, allowedOrigins: ["null"] }],
    ["with a URL", { secret: strong, allowedOrigins: ["https://a.example/"] }],
    ["with a scheme that no page has", { secret: strong, allowedOrigins: ["ftp://a.example"] }],
    ["with a host", { secret: strong, allowedOrigins: ["a.example"] }],
    ["with a name that is none", { secret: strong, cookieName: "a b" }],
    ["with a header that is none", { secret: strong, headerName: "a b" }],
  ])("%s", (_, options) => {
    expect(() => csrf(options)).toThrow(TypeError);
  });

  it("in production with a weak secret, wherever it stands, which is not repeated", () => {
    vi.stubEnv("DALOY_ENV", "production");
    for (const secret of ["hunter2", [strong, "hunter2"], [strong, undefined], undefined, []]) {
      expect(() => csrf({ secret })).toThrow(BootGuardError);
      expect(() => csrf({ secret })).toThrow(/\[weak-secret\] csrf\(\): production secret is too short/);
      expect(() => csrf({ secret })).not.toThrow(/hunter2/);
    }
    expect(() => csrf({ secret: [strong, successor] })).not.toThrow();
    expect(() => csrf({ strategy: "fetch-metadata" })).not.toThrow();
  });
});
