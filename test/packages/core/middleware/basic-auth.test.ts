import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import { BootGuardError } from "../../../../templates/packages/core/src/index.ts";
import {
  type BasicAuthOptions,
  basicAuth,
} from "../../../../templates/packages/core/src/middleware/basic-auth.ts";
import { parseBasicCredentials } from "../../../../templates/packages/core/src/middleware/basic-credentials.ts";
import { timingSafeEqual } from "../../../../templates/packages/core/src/secrets/timing-safe-equal.ts";
import { anyText } from "../../../support/any-text.ts";
import { later, loggedApp, ok, problemOf, quietApp } from "../apps.ts";

vi.mock("../../../../templates/packages/core/src/secrets/timing-safe-equal.ts", async (original) => {
  const real = await original<{ timingSafeEqual: typeof timingSafeEqual }>();
  return { timingSafeEqual: vi.fn(real.timingSafeEqual) };
});

afterEach(() => {
  vi.unstubAllEnvs();
});

const password = "mV3kq0c2yXn8Zr5tPw7sB1dF6hJ9lQ4aE:o u.~_-iG";
const other = "Tz8rW2nK6vY4bM0cX9sD3fG7hJ1lP5qE-aUoIyRtNwQ";
const users = { ann: password, bob: [other, `${other}2`] };

function app(options: BasicAuthOptions = { users }) {
  const one = quietApp({ env: "test" }).use(basicAuth(options));
  return one.get("/", { responses: ok }, ({ state }) => ({ status: 200, body: { user: state["user"] } }));
}
const encode = (text: string | Uint8Array) => Buffer.from(text).toString("base64");
const ask = (one: ReturnType<typeof app>, authorization?: string) =>
  one.request("/", authorization === undefined ? {} : { headers: { authorization } });
const as = (name: string, secret: string, one = app()) => ask(one, `Basic ${encode(`${name}:${secret}`)}`);
const challenge = 'Basic realm="api", charset="UTF-8"';

describe("the header", () => {
  const good = encode(`ann:${password}`);

  it.each<[string, string | undefined, number]>([
    ["none", undefined, 401],
    ["empty", "", 401],
    ["another scheme", `Bearer ${good}`, 401],
    ["a scheme that begins alike", `Basics ${good}`, 401],
    ["the scheme alone", "Basic", 401],
    ["nothing encoded", "Basic ", 401],
    ["no base64", "Basic ann:secret", 401],
    ["base64 without padding", `Basic ${good.replace(/=+$/, "")}`, good.endsWith("=") ? 401 : 200],
    ["base64url", `Basic ${good.replaceAll("+", "-").slice(0, -4)}__==`, 401],
    ["base64 with a space", `Basic ${good.slice(0, 8)} ${good.slice(8)}`, 401],
    ["other bits after the last byte", "Basic YTp=", 401],
    ["no colon", `Basic ${encode("ann")}`, 401],
    ["not UTF-8", `Basic ${encode(Uint8Array.of(0x61, 0x3a, 0xff))}`, 401],
    ["a control character", `Basic ${encode(`ann:${password}\0`)}`, 401],
    ["a line break in the name", `Basic ${encode(`a\nnn:${password}`)}`, 401],
    ["a list", `Basic ${good}, Basic ${good}`, 401],
    ["a tab", `Basic\t${good}`, 401],
    ["the scheme in capitals", `BASIC ${good}`, 200],
    ["two spaces", `Basic  ${good}`, 200],
    ["good", `Basic ${good}`, 200],
  ])("%s", async (_, header, status) => {
    // Whoever gets as far as that comes in.
    const response = await ask(app({ verify: () => true }), header);
    expect([response.status, response.headers.get("www-authenticate")]).toEqual([
      status,
      status === 401 ? challenge : null,
    ]);
  });

  it("is read up to maxCredentialBytes, 1024 unless told", async () => {
    const verify = () => true as const;
    const of = (bytes: number) => `Basic ${encode(`a:${"x".repeat(bytes - 2)}`)}`;
    expect((await ask(app({ verify }), of(1024))).status).toBe(200);
    expect((await ask(app({ verify }), of(1025))).status).toBe(401);
    expect((await ask(app({ verify, maxCredentialBytes: 64 }), of(64))).status).toBe(200);
    expect((await ask(app({ verify, maxCredentialBytes: 64 }), of(65))).status).toBe(401);
    // Bytes, not characters
    const wide = `Basic ${encode(`a:${"é".repeat(32)}`)}`;
    expect((await ask(app({ verify, maxCredentialBytes: 64 }), wide)).status).toBe(401);
  });

  it("that is far too long is not decoded", () => {
    const decode = vi.spyOn(globalThis, "atob");
    expect(parseBasicCredentials(`Basic ${"YTpi".repeat(100_000)}`, 1024)).toBeUndefined();
    expect(decode).not.toHaveBeenCalled();
    decode.mockRestore();
  });

  it("gives back any name and password", () => {
    const text = fc.string({ unit: "grapheme", maxLength: 40 }).filter((each) => !/\p{Cc}/u.test(each));
    fc.assert(
      fc.property(text, text, (name, secret) => {
        fc.pre(!name.includes(":"));
        const found = parseBasicCredentials(`Basic ${encode(`${name}:${secret}`)}`, 1024);
        expect(found).toEqual({ name: name.normalize("NFC"), password: secret.normalize("NFC") });
      }),
    );
  });

  it("never throws, and names no user, whatever it holds", () => {
    fc.assert(
      fc.property(anyText(), (text) => {
        parseBasicCredentials(`Basic ${text}`, 1024);
        parseBasicCredentials(`Basic ${encode(text)}`, 1024);
        parseBasicCredentials(text, 1024);
      }),
    );
  });
});

