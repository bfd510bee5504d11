import { describe, expect, it, vi } from "vitest";
import {
  type BearerAuthOptions,
  BootGuardError,
  bearerAuth,
  requireScopes,
} from "../../../../templates/packages/core/src/index.ts";
import { timingSafeEqual } from "../../../../templates/packages/core/src/secrets/timing-safe-equal.ts";
import { later, loggedApp, ok, problemOf, quietApp } from "../apps.ts";

vi.mock("../../../../templates/packages/core/src/secrets/timing-safe-equal.ts", async (original) => {
  const real = await original<{ timingSafeEqual: typeof timingSafeEqual }>();
  return { timingSafeEqual: vi.fn(real.timingSafeEqual) };
});

const token = "mV3kq0c2yXn8Zr5tPw7sB1dF6hJ9lQ4aE+o/u.~_-iG";
const other = "Tz8rW2nK6vY4bM0cX9sD3fG7hJ1lP5qE-aUoIyRtNwQ";

function app(options: BearerAuthOptions) {
  const one = quietApp({ env: "test" }).use(bearerAuth(options));
  return one.get("/", { responses: ok }, ({ state }) => ({ status: 200, body: { user: state["user"] } }));
}
const ask = (one: ReturnType<typeof app>, authorization?: string) =>
  one.request("/", authorization === undefined ? {} : { headers: { authorization } });
const missing = 'Bearer realm="api"';
const invalid = 'Bearer realm="api", error="invalid_token"';

describe("the header", () => {
  it.each([
    ["none", undefined, 401, missing],
    ["empty", "", 401, missing],
    ["another scheme", "Basic YTpi", 401, missing],
    ["the token alone", token, 401, missing],
    ["a scheme that begins alike", `BearerX ${token}`, 401, missing],
    ["the scheme alone", "Bearer", 401, invalid],
    ["an empty token", "Bearer ", 401, invalid],
    ["another token", `Bearer ${other}`, 401, invalid],
    ["the token and more", `Bearer ${token}x`, 401, invalid],
    ["less than the token", `Bearer ${token.slice(0, -1)}`, 401, invalid],
    ["two tokens", `Bearer ${token} ${token}`, 401, invalid],
    ["a list", `Bearer ${token}, Bearer ${token}`, 401, invalid],
    ["a quoted token", `Bearer "${token}"`, 401, invalid],
    ["a tab", `Bearer\t${token}`, 401, missing],
    ["an endless token", `Bearer ${"a".repeat(9000)}`, 401, invalid],
    ["the token", `Bearer ${token}`, 200, null],
    ["the scheme in lower case", `bearer ${token}`, 200, null],
    ["the scheme in capitals", `BEARER ${token}`, 200, null],
    ["two spaces", `Bearer  ${token}`, 200, null],
  ])("%s", async (_, header, status, challenge) => {
    const response = await ask(app({ tokens: token }), header);
    expect([response.status, response.headers.get("www-authenticate")]).toEqual([status, challenge]);
    if (status === 401) expect(await response.text()).not.toContain(token.slice(0, 8));
  });

  it.each([
    ["two tokens", `Bearer ${token} ${token}`],
    ["a quoted token", `Bearer "${token}"`],
    ["a list", `Bearer ${token},${token}`],
    ["padding in the middle", "Bearer a=b"],
    ["letters beyond ASCII", "Bearer h\u00e9"],
    ["an endless token", `Bearer ${"a".repeat(9000)}`],
  ])("that is no token (RFC 6750 §2.1) reaches no validate(): %s", async (_, header) => {
    const validate = vi.fn(() => true);
    expect((await ask(app({ validate }), header)).status).toBe(401);
    expect(validate).not.toHaveBeenCalled();
  });

  it("sent twice is refused, whichever is right", async () => {
    const headers = new Headers([
      ["authorization", `Bearer ${token}`],
      ["authorization", `Bearer ${token}`],
    ]);
    expect((await app({ tokens: token }).request("/", { headers })).status).toBe(401);
  });
});

describe("the verdict", () => {
  it.each<[string, () => unknown, number, unknown]>([
    ["false", () => false, 401, undefined],
    ["null", () => null, 401, undefined],
    ["undefined", () => undefined, 401, undefined],
    ["an empty name", () => "", 401, undefined],
    ["a promise of false", () => later(false), 401, undefined],
    ["a promise of nothing", () => later(undefined), 401, undefined],
    ["true", () => true, 200, {}],
    ["a promise of true", () => later(true), 200, {}],
    ["a principal", () => ({ id: 7 }), 200, { id: 7 }],
    ["a promise of one", () => later({ id: 7 }), 200, { id: 7 }],
    ["a name", () => "ann", 200, "ann"],
  ])("%s", async (_, validate, status, user) => {
    const response = await ask(
      app({ validate: validate as BearerAuthOptions["validate"] }),
      `Bearer ${other}`,
    );
    expect(response.status).toBe(status);
    if (status === 200) expect(await response.json()).toEqual({ user });
    else expect(response.headers.get("www-authenticate")).toBe(invalid);
  });

  it("that throws is a 500, not a way in", async () => {
    const validate = () => {
      throw new Error("the directory is down");
    };
    expect((await ask(app({ validate }), `Bearer ${other}`)).status).toBe(500);
  });

  it("gets the token and the request", async () => {
    const validate = vi.fn(() => true as const);
    await ask(app({ validate }), `Bearer ${other}`);
    expect(validate).toHaveBeenCalledWith(other, expect.objectContaining({ routePattern: "/" }));
  });

  it("of a list names the principal, and every token is compared in constant time", async () => {
    const tokens = [{ token, user: { id: "ann" } }, { token: other, user: { id: "bob" } }, `${token}3`];
    const one = app({ tokens });
    vi.mocked(timingSafeEqual).mockClear();
    expect(await (await ask(one, `Bearer ${other}`)).json()).toEqual({ user: { id: "bob" } });
    expect(timingSafeEqual).toHaveBeenCalledTimes(3);
    expect(await (await ask(one, `Bearer ${token}`)).json()).toEqual({ user: { id: "ann" } });
    expect(await (await ask(one, `Bearer ${token}3`)).json()).toEqual({ user: {} });
  });
});

