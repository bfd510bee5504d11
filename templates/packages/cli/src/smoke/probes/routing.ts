import { Finding } from "../check.ts";
import { expectProblem } from "../expect.ts";
import { bearer, type Probe } from "../target.ts";

/** No app has a route here. */
export const unknownPath = "/__smoke__/no-such-route";

/** Both send the token: an app that authenticates every request has to look at it first. */
export const routingProbes: readonly Probe[] = [
  {
    name: "an unknown path is 404",
    async look({ token, ask }) {
      const headers = [bearer(token)];
      return expectProblem(await ask({ method: "GET", path: unknownPath, headers }), 404);
    },
  },
  {
    name: "an undeclared method is 405 with Allow",
    async look({ config, token, ask }) {
      const headers = [bearer(token)];
      const answer = await ask({ method: "DELETE", path: config.health, headers });
      expectProblem(answer, 405);
      const allow = (answer.headers.allow ?? "").split(",").map((method) => method.trim());
      if (allow.includes("GET") && !allow.includes("DELETE")) return `405 Allow: ${allow.join(", ")}`;
      throw new Finding(`expected 405 with Allow naming GET, got Allow: ${answer.headers.allow ?? "(none)"}`);
    },
  },
];
