import type { App } from "../app/app.ts";
import type { FinalRoute } from "../app/route-table.ts";
import type { Describe } from "../openapi/describe.ts";
import { Router } from "../routing/router.ts";
import { type GeneratedRequest, generateRequest } from "./generate-request.ts";
import { type ContractIssue, nameOf } from "./issue.ts";
import { judgeResponse } from "./judge-response.ts";
import { Random } from "./random.ts";
import type { SentCheck } from "./sent-check.ts";

export interface FuzzOptions {
  /** Requests for each route. Default 100. */
  runs?: number | undefined;
  /** The same seed makes the same requests. Default 1. */
  seed?: number | undefined;
  /** Sent with every request, such as the `authorization` of a test principal. */
  headers?: Readonly<Record<string, string>> | undefined;
}

/** Sends valid requests and near misses to every route in process. One issue of a kind for each route is enough. */
export async function fuzz(
  app: App,
  table: readonly FinalRoute[],
  options: FuzzOptions,
  describe: Describe,
  faultsOf: SentCheck,
): Promise<ContractIssue[]> {
  const { runs = 100, seed = 1, headers = {} } = options;
  const router = new Router<FinalRoute>();
  for (const entry of table) router.add(entry.route.method, entry.path, entry);
  const issues: ContractIssue[] = [];
  for (const entry of table.filter(({ builtIn }) => !builtIn)) {
    const route = nameOf(entry);
    const kinds = new Set<string>();
    const seen = { valid: 0, refused: 0 };
    for (let run = 0; run < runs; run++) {
      const random = new Random(seed, `${route} ${run}`);
      const request = await generateRequest(entry, describe, random, headers);
      // a parameter may hold what a static route has as its name
      if (
        router.find(entry.route.method, request.path.split("?")[0] ?? "")?.leaf.byMethod[
          entry.route.method
        ] !== entry
      )
        continue;
      const response = await app.request(request.path, request.init);
      if (request.invalid === undefined) seen.valid++;
      if (response.status === 401 || response.status === 403) seen.refused++;
      const finding = await judgeResponse(entry, response, request.invalid, describe, faultsOf);
      if (!response.bodyUsed) await response.body?.cancel();
      if (!finding || kinds.has(finding.kind)) continue;
      kinds.add(finding.kind);
      const message = `${inWords(request)} ${finding.message} (seed ${seed}, run ${run}).`;
      issues.push({ level: finding.level, route, message });
    }
    issues.push(...emptyHanded(route, runs, seen));
  }
  return issues;
}

/** A run that never got anywhere proves nothing, and says so. */
function emptyHanded(
  route: string,
  runs: number,
  { valid, refused }: { valid: number; refused: number },
): ContractIssue[] {
  const warning = (message: string): ContractIssue[] => [{ level: "warning", route, message }];
  if (runs > 0 && refused === runs) {
    return warning("Every generated request was refused with 401 or 403; give fuzz.headers a principal.");
  }
  if (runs >= 20 && valid === 0) {
    return warning(
      "No generated request was valid, so the handler was never reached; give the schema examples, or the app openapi.toJsonSchema.",
    );
  }
  return [];
}

/** `POST /books {"title":""}`; headers stay out, since they may hold a credential. */
function inWords({ path, init }: GeneratedRequest): string {
  const text = `${init.method} ${path}${typeof init.body === "string" ? ` ${init.body}` : ""}`;
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}
