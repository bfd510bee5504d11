import { Finding } from "../check.ts";
import { expectProblem, expectStatus, shown } from "../expect.ts";
import { bearer, type Probe, validWrite } from "../target.ts";

const docsPaths = ["/docs", "/openapi.json", "/openapi.yaml"];

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
    async look({ config, environment, ask }) {
      const headers = [bearer(environment, config.write.token)];
      for (const path of docsPaths) {
        const answer = await ask({ method: "GET", path, headers });
        if (answer.status !== 404) throw new Finding(`expected 404 for ${path}, got ${shown(answer)}`);
      }
      return `404 for ${docsPaths.join(", ")}`;
    },
  },
  {
    name: "forwarded headers need a decision",
    async look({ config, environment, ask }) {
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
      return `${expectProblem(answer, 500)} while TRUST_PROXY is unset`;
    },
  },
];
