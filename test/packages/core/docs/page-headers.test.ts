import { describe, expect, it } from "vitest";
import { docsPageHeaders } from "../../../../templates/packages/core/src/docs/index.ts";
import { nonce } from "./documents.ts";

const policyFor = (...urls: string[]): string =>
  docsPageHeaders(nonce, { servers: urls.map((url) => ({ url })) })["content-security-policy"] ?? "";
const connectOf = (policy: string) => /connect-src ([^;]*)/.exec(policy)?.[1];

describe("the page's headers", () => {
  it("allow the page's own script and style, and nothing else", () => {
    expect(docsPageHeaders(nonce, {})).toEqual({
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'`,
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
      "cache-control": "no-store",
    });
  });

  it.each([
    ["a path", "/api", "'self'"],
    ["another origin", "https://api.example.com/v1", "'self' https://api.example.com"],
    ["a port", "http://localhost:8080", "'self' http://localhost:8080"],
    ["an IPv6 address", "http://[::1]:8080/", "'self' http://[::1]:8080"],
    ["an international name", "https://bücher.example", "'self' https://xn--bcher-kva.example"],
    ["a directive in the host", "https://a;script-src", "'self'"],
    ["a comma in the host", "https://a,b", "'self'"],
    ["a wildcard", "https://*", "'self'"],
    ["a wildcard below a name", "https://*.example.com", "'self'"],
    ["a keyword", "https://'unsafe-inline'", "'self'"],
    ["another scheme", "ftp://files.example", "'self'"],
    ["a socket", "wss://socket.example", "'self'"],
    ["a script URL", "javascript:alert(1)", "'self'"],
    ["a data URL", "data:text/html,x", "'self'"],
    ["a variable without a default", "https://{region}.example.com", "'self'"],
    ["no URL", "::: ; script-src *", "'self'"],
  ])("let requests go to the declared servers: %s", (_, url, expected) => {
    expect(connectOf(policyFor(url))).toBe(expected);
    expect(policyFor(url).split(";")).toHaveLength(10);
  });

  it("name each origin once", () => {
    expect(connectOf(policyFor("https://a.example/v1", "https://a.example/v2"))).toBe(
      "'self' https://a.example",
    );
  });

  it("use the defaults of a server's variables", () => {
    const server = { url: "https://{region}.example.com", variables: { region: { default: "eu" } } };
    expect(connectOf(docsPageHeaders(nonce, { servers: [server] })["content-security-policy"] ?? "")).toBe(
      "'self' https://eu.example.com",
    );
  });

  it("refuse a nonce that could add to the policy", () => {
    expect(() => docsPageHeaders(`${nonce}'; script-src *`, {})).toThrow(/base64/);
  });
});
