import type { EngineResponse } from "../http/response.ts";
import type { LambdaResult } from "./events.ts";
import type { EventKind } from "./read-event.ts";

/** Belongs to a connection, which is the platform's; and it counts the bytes that it sends itself. */
const ofTheConnection = new Set([
  "connection",
  "content-length",
  "keep-alive",
  "proxy-connection",
  "transfer-encoding",
  "upgrade",
]);

/** Status and headers of an answer, in the members that the sender of the event knows. */
export function headOf(
  response: EngineResponse,
  kind: EventKind,
  method: string,
): Omit<LambdaResult, "body" | "isBase64Encoded"> {
  const statusCode = response.status;
  const values = new Map<string, string[]>();
  for (const [name, value] of response.headers) {
    if (!ofTheConnection.has(name)) values.set(name, [...(values.get(name) ?? []), value]);
  }
  const length = method === "HEAD" ? lengthOf(response.body) : undefined;
  if (length !== undefined) values.set("content-length", [String(length)]);
  switch (kind) {
    case "v2": {
      const cookies = values.get("set-cookie") ?? [];
      values.delete("set-cookie");
      return { statusCode, headers: joined(values), ...(cookies.length > 0 ? { cookies } : {}) };
    }
    case "v1": {
      const several = [...values].filter(([, list]) => list.length > 1);
      for (const [name] of several) values.delete(name);
      const multiValueHeaders = Object.fromEntries(several);
      return { statusCode, headers: joined(values), ...(several.length > 0 ? { multiValueHeaders } : {}) };
    }
    case "alb-multi-value":
      return { statusCode, multiValueHeaders: Object.fromEntries(values) };
    case "alb": {
      const cookies = values.get("set-cookie") ?? [];
      values.delete("set-cookie");
      return { statusCode, headers: { ...joined(values), ...spelled(cookies) } };
    }
  }
}

/** What `GET` would send: with an empty body, nobody else can count it. */
function lengthOf(body: EngineResponse["body"]): number | undefined {
  if (typeof body === "string") return Buffer.byteLength(body);
  return body instanceof Uint8Array ? body.byteLength : undefined;
}

function joined(values: ReadonlyMap<string, readonly string[]>): Record<string, string> {
  return Object.fromEntries([...values].map(([name, list]) => [name, list.join(", ")]));
}

/** Without multi-value headers each cookie needs a name of its own; names differ by case, which HTTP does not tell apart. */
function spelled(cookies: readonly string[]): Record<string, string> {
  return Object.fromEntries(cookies.map((cookie, index) => [spelling("set-cookie", index), cookie]));
}

function spelling(name: string, variant: number): string {
  let letter = 0;
  return name.replace(/[a-z]/g, (char) => ((variant >> letter++) & 1 ? char.toUpperCase() : char));
}
