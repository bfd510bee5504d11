import { describe, expect, test } from "vitest";
import { createLogger } from "../../../../templates/packages/core/src/logging/logger.ts";
import { createRedactor } from "../../../../templates/packages/core/src/logging/redact.ts";

const redactor = createRedactor();

describe("by name", () => {
  test.each([
    "password",
    "Password",
    "PASSWORD_HASH",
    "dbPassword",
    "passwd",
    "pass",
    "pwd",
    "user.pwd",
    "passphrase",
    "secret",
    "clientSecret",
    "client-secret",
    "token",
    "accessToken",
    "refresh_token",
    "csrf-token",
    "x-csrf-token",
    "id_token",
    "authorization",
    "Authorization",
    "proxy-authorization",
    "cookie",
    "Set-Cookie",
    "cookies",
    "x-api-key",
    "apiKey",
    "api_key",
    "private_key",
    "privateKey",
    "aws_secret_access_key",
    "accessKeyId",
    "credentials",
    "creditCard",
    "credit card",
    "card_number",
    "cvv",
    "ssn",
    "session",
    "sessionId",
    "session_id",
    "connect.sid",
    "sid",
    "jwt",
    "otp",
    "pin",
    "DATABASE_URL",
    "connectionString",
  ])("%s is sensitive", (name) => {
    expect(redactor.isSensitive(name)).toBe(true);
  });

  test.each([
    "user",
    "id",
    "passenger",
    "compass",
    "tokenCount",
    "max_tokens",
    "cookieName",
    "sessionCount",
    "className",
    "author",
    "path",
    "key",
    "keys",
    "spinner",
    "pinned",
    "url",
    "status",
    "",
  ])("%s is not", (name) => {
    expect(redactor.isSensitive(name)).toBe(false);
  });

  test("your own names, on top, and your own censor", () => {
    const own = createRedactor({ keys: ["tax_id"], censor: "***" });
    expect([own.isSensitive("taxId"), own.isSensitive("TAX-ID"), own.isSensitive("password")]).toEqual([
      true,
      true,
      true,
    ]);
    expect(own.cleanText("Bearer abc")).toBe("Bearer ***");
  });

  test("the memory of names is bounded", () => {
    for (let i = 0; i < 5000; i++) redactor.isSensitive(`name${i}`);
    expect(redactor.isSensitive("password")).toBe(true);
  });
});

describe("by form, in any text", () => {
  test.each([
    [
      "a bearer token",
      "sent Authorization: Bearer abc.DEF-123~+/= to b",
      "sent Authorization: Bearer [redacted] to b",
    ],
    ["a bearer token in small letters", "bearer xyz", "bearer [redacted]"],
    ["basic credentials", "Basic dXNlcjpwYXNz, next", "Basic [redacted], next"],
    [
      "user information",
      "at postgres://user:p%40ss@db:5432/x and http://t@h/",
      "at postgres://[redacted]@db:5432/x and http://[redacted]@h/",
    ],
    ["user information with an @ in it", "https://u:p@ss@host/", "https://[redacted]@host/"],
    ["a signed token", `t=eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl!`, "t=[redacted]!"],
    ["an encrypted token", "eyJhbGciOiJkaXIifQ..aXYxMjM0NTY.Y2lwaGVydGV4dA.dGFn", "[redacted]"],
    [
      "query parameters",
      "/cb?code=1&access_token=abc&api_key=k#x",
      "/cb?code=1&access_token=[redacted]&api_key=[redacted]#x",
    ],
  ])("%s", (_name, text, expected) => {
    expect(redactor.cleanText(text)).toBe(expected);
  });

  test.each([
    "the bearer token is missing",
    'Bearer realm="api"',
    "Bearer authentication failed",
    "Basic authentication is off",
    "basic usage of it",
    "Basic Auth",
    "https://example.com/a@b",
    "mail a@b.example",
    "eyJustAWord.and.more",
    "/search?q=token&page=2",
    "is it? a=b",
  ])("leaves %j alone", (text) => {
    expect(redactor.cleanText(text)).toBe(text);
  });

  test.each([
    ["://", "://".repeat(200_000)],
    ["://a", `://${"a".repeat(500_000)}`],
    ["Bearer spaces", `Bearer${" ".repeat(500_000)}`],
    ["Bearer again", "Bearer ".repeat(80_000)],
    ["Basic again", "Basic aaaa".repeat(60_000)],
    ["Basic long", `Basic ${"a".repeat(500_000)}`],
    ["eyJ again", "eyJ".repeat(200_000)],
    ["eyJ-", "eyJaaaaaa-".repeat(60_000)],
    ["eyJ dots", `eyJaaaaaa.aaaaaa${".".repeat(500_000)}!`],
    ["?", "?a".repeat(300_000)],
    ["?a=", "?a=".repeat(200_000)],
  ])("takes linear time over %s", (_name, text) => {
    const started = performance.now();
    redactor.cleanText(text);
    expect(performance.now() - started).toBeLessThan(300);
  });
});

describe("wherever the logger meets them", () => {
  function line(fields: object, message?: string): string {
    let written = "";
    const logger = createLogger({ write: (text) => (written = text), bindings: { dbPassword: "hunter2" } });
    logger.child({ nested: { token: "hunter2" } }).info(fields, message);
    return written;
  }

  const secret = "hunter2";
  test.each<[string, object, string?]>([
    ["nested objects", { a: { b: [{ password: secret }] } }],
    ["whole subtrees", { session: { user: secret } }],
    ["a Map", { map: new Map([["api_key", secret]]) }],
    ["headers", { headers: new Headers({ authorization: secret, cookie: secret }) }],
    ["header pairs", { headers: [["Authorization", secret]] }],
    ["Node's raw headers", { rawHeaders: ["Host", "h", "Cookie", secret, "X-Api-Key", secret] }],
    ["search parameters", { query: new URLSearchParams({ token: secret }) }],
    ["what toJSON returns", { user: { toJSON: () => ({ password: secret }) } }],
    [
      "an error's fields",
      { err: Object.assign(new Error("x"), { config: { headers: { authorization: secret } } }) },
    ],
    ["an error's message and stack", { err: new Error(`GET https://u:${secret}@h/ failed`) }],
    ["an error's cause", { err: new Error("x", { cause: { secret } }) }],
    ["the message", {}, `connecting to redis://:${secret}@h`],
    ["a URL", { url: new URL(`https://u:${secret}@h/?access_token=${secret}`) }],
    ["keys", { [`https://u:${secret}@h/`]: 1 }],
    ["sensitive values that are no strings", { pin: 1234, otp: [secret], jwt: () => secret }],
  ])("%s", (_name, fields, message) => {
    const written = line(fields, message);
    expect(written).not.toContain(secret);
    expect(written).not.toContain("1234");
    expect(written).toContain("[redacted]");
    expect(written).toContain('"dbPassword":"[redacted]"');
  });

  test("null and undefined stay what they are: they tell nothing", () => {
    expect(line({ password: null, token: undefined })).toContain('"password":null}');
  });
});
