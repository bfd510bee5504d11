import { CspEvaluator } from "csp_evaluator/dist/evaluator.js";
import { Severity } from "csp_evaluator/dist/finding.js";
import { CspParser } from "csp_evaluator/dist/parser.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type ContentSecurityPolicyOptions,
  type Hooks,
  secureHeaders,
} from "../../../../templates/packages/core/src/index.ts";
import { hello, ok, quietApp } from "../apps.ts";

function appWith(policy: ContentSecurityPolicyOptions, more: Hooks[] = []) {
  return quietApp()
    .use([secureHeaders({ contentSecurityPolicy: policy }), ...more])
    .get("/", { responses: ok }, ({ state }) => ({ status: 200, body: String(state["cspNonce"]) }))
    .get("/own", { responses: ok }, () => ({
      status: 200,
      headers: { "content-security-policy": "default-src 'none'" },
    }))
    .get("/unchanged", { responses: { 304: { description: "Unchanged" } } }, () => ({ status: 304 }));
}

async function policyOf(policy: ContentSecurityPolicyOptions): Promise<string> {
  return (await appWith(policy).request("/")).headers.get("content-security-policy") ?? "";
}

/** What csp_evaluator holds against a policy: high severity, or no policy at all. */
function graveFindings(policy: string): string[] {
  return new CspEvaluator(new CspParser(policy).csp)
    .evaluate()
    .filter(({ severity }) => severity === Severity.HIGH || severity === Severity.SYNTAX)
    .map(({ directive, value, description }) => `${directive} ${value}: ${description}`);
}

const defaults =
  "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'";

