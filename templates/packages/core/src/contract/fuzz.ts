import type { App } from "../app/app.ts";
import type { FinalRoute } from "../app/route-table.ts";
import type { Schema } from "../validation/standard-schema.ts";
import { hasJsonSchema, isStandardSchema } from "../validation/standard-schema.ts";
import { compileUnknownKeyCheck } from "../validation/unknown-keys.ts";
import { nameOf } from "./checks.ts";
import { generateValue, mutate } from "./generate-value.ts";
import { Random } from "./random.ts";
import type { ContractIssue } from "./run-contract-tests.ts";

export interface FuzzOptions {
  /** Requests for each route. Default 100. */
  runs?: number | undefined;
  /** The same seed makes the same requests. Default 1. */
  seed?: number | undefined;
  /** Sent with every request, such as the `authorization` of a test principal. */
  headers?: Readonly<Record<string, string>> | undefined;
}

interface Generated {
  readonly value: unknown;
  /** What the schema itself says of it, unknown keys included. */
  readonly valid: boolean;
}

/** Sends valid requests and near misses to every route in process. One issue of a kind for each route is enough. */
export async function fuzz(
  app: App,
  routes: readonly FinalRoute[],
  options: FuzzOptions,
): Promise<ContractIssue[]> {
  const random = new Random(options.seed ?? 1);
  const issues: ContractIssue[] = [];
  for (const entry of routes) {
    const kinds = new Set<string>();
    for (let run = 0; run < (options.runs ?? 100) && kinds.size < 2; run++) {
      const issue = await probe(app, entry, random, options);
      if (!issue || kinds.has(issue.kind)) continue;
      kinds.add(issue.kind);
      const seed = `seed ${options.seed ?? 1}, run ${run}`;
      issues.push({ level: "error", route: nameOf(entry), message: `${issue.message} (${seed})` });
    }
  }
  return issues;
}

async function probe(app: App, entry: FinalRoute, random: Random, options: FuzzOptions) {
  const { request = {}, method } = entry.route;
  const near = random.chance(0.5);
  const params = await generate(request.params, random, false);
  const query = await generate(request.query, random, false);
  const body = request.body
    ? await generate(request.body, random, near, entry.route.unknownKeys !== "strip")
    : undefined;
  const path = fill(entry.path, params.value, random) + search(query.value);
  const headers: Record<string, string> = { ...options.headers };
  const init: RequestInit = { method, headers };
  if (body) {
    const type = entry.route.consumes?.[0] ?? "application/json";
    if (type !== "application/json") return undefined;
    headers["content-type"] = type;
    init.body = JSON.stringify(body.value) ?? "null";
  }
  const response = await app.request(path, init);
  await response.body?.cancel();
  const { status } = response;
  if (status >= 500) return { kind: "5xx", message: `A generated request got ${status}` };
  if (status < 400 && body && !body.valid) {
    return { kind: "accepted", message: `A body that its schema refuses got ${status}` };
  }
  return undefined;
}

/** A value for a schema; with `near`, one with something wrong. Whether it is valid, the schema itself decides. */
async function generate(
  schema: Schema | undefined,
  random: Random,
  near: boolean,
  strict = false,
): Promise<Generated> {
  if (!schema || !isStandardSchema(schema)) return { value: {}, valid: true };
  const json = hasJsonSchema(schema) ? describe(schema) : {};
  const fitting = generateValue(json, random);
  const value: unknown = JSON.parse(JSON.stringify((near ? mutate(fitting, random) : fitting) ?? null));
  const result = await schema["~standard"].validate(value);
  if (result.issues) return { value, valid: false };
  const unknown = strict ? await compileUnknownKeyCheck(schema)(value, result.value) : [];
  return { value, valid: unknown.length === 0 };
}

function describe(schema: Parameters<typeof hasJsonSchema>[0]): Record<string, unknown> {
  if (!hasJsonSchema(schema)) return {};
  try {
    return schema["~standard"].jsonSchema.input({
      target: "draft-2020-12",
      libraryOptions: { unrepresentable: "any" },
    });
  } catch {
    return {};
  }
}

function fill(pattern: string, params: unknown, random: Random): string {
  const values = typeof params === "object" && params !== null ? (params as Record<string, unknown>) : {};
  return pattern
    .split("/")
    .map((segment) => {
      const name = segment === "*" ? "*" : segment.startsWith(":") ? segment.slice(1) : undefined;
      if (name === undefined) return segment;
      const text = String(values[name] ?? "");
      return encodeURIComponent(
        text === "" || text === "." || text === ".." ? `x${random.integer(0, 999)}` : text,
      );
    })
    .join("/");
}

function search(query: unknown): string {
  if (typeof query !== "object" || query === null) return "";
  const pairs = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== null)
        pairs.append(key, typeof one === "object" ? JSON.stringify(one) : String(one));
    }
  }
  return pairs.size === 0 ? "" : `?${pairs}`;
}
