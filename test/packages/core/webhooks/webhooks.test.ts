import { createHmac } from "node:crypto";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
  signWebhookPayload,
  type VerifyStandardWebhookOptions,
  type VerifyWebhookOptions,
  verifyWebhookSignature,
} from "../../../../templates/packages/core/src/index.ts";

const now = 1_800_000_000;
beforeEach(() => {
  vi.useFakeTimers({ now: now * 1000, toFake: ["Date"] });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

const secret = "mV3kq0c2yXn8Zr5tPw7sB1dF6hJ9lQ4aE+o/u.~_-iG";
const successor = "Tz8rW2nK6vY4bM0cX9sD3fG7hJ1lP5qE-aUoIyRtNwQ";
const standardSecret = `whsec_${Buffer.from("b7a1c94e02d85f3367ab19fc4420de81905ce6d2", "latin1").toString("base64")}`;
const payload = '{"type":"invoice.paid"}';
const timestamp = now;

const hexOf = (text: string, key = secret) => createHmac("sha256", key).update(text).digest("hex");

describe("timestamp.payload in hexadecimal", () => {
  const good = { payload, secret, timestamp, signature: hexOf(`${now}.${payload}`) };
  const verify = (change: Partial<VerifyWebhookOptions> = {}) =>
    verifyWebhookSignature({ ...good, ...change });

  it("is what is signed", async () => {
    expect(await signWebhookPayload({ payload, secret, timestamp })).toBe(good.signature);
    expect(await verify()).toBe(true);
  });

  it.each<[string, Partial<VerifyWebhookOptions>, boolean]>([
    ["bytes", { payload: new TextEncoder().encode(payload) }, true],
    [
      "a part of a larger buffer",
      { payload: new TextEncoder().encode(`xx${payload}xx`).subarray(2, -2) },
      true,
    ],
    ["capitals", { signature: good.signature.toUpperCase() }, true],
    ["the timestamp as text", { timestamp: String(now) }, true],
    ["the second secret", { secret: [successor, secret] }, true],
    ["another secret", { secret: successor }, false],
    ["another payload", { payload: `${payload} ` }, false],
    ["an empty payload", { payload: "" }, false],
    ["another timestamp", { timestamp: now + 1 }, false],
    ["no signature", { signature: null }, false],
    ["an undefined signature", { signature: undefined }, false],
    ["an empty signature", { signature: "" }, false],
    ["half a signature", { signature: good.signature.slice(0, 32) }, false],
    ["a longer signature", { signature: `${good.signature}00` }, false],
    ["a signature of the payload alone", { signature: hexOf(payload) }, false],
    ["a signature in Base64", { signature: Buffer.from(good.signature, "hex").toString("base64") }, false],
    ["a list", { signature: `${good.signature} ${good.signature}` }, false],
    ["no timestamp", { timestamp: null }, false],
    ["an undefined timestamp", { timestamp: undefined }, false],
    ["an empty timestamp", { timestamp: "" }, false],
    ["a timestamp in milliseconds", { timestamp: now * 1000 }, false],
    ["a timestamp with a fraction", { timestamp: now + 0.5 }, false],
    ["a timestamp that is no number", { timestamp: Number.NaN }, false],
    ["a timestamp with a sign", { timestamp: `+${now}` }, false],
    ["a timestamp with space around", { timestamp: ` ${now}` }, false],
    ["a timestamp in hexadecimal", { timestamp: `0x${now.toString(16)}` }, false],
    ["a timestamp with an exponent", { timestamp: "18e8" }, false],
    [
      "a timestamp that takes a part of the payload",
      { timestamp: `${now}.{`, payload: payload.slice(1) },
      false,
    ],
  ])("%s", async (_, change, expected) => {
    expect(await verify(change)).toBe(expected);
  });

  it.each([
    ` ${now}`,
    `${now} `,
    `+${now}`,
    `${now}.0`,
    `0x${now.toString(16)}`,
    "18e8",
    `0${"0".repeat(9)}${now}`,
  ])("with the timestamp %j, although it was signed", async (text) => {
    expect(await verify({ timestamp: text, signature: hexOf(`${text}.${payload}`) })).toBe(false);
  });

  it.each<[number, number | undefined, boolean]>([
    [0, undefined, true],
    [300, undefined, true],
    [301, undefined, false],
    [-300, undefined, true],
    [-301, undefined, false],
    [-86_400 * 365, undefined, false],
    [10, 10, true],
    [11, 10, false],
    [0, 0, true],
    [1, 0, false],
  ])("of %d seconds ago with a tolerance of %j", async (age, toleranceSeconds, expected) => {
    const at = now - age;
    const options = {
      payload,
      secret,
      timestamp: at,
      signature: hexOf(`${at}.${payload}`),
      toleranceSeconds,
    };
    expect(await verifyWebhookSignature(options)).toBe(expected);
  });
});

describe("Standard Webhooks", () => {
  const id = "msg_2KWPBgLlAfxdpx2AI54pPJ85f4W";

  it("signs the specification's example as it does", async () => {
    const options = {
      payload: '{"test": 2432232314}',
      secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
      timestamp: 1614265330,
      id: "msg_p5jXN8AQM9LWM0D4loKWxJek",
    };
    expect(await signWebhookPayload(options)).toBe("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  });

  const headers = async (change: Record<string, string | undefined> = {}) => {
    const signature = await signWebhookPayload({ payload, secret: standardSecret, timestamp, id });
    const all = {
      "webhook-id": id,
      "webhook-timestamp": String(now),
      "webhook-signature": signature,
      ...change,
    };
    return new Headers(
      Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined),
    );
  };
  const verify = (
    options: Partial<VerifyStandardWebhookOptions> & Pick<VerifyStandardWebhookOptions, "headers">,
  ) => verifyWebhookSignature({ payload, secret: standardSecret, ...options });

  it("verifies from the headers, and from the single values", async () => {
    expect(await verify({ headers: await headers() })).toBe(true);
    const signature = (await headers()).get("webhook-signature");
    const single = { payload, secret: standardSecret, id, timestamp, signature };
    expect(await verifyWebhookSignature(single)).toBe(true);
    expect(await verifyWebhookSignature({ ...single, id: null })).toBe(false);
  });

  it("takes any of several signatures, and any of several secrets", async () => {
    const next = `whsec_${Buffer.from(successor).toString("base64")}`;
    const [a, b] = await Promise.all(
      [standardSecret, next].map((one) => signWebhookPayload({ payload, secret: one, timestamp, id })),
    );
    const both = await headers({ "webhook-signature": `${a} ${b}` });
    for (const one of [standardSecret, next, [next, standardSecret]]) {
      expect(await verify({ headers: both, secret: one })).toBe(true);
    }
    expect(
      await verify({ headers: await headers({ "webhook-signature": `v1a,xyz v2,abc ${b}` }), secret: next }),
    ).toBe(true);
    expect(await verify({ headers: await headers(), secret: next })).toBe(false);
  });

  it.each<[string, (signature: string) => Record<string, string | undefined>]>([
    ["no id", () => ({ "webhook-id": undefined })],
    ["another id", () => ({ "webhook-id": `${id}x` })],
    ["an id with a dot", () => ({ "webhook-id": `${id}.x` })],
    ["no timestamp", () => ({ "webhook-timestamp": undefined })],
    ["an old timestamp", () => ({ "webhook-timestamp": String(now - 301) })],
    ["no signature", () => ({ "webhook-signature": undefined })],
    ["no version", (signature) => ({ "webhook-signature": signature.slice(3) })],
    ["another version", (signature) => ({ "webhook-signature": signature.replace("v1,", "v1a,") })],
    ["a version in capitals", (signature) => ({ "webhook-signature": signature.replace("v1", "V1") })],
    ["no padding", (signature) => ({ "webhook-signature": signature.replace("=", "") })],
    ["an empty one", () => ({ "webhook-signature": "v1," })],
    [
      "the right one behind a flood",
      (signature) => ({ "webhook-signature": `${"v1,x ".repeat(16)}${signature}` }),
    ],
    ["commas between", (signature) => ({ "webhook-signature": `v1,x,${signature}` })],
  ])("refuses %s", async (_, change) => {
    const signature = (await headers()).get("webhook-signature") ?? "";
    expect(await verify({ headers: await headers(change(signature)) })).toBe(false);
  });

  it("cannot be moved between id, timestamp and payload", async () => {
    const inner = `${now}.x`;
    const signed = await signWebhookPayload({
      payload: inner,
      secret: standardSecret,
      timestamp: now - 9,
      id: "a",
    });
    const moved = await headers({ "webhook-id": `a.${now - 9}`, "webhook-signature": signed });
    expect(await verify({ headers: moved, payload: "x" })).toBe(false);
    const plain = {
      payload: `${now}.${payload}`,
      secret,
      timestamp: now,
      signature: hexOf(`${now}.${now}.${payload}`),
    };
    expect(await verifyWebhookSignature(plain)).toBe(true);
    expect(await verifyWebhookSignature({ ...plain, payload })).toBe(false);
  });

  it.each(["", "whsec_", "whsec_***", secret, standardSecret.slice(6)])(
    "refuses the secret %j, which is none of theirs",
    async (other) => {
      await expect(signWebhookPayload({ payload, secret: other, timestamp, id })).rejects.toThrow(TypeError);
      await expect(verify({ headers: await headers(), secret: other })).rejects.toThrow(TypeError);
    },
  );

  it.each(["", "a.b", "a b", "ä", "a\n", "x".repeat(257)])("does not sign the id %j", async (other) => {
    await expect(
      signWebhookPayload({ payload, secret: standardSecret, timestamp, id: other }),
    ).rejects.toThrow(/the id/);
  });
});

it("what is signed verifies, and nothing else does", async () => {
  const anything = fc.record({
    payload: fc.uint8Array({ maxLength: 64 }),
    id: fc.option(fc.stringMatching(/^[\w-]{1,20}$/), { nil: undefined }),
  });
  await fc.assert(
    fc.asyncProperty(anything, fc.nat(), async ({ payload: bytes, id }, at) => {
      const key = id === undefined ? secret : standardSecret;
      const signature = await signWebhookPayload({ payload: bytes, secret: key, timestamp, id });
      const options = { payload: bytes, secret: key, timestamp, id, signature };
      expect(await verifyWebhookSignature(options)).toBe(true);
      const changed = Uint8Array.from([...bytes, 0]);
      if (bytes.length > 0) changed[at % bytes.length] = (changed[at % bytes.length] ?? 0) ^ 1;
      expect(await verifyWebhookSignature({ ...options, payload: changed })).toBe(false);
      expect(await verifyWebhookSignature({ ...options, payload: changed.subarray(0, -1) })).toBe(
        bytes.length === 0,
      );
    }),
  );
});

describe("mistakes of the caller", () => {
  const good = { payload, secret, timestamp, signature: hexOf(`${now}.${payload}`) };

  it.each<[string, object]>([
    ["a payload that was parsed", { payload: JSON.parse(payload) }],
    ["no payload", { payload: undefined }],
    ["no secret", { secret: "" }],
    ["no secrets", { secret: [] }],
    ["one empty secret of two", { secret: [secret, ""] }],
    ["an endless tolerance", { toleranceSeconds: Number.POSITIVE_INFINITY }],
    ["a negative tolerance", { toleranceSeconds: -1 }],
    ["a tolerance that is no number", { toleranceSeconds: Number.NaN }],
  ])("%s", async (_, change) => {
    await expect(verifyWebhookSignature({ ...good, ...change })).rejects.toThrow(TypeError);
  });

  it.each([Number.NaN, -1, 1.5, now * 1000])("a timestamp of %j", async (at) => {
    await expect(signWebhookPayload({ payload, secret, timestamp: at })).rejects.toThrow(/whole seconds/);
  });

  it("a weak secret in production, which is not repeated", async () => {
    vi.stubEnv("DALOY_ENV", "production");
    expect(await verifyWebhookSignature(good)).toBe(true);
    for (const weak of ["hunter2", "a".repeat(40), "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"]) {
      await expect(verifyWebhookSignature({ ...good, secret: [secret, weak] })).rejects.toThrow(
        /production secret/,
      );
      await expect(signWebhookPayload({ payload, secret: weak, timestamp })).rejects.toThrow(
        /production secret/,
      );
      await expect(signWebhookPayload({ payload, secret: weak, timestamp })).rejects.not.toThrow(weak);
    }
  });
});