describe("directives", () => {
  it.each<[ContentSecurityPolicyOptions, string]>([
    [{}, defaults],
    [{ directives: { "img-src": ["'self'", "data:"] } }, `${defaults}; img-src 'self' data:`],
    [{ directives: { imgSrc: "'self' data:" } }, `${defaults}; img-src 'self' data:`],
    [{ directives: { defaultSrc: "'none'" } }, defaults.replace("'self'", "'none'")],
    [{ directives: { formAction: false } }, defaults.replace(" form-action 'self';", "")],
    [
      { directives: { upgradeInsecureRequests: true, sandbox: true } },
      `${defaults}; upgrade-insecure-requests; sandbox`,
    ],
    [{ directives: { sandbox: ["allow-forms"], imgSrc: undefined } }, `${defaults}; sandbox allow-forms`],
    [
      {
        directives: {
          connectSrc: ["https://api.example:8443/v1/", "wss://*.example.com", "localhost:*", "http:"],
        },
      },
      `${defaults}; connect-src https://api.example:8443/v1/ wss://*.example.com localhost:* http:`,
    ],
    [
      { directives: { scriptSrc: ["'sha256-abc='", "'unsafe-inline'"] } },
      `${defaults}; script-src 'sha256-abc=' 'unsafe-inline'`,
    ],
    [{ trustedTypes: true }, `${defaults}; require-trusted-types-for 'script'`],
    [
      { trustedTypes: ["dompurify"] },
      `${defaults}; require-trusted-types-for 'script'; trusted-types dompurify`,
    ],
    [{ trustedTypes: [] }, `${defaults}; require-trusted-types-for 'script'; trusted-types 'none'`],
  ])("%j", async (options, policy) => {
    expect(await policyOf(options)).toBe(policy);
  });

  it.each<[string, ContentSecurityPolicyOptions["directives"], RegExp]>([
    ["a name that is misspelt", { "scrpt-src": "'self'" }, /"scrpt-src" is no directive/],
    ["a name of every object", { constructor: "'self'" }, /"constructor" is no directive/],
    ["the same in two spellings", { imgSrc: "'self'", "img-src": "'none'" }, /img-src is given twice/],
    ["a keyword without quotes", { scriptSrc: ["self"] }, /'self' in single quotes/],
    ["another one", { scriptSrc: ["strict-dynamic"] }, /'strict-dynamic' in single quotes/],
    ["half a pair of quotes", { scriptSrc: ["'self"] }, /in single quotes/],
    ["a hash without quotes", { scriptSrc: ["sha256-abc="] }, /in single quotes/],
    ["a nonce for ever", { scriptSrc: ["'nonce-abcdefghijklmnopqrstuv'"] }, /nonce: true/],
    ["'none' beside others", { imgSrc: ["'none'", "'self'"] }, /'none' beside/],
    ["nothing", { imgSrc: [] }, /img-src is empty/],
    ["another directive in a value", { imgSrc: ["'self'; script-src *"] }, /end the directive/],
    ["another directive in a string", { imgSrc: "'self'; script-src *" }, /end the directive/],
    ["another policy in a value", { imgSrc: ["'self',script-src"] }, /end the directive/],
    ["another header", { imgSrc: ["a\r\nset-cookie: b=c"] }, /end the directive/],
    ["several in one value", { imgSrc: ["'self' data:"] }, /end the directive/],
    ["more than ASCII", { imgSrc: ["bücher.example"] }, /end the directive/],
    ["what is no source", { imgSrc: ["https//example"], fontSrc: ["(x)"] }, /font-src holds "\(x\)"/],
    ["a wildcard in the middle", { imgSrc: ["https://a.*.example"] }, /no source/],
    ["a value for a flag", { upgradeInsecureRequests: "1" }, /takes no value/],
    ["an ancestor that is none", { frameAncestors: ["'unsafe-inline'"] }, /cannot hold/],
    ["no directive for scripts", { defaultSrc: false }, /script-src is left out/],
    [
      "no directive for objects",
      { defaultSrc: false, scriptSrc: "'self'", objectSrc: false },
      /object-src is/,
    ],
    ["no directive for the base", { baseUri: false }, /base-uri is left out/],
    ["every script by *", { scriptSrc: ["*"] }, /script-src lets in everything/],
    ["every script by https:", { defaultSrc: ["'self'", "https:"] }, /default-src lets in everything/],
    ["scripts of data: URLs", { scriptSrc: ["DATA:"] }, /lets in everything/],
    ["objects from anywhere", { objectSrc: ["*"] }, /object-src lets in everything/],
    ["a base from anywhere", { baseUri: ["https:"] }, /base-uri lets in everything/],
    ["injected scripts", { scriptSrc: ["'self'", "'unsafe-inline'"] }, /injected scripts/],
  ])("refuses %s", (_, directives, message) => {
    const options = { contentSecurityPolicy: { directives } };
    expect(() => secureHeaders(options)).toThrow(message);
  });

  it("are refused by new App(), which carries no compiler for them, with the mend", () => {
    const options = { contentSecurityPolicy: { directives: { imgSrc: "'self'" } } };
    // @ts-expect-error the option takes a string
    expect(() => quietApp({ secureHeaders: options })).toThrow(/app\.use\(secureHeaders\(\)\)/);
  });

  it("names every fault at once", () => {
    const directives = { imgSrc: ["self"], fontSrc: [], x: "y" };
    expect(() => secureHeaders({ contentSecurityPolicy: { directives } })).toThrow(/"x".*img-src.*font-src/);
  });

  it("keep the frame defence: without frame-ancestors, X-Frame-Options has to stay", () => {
    const contentSecurityPolicy = { directives: { frameAncestors: false } } as const;
    expect(() => secureHeaders({ contentSecurityPolicy })).not.toThrow();
    expect(() => secureHeaders({ contentSecurityPolicy, frameOptions: false })).toThrow(/frame-ancestors/);
    const open = { directives: { frameAncestors: "*" } };
    expect(() => secureHeaders({ contentSecurityPolicy: open, frameOptions: false })).toThrow(
      /frame-ancestors/,
    );
  });
});

describe("nonce", () => {
  const nonceIn = (policy: string) => /'nonce-([\w-]+)'/.exec(policy)?.[1];

  it("is in the state and in the policy, 128 bits, new for every response", async () => {
    const app = appWith({ nonce: true });
    const seen = new Set<string>();
    for (let i = 0; i < 20; i++) {
      const response = await app.request("/");
      const nonce = await response.text();
      expect(nonce).toMatch(/^[\w-]{22}$/);
      expect(response.headers.get("content-security-policy")).toBe(
        `${defaults}; script-src 'strict-dynamic' 'nonce-${nonce}'; style-src 'self' 'nonce-${nonce}'`,
      );
      seen.add(nonce);
    }
    expect(seen.size).toBe(20);
  });

  it("stands beside given sources, and alone in place of 'none'", async () => {
    const directives = {
      scriptSrc: ["'self'", "'unsafe-inline'"],
      styleSrc: ["'none'"],
      scriptSrcElem: "'self'",
    };
    const policy = await policyOf({ nonce: true, directives });
    const nonce = nonceIn(policy);
    expect(policy).toContain(`script-src 'self' 'unsafe-inline' 'nonce-${nonce}';`);
    expect(policy).toContain(`style-src 'nonce-${nonce}';`);
    expect(policy).toContain(`script-src-elem 'self' 'nonce-${nonce}'`);
  });

  it("every response has one policy: errors, 404, refusals before the hooks", async () => {
    const app = appWith({ nonce: true });
    const of = async (path: string, init: RequestInit = {}) =>
      (await app.request(path, init)).headers.get("content-security-policy") ?? "";
    expect(nonceIn(await of("/missing"))).toBeDefined();
    const early = await of("/", { headers: { "x-forwarded-for": "1.2.3.4" } });
    expect(early).toBe(`${defaults}; script-src 'strict-dynamic'; style-src 'self'`);
  });

  it("leaves a handler its own policy, and a stored page the one it came with", async () => {
    const app = appWith({ nonce: true });
    expect((await app.request("/own")).headers.get("content-security-policy")).toBe("default-src 'none'");
    const unchanged = await app.request("/unchanged");
    expect([unchanged.status, unchanged.headers.has("content-security-policy")]).toEqual([304, false]);
    expect(unchanged.headers.get("x-content-type-options")).toBe("nosniff");
  });

  it("is not made where nobody asked for it", async () => {
    expect(await (await appWith({}).request("/")).text()).toBe("undefined");
  });
});

