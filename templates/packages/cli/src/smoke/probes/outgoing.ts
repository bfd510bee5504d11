import { createServer } from "node:http";
import type { FetchEndpoint } from "../../config/config.ts";
import { loopback, portOf } from "../../processes/port.ts";
import { Finding } from "../check.ts";
import { members, shown } from "../expect.ts";
import type { Answer } from "../http.ts";
import { bearer, json, type Probe, type Target } from "../target.ts";

/** Statuses that say that the request never came as far as the guard. */
const tooEarly = new Set([401, 404, 405, 408, 413, 415, 429]);

/** A route that fetches what its caller names must not become a way into the machine's own network (SSRF). */
export function outgoingProbes(endpoint: FetchEndpoint): readonly Probe[] {
  const named = `${endpoint.method} ${endpoint.path}`;
  return [
    {
      name: `${named} refuses 169.254.169.254`,
      look: (target) => expectRefused(target, endpoint, "http://169.254.169.254/latest/meta-data/"),
    },
    { name: `${named} refuses this machine`, look: (target) => refusesThisMachine(target, endpoint) },
  ];
}

async function expectRefused(target: Target, endpoint: FetchEndpoint, url: string): Promise<string> {
  const answer = await target.ask({
    method: endpoint.method,
    path: endpoint.path,
    headers: [bearer(target.token), json],
    body: JSON.stringify({ [endpoint.field]: url }),
  });
  const { status } = answer;
  if (status < 400 || status >= 500) {
    throw new Finding(`expected a refusal (4xx), got ${shown(answer)}`);
  }
  const scope = String(answer.headers["www-authenticate"] ?? "").includes("insufficient_scope");
  if (tooEarly.has(status) || scope || !isAboutUrl(answer, endpoint.field)) {
    throw new Finding(
      `expected the guard's refusal, but the request did not reach it: ${shown(answer)}. Mend smoke.fetch.`,
    );
  }
  return `${status}`;
}

/** A validation problem may well be the guard's answer, but then it is the URL that it finds fault with. */
function isAboutUrl(answer: Answer, field: string): boolean {
  const { errors } = members(answer);
  if (!Array.isArray(errors)) return true;
  return errors.every((error: unknown) => {
    const path = typeof error === "object" && error !== null && "path" in error ? String(error.path) : "";
    return path.split(/[/.]/).at(-1) === field;
  });
}

/** A server of the tool's own tells for certain whether anything was sent. */
async function refusesThisMachine(target: Target, endpoint: FetchEndpoint): Promise<string> {
  let reached = false;
  const canary = createServer((_, outgoing) => {
    reached = true;
    outgoing.end("reached");
  });
  await new Promise<void>((resolve) => canary.listen(0, loopback, resolve));
  try {
    const detail = await expectRefused(target, endpoint, `http://${loopback}:${portOf(canary)}/`);
    if (reached) throw new Finding(`expected no connection, got one, and then ${detail}`);
    return detail;
  } finally {
    canary.closeAllConnections();
    canary.close();
  }
}