describe("the options", () => {
  it.each([
    [{}, /either validate or tokens/],
    [{ tokens: token, validate: () => true }, /either validate or tokens/],
    [{ tokens: [] }, /tokens is empty/],
    [{ tokens: token, realm: 'a"b' }, /realm/],
    [{ tokens: token, realm: "a\r\nb" }, /realm/],
  ])("%j is refused", (options, message) => {
    expect(() => bearerAuth(options as BearerAuthOptions)).toThrow(message);
  });

  it.each(["", "changeme", "short", "a".repeat(48), undefined])(
    "the token %s stops a production app",
    (weak) => {
      const hook = bearerAuth({ tokens: [{ token: weak, user: {} }] });
      const one = quietApp({ env: "production" })
        .use(hook)
        .get("/", { responses: ok }, () => ({ status: 200 }));
      expect(() => one.ready()).toThrow(BootGuardError);
      expect(() => one.ready()).toThrow(/\[weak-secret\] bearerAuth\(\)/);
    },
  );

  it.each(["", undefined])("the token %s lets nobody in, in development either", async (weak) => {
    const one = app({ tokens: [{ token: weak, user: {} }] });
    for (const header of ["Bearer ", "Bearer undefined", "Bearer"]) {
      expect((await ask(one, header)).status).toBe(401);
    }
  });
});

describe("requireScopes", () => {
  const withUser = (user: unknown) =>
    quietApp({ env: "test" })
      .use({
        preBody(context) {
          if (user !== undefined) context.state["user"] = user;
        },
      })
      .get("/", { responses: ok, hooks: requireScopes(["a:read", "a:write"]) }, () => ({ status: 200 }));

  it.each<[string, unknown, number]>([
    ["nobody", undefined, 401],
    ["null", null, 401],
    ["a principal without scopes", {}, 403],
    ["a name", "ann", 403],
    ["one of two", { scopes: ["a:read"] }, 403],
    ["a longer one", { scope: "a:read a:writer" }, 403],
    ["one that begins alike", { scope: "a:read a:writ" }, 403],
    ["both as a list", { scopes: ["a:read", "a:write"] }, 200],
    ["both as text", { scope: "x a:write a:read" }, 200],
    ["both in scp", { scp: ["a:write", "a:read", "b"] }, 200],
    ["both in one entry", { scopes: ["a:read a:write"] }, 403],
    ["numbers among them", { scopes: [1, "a:read", "a:write"] }, 200],
    ["an object", { scopes: { "a:read": true, "a:write": true } }, 403],
  ])("%s is %s: %i", async (_, user, status) => {
    expect((await withUser(user).request("/")).status).toBe(status);
  });

  it("answers with the challenge of RFC 6750", async () => {
    const refused = await withUser({}).request("/");
    expect(refused.headers.get("www-authenticate")).toBe(
      'Bearer error="insufficient_scope", scope="a:read a:write"',
    );
    expect((await problemOf(refused)).detail).toContain("a:read a:write");
    expect((await withUser(undefined).request("/")).headers.get("www-authenticate")).toBe("Bearer");
  });

  it("lets nobody through when it stands before the authentication", async () => {
    const one = quietApp({ env: "test" }).get(
      "/",
      { responses: ok, hooks: [requireScopes(["a"]), bearerAuth({ validate: () => ({ scope: "a" }) })] },
      () => ({ status: 200 }),
    );
    expect((await ask(one, `Bearer ${other}`)).status).toBe(401);
  });

  it.each([[[]], [["a b"]], [['a"']], [[""]]])("refuses %j", (scopes) => {
    expect(() => requireScopes(scopes)).toThrow(TypeError);
  });
});

it("a refusal does not log the token", async () => {
  const { app: one, lines } = loggedApp({ env: "test" });
  one.use(bearerAuth({ tokens: token })).get("/", { responses: ok }, () => ({ status: 200 }));
  await one.request("/", { headers: { authorization: `Bearer ${other}` } });
  expect(JSON.stringify(lines)).not.toContain(other);
});
