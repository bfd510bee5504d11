import type { FinalRoute } from "../app/route-table.ts";
import { compileTextValues, type TextValues } from "../engine/text-values.ts";
import type { Describe } from "../openapi/describe.ts";
import { parseQuery } from "../routing/query.ts";
import { askedOnce } from "../validation/asked-once.ts";
import { isSchema } from "../validation/json-schema.ts";
import { isStandardSchema, type Schema } from "../validation/standard-schema.ts";
import { compileUnknownKeyCheck } from "../validation/unknown-keys.ts";
import { generateValue } from "./generate-value.ts";
import { mutate } from "./mutate.ts";
import type { Random } from "./random.ts";

export interface GeneratedRequest {
  readonly path: string;
  readonly init: RequestInit & { method: string; headers: Headers };
  /** The part that the contract refuses, `body` say; `undefined` where the request keeps it. */
  readonly invalid: string | undefined;
}

type PartName = "params" | "query" | "headers" | "body";

/**
 * A request for a route: one that its schemas describe, or a near miss with one part gone wrong. Whether it is one, the
 * schemas say themselves, of what will arrive: parameters, query and headers travel as text.
 */
export async function generateRequest(
  { route, path: pattern }: FinalRoute,
  describe: Describe,
  random: Random,
  shared: Readonly<Record<string, string>>,
): Promise<GeneratedRequest> {
  const { request = {}, method, consumes = ["application/json"] } = route;
  const parts = (["params", "query", "headers", "body"] as const).filter((name) => request[name]);
  const missed = random.chance(0.5) ? random.pick(parts) : undefined;
  const generated = (name: PartName): unknown => {
    const schema = request[name];
    const fitting = schema ? generateValue(describe(schema, "input"), random) : undefined;
    return name === missed ? mutate(fitting, random) : fitting;
  };
  const invalid: string[] = [];
  const read = (schema: Schema) => compileTextValues(schema, describe);
  const judge = async (name: PartName, arrives: unknown, strict = false): Promise<void> => {
    const schema = request[name];
    if (schema && !(await accepts(schema, arrives, strict))) invalid.push(name);
  };

  const params = textRecord(generated("params"), pathText);
  const path = fillPath(pattern, params);
  if (request.params) await judge("params", read(request.params)(paramsIn(pattern, path)));

  const query = new URLSearchParams(pairsOf(generated("query"))).toString();
  if (request.query) await judge("query", read(request.query)(parseQuery(query)));

  const headers = new Headers(textRecord(generated("headers"), headerText));
  for (const [name, value] of Object.entries(shared)) headers.set(name, value);
  const init: GeneratedRequest["init"] = { method, headers };
  if (request.body) {
    const [type = "application/json"] = consumes;
    const { text, arrives } = bodyText(generated("body"), type, read(request.body));
    headers.set("content-type", type);
    init.body = text;
    await judge("body", arrives, route.unknownKeys !== "strip");
  }
  if (request.headers) await judge("headers", read(request.headers)(Object.fromEntries(headers)));
  return { path: query === "" ? path : `${path}?${query}`, init, invalid: invalid[0] };
}

async function accepts(schema: Schema, value: unknown, strict: boolean): Promise<boolean> {
  if (!isStandardSchema(schema)) return true;
  const result = await askedOnce(schema)["~standard"].validate(value);
  if (result.issues) return false;
  return !strict || (await compileUnknownKeyCheck(schema)(value, result.value)).length === 0;
}

/** What is sent for a value, and what the route's schema will be given. */
function bodyText(value: unknown, type: string, readForm: TextValues): { text: string; arrives: unknown } {
  if (type === "text/plain") {
    const text = wellFormed(asText(value));
    return { text, arrives: text };
  }
  if (type === "application/x-www-form-urlencoded") {
    const text = new URLSearchParams(pairsOf(value)).toString();
    return { text, arrives: readForm(parseQuery(text)) };
  }
  const text = JSON.stringify(value) ?? "null";
  return { text, arrives: JSON.parse(text) };
}

function pairsOf(value: unknown): [string, string][] {
  if (!isSchema(value)) return [];
  return Object.entries(value).flatMap(([key, member]) =>
    (Array.isArray(member) ? member : [member])
      .filter((one) => one !== undefined && one !== null)
      .map((one): [string, string] => [key, asText(one)]),
  );
}

function textRecord(value: unknown, toText: (text: string) => string): Record<string, string> {
  return Object.fromEntries(pairsOf(value).map(([key, text]) => [key, toText(text)]));
}

function asText(value: unknown): string {
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** Half a character cannot be sent as UTF-8. */
function wellFormed(text: string): string {
  return text.replaceAll(/\p{Surrogate}/gu, "_");
}

/** What the router refuses before any schema is asked: control characters, separators, dot segments, nothing at all. */
function pathText(text: string): string {
  const safe = wellFormed(text).replaceAll(/[\0-\x1f\x7f\\/]/g, "_");
  return /^\.{0,2}$/.test(safe) ? "x" : safe;
}

/** What a header can carry. */
function headerText(text: string): string {
  return text.replaceAll(/[^\x20-\x7e]/g, "_").trim();
}

function fillPath(pattern: string, params: Readonly<Record<string, string>>): string {
  return pattern
    .split("/")
    .map((segment) => {
      if (segment === "*") return encodeURIComponent(params["*"] ?? "x");
      return segment.startsWith(":") ? encodeURIComponent(params[segment.slice(1)] ?? "x") : segment;
    })
    .join("/");
}

/** The parameters as the router will find them. */
function paramsIn(pattern: string, path: string): Record<string, string> {
  const values = path.split("/");
  return Object.fromEntries(
    pattern.split("/").flatMap((segment, index) => {
      if (segment !== "*" && !segment.startsWith(":")) return [];
      return [[segment === "*" ? "*" : segment.slice(1), decodeURIComponent(values[index] ?? "")]];
    }),
  );
}
