import { Finding } from "../check.ts";
import { expectStatus } from "../expect.ts";
import type { Answer } from "../http.ts";
import type { Probe } from "../target.ts";
import { unknownPath } from "./routing.ts";

/** What each of the secure headers must look like for a browser to act on it. */
const rules: readonly (readonly [header: string, holds: (value: string) => boolean])[] = [
  ["content-security-policy", (value) => value.trim() !== ""],
  ["strict-transport-security", (value) => /(?:^|;)\s*max-age="?[1-9]/i.test(value)],
  ["x-content-type-options", (value) => value.toLowerCase() === "nosniff"],
  ["referrer-policy", (value) => value !== "" && !/(?:^|,)\s*unsafe-url\s*$/i.test(value)],
  ["cross-origin-opener-policy", (value) => value !== ""],
  ["cross-origin-resource-policy", (value) => value !== ""],
];

export const headerProbes: readonly Probe[] = [
  {
    name: "health has the secure headers",
    async look({ config, ask }) {
      const answer = await ask({ method: "GET", path: config.health });
      expectStatus(answer, 200);
      return expectSecureHeaders(answer);
    },
  },
  {
    name: "errors have the secure headers",
    look: async ({ ask }) => expectSecureHeaders(await ask({ method: "GET", path: unknownPath })),
  },
];

function expectSecureHeaders({ headers }: Answer): string {
  const missing = rules.filter(([name, holds]) => !holds(String(headers[name] ?? ""))).map(([name]) => name);
  const csp = String(headers["content-security-policy"] ?? "");
  const framed = /^(?:DENY|SAMEORIGIN)$/i.test(String(headers["x-frame-options"] ?? ""));
  if (!framed && !/(?:^|;)\s*frame-ancestors\s/i.test(csp)) missing.push("x-frame-options");
  if (missing.length > 0)
    throw new Finding(`expected the secure headers, missing or void: ${missing.join(", ")}`);
  if (headers["x-powered-by"] !== undefined) {
    throw new Finding("expected no x-powered-by, got one: it tells an attacker what to try");
  }
  return `${rules.length + 1} headers`;
}