describe("users", () => {
  it.each<[string, string, string, number]>([
    ["a name and its password", "ann", password, 200],
    ["one of two passwords", "bob", other, 200],
    ["the other", "bob", `${other}2`, 200],
    ["another's password", "ann", other, 401],
    ["less of the password", "ann", password.slice(0, -1), 401],
    ["more of the password", "ann", `${password}x`, 401],
    ["an empty password", "ann", "", 401],
    ["the name in capitals", "ANN", password, 401],
    ["another name", "eve", password, 401],
    ["no name", "", password, 401],
    ["a member of every object", "__proto__", "", 401],
    ["another one", "constructor", password, 401],
    ["another one", "toString", "", 401],
  ])("%s", async (_, name, secret, status) => {
    const response = await as(name, secret);
    expect(response.status).toBe(status);
    if (status === 200) expect(await response.json()).toEqual({ user: { name } });
  });

  it("have names and passwords beyond ASCII, however composed", async () => {
    const composed = { Zoé: `é${password}` };
    for (const form of ["NFC", "NFD"]) {
      const one = app({ users: composed });
      expect((await as("Zoé".normalize(form), `é${password}`.normalize(form), one)).status).toBe(200);
    }
  });

  it("are all compared in constant time, whoever is asked for", async () => {
    const one = app();
    const work = async (name: string, secret: string) => {
      vi.mocked(timingSafeEqual).mockClear();
      await as(name, secret, one);
      return vi.mocked(timingSafeEqual).mock.calls.map(([, known]) => known);
    };
    const everything = ["ann", password, "bob", other, `${other}2`];
    for (const [name, secret] of [
      ["ann", password],
      ["ann", "wrong"],
      ["bob", other],
      ["nobody", password],
    ] as const) {
      expect(await work(name, secret)).toEqual(everything);
    }
  });

  it.each<[string, BasicAuthOptions["users"]]>([
    ["undefined", { ann: undefined }],
    ["empty", { ann: "" }],
    ["an empty list", { ann: [] }],
    ["a list of nothing", { ann: [undefined, ""] }],
  ])("whose password is %s do not come in", async (_, none) => {
    const one = app({ users: none });
    for (const secret of ["", "undefined", "null"]) expect((await as("ann", secret, one)).status).toBe(401);
  });

  it("say nothing of what was wrong", async () => {
    const details = [
      (await problemOf(as("ann", "wrong"))).detail,
      (await problemOf(as("nobody", password))).detail,
    ];
    expect(new Set(details)).toEqual(new Set(["The name or the password is not valid."]));
  });
});

