import { describe, expect, it } from "vitest";
import { type IpRestrictionOptions, ipRestriction } from "../../../../templates/packages/core/src/index.ts";
import { hello, loggedApp, ok } from "../apps.ts";

async function ask(options: IpRestrictionOptions, address?: string) {
  const { app, lines } = loggedApp({ env: "test" });
  app.use(ipRestriction({ resolveIp: () => address, ...options })).get("/", { responses: ok }, hello);
  const response = await app.request("/");
  const logged = lines.find((line) => line.level === "warn");
  return { status: response.status, code: logged?.["code"], setting: logged?.["setting"] };
}
const passes = { status: 200, code: undefined, setting: undefined };
const refused = (code: string, option: string) => ({ status: 403, code, setting: `ipRestriction.${option}` });

describe("an address", () => {
  const allow = ["192.0.2.0/24", "2001:db8:1::/48", "10.0.0.7"];
  const deny = ["192.0.2.66", "2001:db8:1:bad::/64", "198.51.100.0/24"];

  it.each<[string, IpRestrictionOptions, string | undefined, ReturnType<typeof refused> | typeof passes]>([
    ["in a range", { allow }, "192.0.2.1", passes],
    ["listed alone", { allow }, "10.0.0.7", passes],
    ["beside it", { allow }, "10.0.0.8", refused("ip-not-allowed", "allow")],
    ["before the range", { allow }, "192.0.1.255", refused("ip-not-allowed", "allow")],
    ["after the range", { allow }, "192.0.3.0", refused("ip-not-allowed", "allow")],
    ["of IPv6 in a range", { allow }, "2001:db8:1:ffff::1", passes],
    ["of IPv6 in another spelling", { allow }, "2001:0DB8:0001:0:0:0:0:1", passes],
    ["of IPv6 outside", { allow }, "2001:db8:2::1", refused("ip-not-allowed", "allow")],
    ["of IPv6 with a zone", { allow: ["fe80::/10"] }, "fe80::1%eth0", passes],
    ["mapped into IPv6", { allow }, "::ffff:192.0.2.1", passes],
    ["mapped, in hexadecimal", { allow }, "::ffff:c000:201", passes],
    ["denied", { deny }, "198.51.100.9", refused("ip-denied", "deny")],
    ["denied and mapped", { deny }, "::ffff:198.51.100.9", refused("ip-denied", "deny")],
    ["denied, mapped, in hexadecimal", { deny }, "::FFFF:C633:6409", refused("ip-denied", "deny")],
    ["not denied", { deny }, "203.0.113.1", passes],
    ["allowed and denied", { allow, deny }, "192.0.2.66", refused("ip-denied", "deny")],
    ["allowed and denied, IPv6", { allow, deny }, "2001:db8:1:bad::1", refused("ip-denied", "deny")],
    ["allowed and not denied", { allow, deny }, "192.0.2.65", passes],
    ["neither", { allow, deny }, "203.0.113.1", refused("ip-not-allowed", "allow")],
    [
      "everyone but one",
      { allow: ["0.0.0.0/0"], deny: ["192.0.2.66"] },
      "192.0.2.66",
      refused("ip-denied", "deny"),
    ],
    [
      "of IPv4 where all of IPv6 is allowed",
      { allow: ["::/0"] },
      "192.0.2.1",
      refused("ip-not-allowed", "allow"),
    ],
    ...[
      undefined,
      "",
      "unknown",
      "192.0.2.1, 10.0.0.7",
      "192.0.2.01",
      "0xc0000201",
      "3221225985",
      "[2001:db8:1::1]",
      "192.0.2.1:80",
      " 192.0.2.1",
      "localhost",
    ].flatMap((text) =>
      [{ allow }, { deny }].map(
        (options): [string, IpRestrictionOptions, string | undefined, ReturnType<typeof refused>] => [
          `that is none (${text}), with ${Object.keys(options)}`,
          options,
          text,
          refused("ip-unknown", "resolveIp"),
        ],
      ),
    ),
  ])("%s", async (_, options, address, expected) => {
    expect(await ask(options, address)).toEqual(expected);
  });

  it("is the client's inside the trust boundary", async () => {
    const { app, lines } = loggedApp({ env: "test", trustProxy: { hops: 1 } });
    app.use(ipRestriction({ allow })).get("/", { responses: ok }, hello);
    const from = async (forwarded: string) =>
      (await app.request("/", { headers: { "x-forwarded-for": forwarded } })).status;
    expect(await from("192.0.2.1")).toBe(200);
    expect(await from("192.0.2.1, 203.0.113.1")).toBe(403);
    lines.length = 0;
    expect((await app.request("/")).status).toBe(403);
    expect(lines).toContainEqual(expect.objectContaining({ code: "ip-unknown", setting: "trustProxy" }));
  });
});

it("refuses before the body is read, and answers missing paths no better", async () => {
  const { app } = loggedApp({ env: "test" });
  app.use(ipRestriction({ allow: ["192.0.2.1"], resolveIp: () => "192.0.2.2" }));
  app.post("/", { responses: ok }, hello);
  let read = false;
  const body = new ReadableStream(
    {
      pull(controller) {
        read = true;
        controller.close();
      },
    },
    { highWaterMark: 0 },
  );
  const request = new Request("http://localhost/", { method: "POST", body, duplex: "half" } as RequestInit);
  expect([(await app.fetch(request)).status, read]).toEqual([403, false]);
  expect((await app.request("/missing")).status).toBe(403);
});

it("answers 500, not the page, when resolveIp throws", async () => {
  const { app } = loggedApp({ env: "test" });
  const resolveIp = () => {
    throw new Error("no");
  };
  app.use(ipRestriction({ deny: ["192.0.2.1"], resolveIp })).get("/", { responses: ok }, hello);
  expect((await app.request("/")).status).toBe(500);
});

it.each<[string, IpRestrictionOptions]>([
  ["nothing", {}],
  ["an empty allow", { allow: [] }],
  ["an empty deny", { allow: ["10.0.0.1"], deny: [] }],
  ["a host name", { allow: ["localhost"] }],
  ["a prefix that is none", { deny: ["10.0.0.0/33"] }],
  ["an address in short form", { allow: ["127.1"] }],
])("refuses %s", (_, options) => {
  expect(() => ipRestriction(options)).toThrow(TypeError);
});
