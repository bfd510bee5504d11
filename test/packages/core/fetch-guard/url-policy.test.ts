import { describe, expect, it } from "vitest";
import { SsrfBlockedError } from "../../../../templates/packages/core/src/fetch-guard/errors.ts";
import type { FetchGuardOptions } from "../../../../templates/packages/core/src/fetch-guard/options.ts";
import {
  checkName,
  checkUrl,
  literalAddress,
  parseUrl,
} from "../../../../templates/packages/core/src/fetch-guard/url-policy.ts";
import { policyOf } from "./policies.ts";

function verdict(check: typeof checkUrl, text: string, options: FetchGuardOptions = {}): string {
  try {
    check(parseUrl(text), policyOf(options));
    return "permitted";
  } catch (error) {
    if (error instanceof SsrfBlockedError) return error.reason;
    throw error;
  }
}

describe("checkUrl", () => {
  const rows: [url: string, options: FetchGuardOptions, verdict: string][] = [
    ["http://example.com", {}, "permitted"],
    ["https://example.com:8443/a", {}, "permitted"],
    ["http://example.com:1", {}, "port"],
    ["http://example.com:25", {}, "port"],
    ["https://example.com:6667", {}, "port"],
    ["http://example.com:6379", {}, "permitted"],
    ["ftp://example.com", {}, "scheme"],
    ["file:///etc/passwd", {}, "scheme"],
    ["gopher://example.com:6379/_", {}, "scheme"],
    ["data:text/plain,hello", {}, "scheme"],
    ["javascript:alert(1)", {}, "scheme"],
    ["blob:https://example.com/id", {}, "scheme"],
    ["unix:///var/run/docker.sock", {}, "scheme"],
    ["http+unix://%2Fvar%2Frun%2Fdocker.sock/info", {}, "scheme"],
    ["ws://example.com", {}, "scheme"],
    ["http://user@example.com", {}, "credentials"],
    ["http://:pw@example.com", {}, "credentials"],
    ["http://example.com@evil.test", {}, "credentials"],
    ["http://example.com", { requireHttps: true }, "https-required"],
    ["https://example.com", { requireHttps: true }, "permitted"],
    ["http://metadata.google.internal/computeMetadata/v1/", {}, "metadata"],
    ["http://METADATA.google.internal", {}, "metadata"],
    ["http://metadata.google.internal./", {}, "metadata"],
    ["http://metadata.google.internal../", {}, "metadata"],
    ["http://metadata%2Egoogle%2Einternal/", {}, "metadata"],
    ["http://ｍｅｔａｄａｔａ.google.internal/", {}, "metadata"],
    ["http://metadata。google。internal/", {}, "metadata"],
    ["http://metadata/", {}, "metadata"],
    ["http://metadata.google.internal/", { allowHosts: ["metadata.google.internal"] }, "metadata"],
    ["https://api.example.com", { allowHosts: ["api.example.com"] }, "permitted"],
    ["https://API.example.com.", { allowHosts: ["api.example.com"] }, "permitted"],
    ["https://api.example.com", { allowHosts: ["API.EXAMPLE.COM."] }, "permitted"],
    ["https://bücher.example", { allowHosts: ["xn--bcher-kva.example"] }, "permitted"],
    ["https://xn--bcher-kva.example", { allowHosts: ["BÜCHER.example"] }, "permitted"],
    ["https://evil.test", { allowHosts: ["api.example.com"] }, "host-not-allowed"],
    ["https://api.example.com.evil.test", { allowHosts: ["api.example.com"] }, "host-not-allowed"],
    ["https://xapi.example.com", { allowHosts: ["api.example.com"] }, "host-not-allowed"],
    ["https://a.example.com", { allowHosts: ["*.example.com"] }, "permitted"],
    ["https://a.b.example.com", { allowHosts: ["*.example.com"] }, "permitted"],
    ["https://example.com", { allowHosts: ["*.example.com"] }, "host-not-allowed"],
    ["https://notexample.com", { allowHosts: ["*.example.com"] }, "host-not-allowed"],
    ["https://.example.com", { allowHosts: ["*.example.com"] }, "host-not-allowed"],
    ["https://a.example.com.evil.test", { allowHosts: ["*.example.com"] }, "host-not-allowed"],
    ["https://[::1]", { allowHosts: ["::1"] }, "permitted"],
    ["https://[0:0::1]", { allowHosts: ["[::1]"] }, "permitted"],
    ["https://127.1", { allowHosts: ["127.0.0.1"] }, "permitted"],
    ["https://example.com", { allowHosts: [] }, "host-not-allowed"],
  ];
  it.each(rows)("%s with %j: %s", (url, options, expected) => {
    expect(verdict(checkUrl, url, options)).toBe(expected);
  });
});

