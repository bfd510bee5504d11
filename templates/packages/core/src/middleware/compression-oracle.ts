import type { EngineResponse } from "../http/response.ts";
import type { Context } from "../route/route.ts";

/** Shorter than this, DEFLATE refers back to nothing, so a guess of fewer characters changes no length. */
const shortestMatch = 3;
/** Requests with more to look for are taken to reflect it. */
const mostRuns = 64;

/**
 * Whether the length of the compressed response could tell a secret that stands in it (BREACH): a site makes a visitor's
 * browser ask with the visitor's credentials and a guess of the secret, and where the guess comes back in the content, the right
 * one compresses better.
 *
 * So a response is left as it is when it hands out a secret (`Set-Cookie`, `Cache-Control: no-store`), or when the request has
 * credentials (`Cookie`, `Authorization`) and any run of letters and digits from its query, path parameters or body stands in the
 * content, however it is quoted there. Content that cannot be looked at, because it is streamed, counts as reflecting.
 */
export function couldLeak(response: EngineResponse, context: Context): boolean {
  const { headers, body } = response;
  if (headers.has("set-cookie") || /\bno-store\b/i.test(headers.get("cache-control") ?? "")) return true;
  const sent = context.head.headers;
  if (!sent.has("cookie") && !sent.has("authorization")) return false;
  const runs = inputRuns(context);
  if (runs === undefined || runs.size > mostRuns) return true;
  if (runs.size === 0 || body === null) return false;
  if (body instanceof ReadableStream) return true;
  const content = (typeof body === "string" ? body : new TextDecoder().decode(body)).toLowerCase();
  return [...runs].some((run) => content.includes(run));
}

/** What the sender chose, in pieces that no way of quoting changes; `undefined` where it cannot be known. */
function inputRuns(context: Context): Set<string> | undefined {
  const { method, url, path } = context.head;
  const readsBody = method !== "GET" && method !== "HEAD";
  if (readsBody && context.body === undefined) return undefined;
  const raw = [queryOf(url), ...parametersOf(path, context.routePattern)];
  const texts = [...raw, ...raw.map(decoded), readsBody ? JSON.stringify(context.body) : ""];
  const all = texts.join(" ");
  // beyond ASCII one character has many spellings
  if (/[^\0-\x7f]/.test(all)) return undefined;
  const runs = all.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  return new Set(runs.filter((run) => run.length >= shortestMatch));
}

function queryOf(url: string): string {
  const mark = url.indexOf("?");
  return mark === -1 ? "" : url.slice(mark + 1);
}

/** The segments of the path that the route leaves open. */
function parametersOf(path: string, pattern: string): string[] {
  const fixed = pattern.split("/");
  return path.split("/").filter((segment, i) => fixed[i] !== segment);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return text;
  }
}
