import { setTimeout as sleep } from "node:timers/promises";
import { Finding } from "../check.ts";
import { expectProblem, expectStatus, shown } from "../expect.ts";
import { bearer, type Probe, type Target, validWrite } from "../target.ts";

const docsPaths = ["/docs", "/openapi.json", "/openapi.yaml"];

/** How long a log line may be on its way, in milliseconds. */
const logLineMs = 2000;

export const exposureProbes: readonly Probe[] = [
  {
    name: "a cross-origin write is 403",
    async look(target) {
      const valid = validWrite(target);
      const headers = [...valid.headers, ["Origin", "https://evil.example"] as const];
      return expectProblem(await target.ask({ ...valid, headers }), 403);
    },
  },
  {
    name: "the docs are off",
    async look({ token, ask }) {
      const headers = [bearer(token)];
      for (const path of docsPaths) {
        const answer = await ask({ method: "GET", path, headers });
        if (answer.status !== 404) throw new Finding(`expected 404 for ${path}, got ${shown(answer)}`);
      }
      return `404 for ${docsPaths.join(", ")}`;
    },
  },
  {
    name: "forwarded headers need a decision",
    async look(target) {
      const { config, environment, ask } = target;
      const headers = [["X-Forwarded-For", "203.0.113.7"]] as const;
      const answer = await ask({ method: "GET", path: config.health, headers });
      if (config.platform === true) {
        expectStatus(answer, 200);
        return "200: the platform decides";
      }
      const decided = environment["TRUST_PROXY"] ?? "";
      if (decided !== "" && decided !== "unset") {
        expectStatus(answer, 200);
        return `200: TRUST_PROXY decides (${decided})`;
      }
      const detail = expectProblem(answer, 500);
      expectProblem(await ask({ method: "GET", path: config.health, headers }), 500);
      return `${detail} while TRUST_PROXY is unset, ${await expectOneLogLine(target)}`;
    },
  },
];

/** Whoever runs the app learns what to set, once: requests that anyone can send must not fill the log. */
async function expectOneLogLine({ environment, output }: Target): Promise<string> {
  const level = environment["LOG_LEVEL"] ?? "";
  if (level === "silent" || level === "fatal") return `not logged: LOG_LEVEL is ${level}`;
  const lines = (): string[] =>
    output()
      .split("\n")
      .filter((line) => line.includes("TRUST_PROXY"));
  for (const deadline = performance.now() + logLineMs; lines().length === 0; await sleep(20)) {
    if (performance.now() > deadline)
      throw new Finding("expected a log line that names TRUST_PROXY, got none");
  }
  if (lines().length > 1) throw new Finding(`expected one log line for all of them, got ${lines().length}`);
  return "one log line says so";
}