describe("verify", () => {
  it.each<[string, unknown, number, unknown]>([
    ["false", false, 401, undefined],
    ["null", null, 401, undefined],
    ["undefined", undefined, 401, undefined],
    ["an empty name", "", 401, undefined],
    ["a promise of false", later(false), 401, undefined],
    ["true", true, 200, { name: "ann" }],
    ["a promise of true", later(true), 200, { name: "ann" }],
    ["a principal", { id: 7 }, 200, { id: 7 }],
    ["a promise of one", later({ id: 7 }), 200, { id: 7 }],
  ])("%s", async (_, verdict, status, user) => {
    const response = await as("ann", "x", app({ verify: () => verdict as boolean }));
    expect(response.status).toBe(status);
    if (status === 200) expect(await response.json()).toEqual({ user });
  });

  it("gets name, password and the request; the first colon ends the name", async () => {
    const verify = vi.fn(() => true as const);
    await as("ann", "a:b:c", app({ verify }));
    expect(verify).toHaveBeenCalledWith("ann", "a:b:c", expect.objectContaining({ routePattern: "/" }));
  });

  it("that throws is a 500, not a way in", async () => {
    const verify = () => {
      throw new Error("the directory is down");
    };
    expect((await as("ann", "x", app({ verify }))).status).toBe(500);
  });
});

describe("the options", () => {
  it.each<[Record<string, unknown>, RegExp]>([
    [{}, /either users or verify/],
    [{ users, verify: () => true }, /either users or verify/],
    [{ users: {} }, /users is empty/],
    [{ users: { "a:b": password } }, /colon/],
    [{ users: { "": password } }, /must not be empty/],
    [{ users: { "a\n": password } }, /control characters/],
    [{ users, realm: 'a"b' }, /realm/],
    [{ users, realm: "a\r\nb" }, /realm/],
    [{ users, maxCredentialBytes: 0 }, /maxCredentialBytes/],
    [{ users, maxCredentialBytes: Number.NaN }, /maxCredentialBytes/],
    [{ users, maxCredentialBytes: Number.POSITIVE_INFINITY }, /maxCredentialBytes/],
  ])("%j is refused", (options, message) => {
    expect(() => basicAuth(options as BasicAuthOptions)).toThrow(message);
  });

  it("the realm is told", async () => {
    const response = await ask(app({ users, realm: "admin area" }));
    expect(response.headers.get("www-authenticate")).toBe('Basic realm="admin area", charset="UTF-8"');
  });

  it.each(["", "admin", "changeme", "a".repeat(48), undefined])(
    "the password %s stops a production app",
    (weak) => {
      for (const each of [weak, [password, weak]]) {
        const one = quietApp({ env: "production" }).use(basicAuth({ users: { ann: each } }));
        one.get("/", { responses: ok }, () => ({ status: 200 }));
        expect(() => one.ready()).toThrow(BootGuardError);
        expect(() => one.ready()).toThrow(/\[weak-secret\] basicAuth\(\)/);
      }
    },
  );

  it("a production process is told at once, a build step is not", () => {
    vi.stubEnv("NODE_ENV", "production");
    expect(() => basicAuth({ users: { ann: "admin" } })).toThrow(/too short \(5 bytes; require >= 32\)/);
    basicAuth({ users });
    vi.stubEnv("DALOY_BUILD", "1");
    basicAuth({ users: { ann: undefined } });
  });

  it("count as authentication of the scheme basic", () => {
    quietApp({ env: "production" })
      .post("/", { responses: ok, auth: { scheme: "basic" }, hooks: basicAuth({ users }) }, () => ({
        status: 200,
      }))
      .ready();
  });
});

it("a refusal does not log the credentials", async () => {
  const { app: one, lines } = loggedApp({ env: "test" });
  one.use(basicAuth({ users })).get("/", { responses: ok }, () => ({ status: 200 }));
  const sent = encode(`ann:${other}`);
  await one.request("/", { headers: { authorization: `Basic ${sent}` } });
  expect(JSON.stringify(lines)).not.toContain(other);
  expect(JSON.stringify(lines)).not.toContain(sent);
});