describe("checkName", () => {
  const rows: [url: string, options: FetchGuardOptions, verdict: string][] = [
    ["http://example.com", {}, "permitted"],
    ["http://local.example.com", {}, "permitted"],
    ["http://localhost", {}, "loopback"],
    ["http://LOCALHOST.", {}, "loopback"],
    ["http://app.localhost", {}, "loopback"],
    ["http://localhost.localdomain", {}, "loopback"],
    ["http://localhost", { allowLoopback: true }, "permitted"],
    ["http://localhost", { allowPrivate: true }, "loopback"],
    ["http://printer.local", {}, "link-local"],
    ["http://printer.local", { allowLinkLocal: true }, "permitted"],
    ["http://db.internal", {}, "private"],
    ["http://db.internal", { allowPrivate: true }, "permitted"],
    ["http://nas.home.arpa", {}, "private"],
    ["http://redis", {}, "private"],
    ["http://wiki.corp", {}, "private"],
  ];
  it.each(rows)("%s with %j: %s", (url, options, expected) => {
    expect(verdict(checkName, url, options)).toBe(expected);
  });
});

describe("literalAddress", () => {
  it.each([
    ["http://127.0.0.1", "127.0.0.1"],
    ["http://2130706433", "127.0.0.1"],
    ["http://0x7f.1", "127.0.0.1"],
    ["http://017700000001", "127.0.0.1"],
    ["http://127.0.0.1.", "127.0.0.1"],
    ["http://①②⑦.0.0.1", "127.0.0.1"],
    ["http://127%2e0%2e0%2e1", "127.0.0.1"],
    ["http://[::1]", "::1"],
    ["http://[::ffff:127.0.0.1]", "::ffff:7f00:1"],
    ["http://example.com", undefined],
    ["http://1.2.3.4.example.com", undefined],
  ])("%s: %s", (url, expected) => {
    expect(literalAddress(new URL(url))).toBe(expected);
  });
});

describe("parseUrl", () => {
  it.each([
    "",
    "/relative",
    "example.com",
    "http://",
    "http://user:secret@",
    "http://[::1%25eth0]/",
    "http://256.1.1.1",
    "http://a b",
  ])("refuses %j without quoting it", (text) => {
    const parse = () => parseUrl(text);
    expect(parse).toThrow(TypeError);
    expect(parse).not.toThrow(/secret/);
    expect(parse).toThrow(expect.not.objectContaining({ cause: expect.anything() }));
  });
});

describe("SsrfBlockedError", () => {
  it.each([
    ["https://user:secret@example.com:8443/path?token=secret#secret", "https://example.com:8443/path"],
    ["ftp://user:secret@example.com/secret", "ftp://example.com"],
    ["blob:https://user:secret@example.com/secret", "blob:"],
    ["data:text/plain,secret", "data:"],
  ])("shows %s as %s", (text, shown) => {
    const error = new SsrfBlockedError(new URL(text), "scheme", "because.");
    expect(error.url).toBe(shown);
    expect(`${error.stack}${JSON.stringify(error)}`).not.toContain("secret");
  });
});
