import { MethodNotAllowedError, NotFoundError } from "../errors/http-error.ts";

/** RFC 9110 §9.3.7 and §15.5.6: a known path answers `OPTIONS`, and 405 with `Allow` to what it does not have. */
export function answerWithoutRoute(method: string, leaves: readonly { byMethod: object }[]): unknown {
  if (leaves.length === 0) throw new NotFoundError("There is no such resource.");
  const allowed = new Set(leaves.flatMap(({ byMethod }) => Object.keys(byMethod)));
  if (allowed.has("GET")) allowed.add("HEAD");
  allowed.add("OPTIONS");
  const allow = [...allowed].sort().join(", ");
  if (method === "OPTIONS") return { status: 204, headers: { allow } };
  throw new MethodNotAllowedError(`This resource allows ${allow}.`, { allow });
}