describe("reports", () => {
  it.each([
    ["https://r.example/csp?a=1", "https://r.example/csp?a=1"],
    ["/csp-reports", "/csp-reports"],
    ["https://r.example/a;b,c\"d'", "https://r.example/a%3Bb%2Cc%22d%27"],
    ["https://bücher.example/", "https://xn--bcher-kva.example/"],
  ])("go to %s", async (reportTo, url) => {
    const { headers } = await appWith({ reportTo }).request("/");
    expect(headers.get("reporting-endpoints")).toBe(`csp="${url}"`);
    expect(headers.get("content-security-policy")).toBe(`${defaults}; report-uri ${url}; report-to csp`);
  });

  it.each([
    "http://r.example/",
    "//r.example/csp",
    "/\\r.example/csp",
    "https://user:pass@r.example/",
    "csp-reports",
    "javascript:alert(1)",
    "",
  ])("do not go to %j", (reportTo) => {
    expect(() => secureHeaders({ contentSecurityPolicy: { reportTo } })).toThrow(/reportTo/);
  });
});

describe("graded by csp_evaluator", () => {
  it.each<[string, ContentSecurityPolicyOptions]>([
    ["the parts by themselves", {}],
    ["a nonce", { nonce: true }],
    [
      "everything",
      { nonce: true, trustedTypes: ["app"], reportTo: "/csp", directives: { imgSrc: "* data:" } },
    ],
    ["hashes", { directives: { scriptSrc: ["'sha256-abc='"] } }],
    [
      "an old browser's fallback",
      { nonce: true, directives: { scriptSrc: "'strict-dynamic' https: 'unsafe-inline'" } },
    ],
  ])("%s: no finding of high severity", async (_, options) => {
    expect(graveFindings(await policyOf(options))).toEqual([]);
  });

  it("the automatic headers: none either", async () => {
    const { headers } = await quietApp().get("/", { responses: ok }, hello).request("/");
    expect(graveFindings(headers.get("content-security-policy") ?? "")).toEqual([]);
  });

  it("is a judge that would find them", () => {
    expect(graveFindings("script-src 'unsafe-inline' *")).not.toEqual([]);
  });

  it("whatever the parts are: refused, or without such a finding", async () => {
    const pool = [
      "'self'",
      "'none'",
      "'unsafe-inline'",
      "'unsafe-eval'",
      "'strict-dynamic'",
      "*",
      "https:",
      "http:",
      "data:",
      "blob:",
      "https://a.example",
      "'sha256-abc='",
      "self",
    ];
    const names = ["default-src", "script-src", "object-src", "base-uri", "style-src", "img-src"];
    const value = fc.oneof(fc.constant(false), fc.subarray(pool, { minLength: 1, maxLength: 3 }));
    const directives = fc.dictionary(fc.constantFrom(...names), value, { maxKeys: 4 });
    let accepted = 0;
    await fc.assert(
      fc.asyncProperty(directives, fc.boolean(), async (given, nonce) => {
        const options = { directives: given, nonce };
        try {
          secureHeaders({ contentSecurityPolicy: options });
        } catch (error) {
          expect(error).toBeInstanceOf(TypeError);
          return;
        }
        accepted += 1;
        expect(graveFindings(await policyOf(options))).toEqual([]);
      }),
      { numRuns: 500 },
    );
    expect(accepted).toBeGreaterThan(50);
  });
});
