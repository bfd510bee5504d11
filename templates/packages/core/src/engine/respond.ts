import type { HookResult } from "../hooks/hooks.ts";
import { HeaderList } from "../http/header-list.ts";
import type { EngineResponse, ResponseBody } from "../http/response.ts";
import { hasNoContent } from "../http/status.ts";

/** What a handler or a hook answers with, unless it is a `Response`. */
export type Answer = Exclude<HookResult, Response>;

/** What the handler returned, once it is known to keep the contract. */
export class CheckedResult {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Answer["headers"];
  /** The body has a schema, so it leaves as JSON whatever its type. */
  readonly json: boolean;

  constructor(result: Answer, body: unknown, json: boolean) {
    this.status = result.status;
    this.body = body;
    this.headers = result.headers;
    this.json = json;
  }
}

export function isAnswer(value: unknown): value is Answer {
  return typeof value === "object" && value !== null && "status" in value && typeof value.status === "number";
}

/** A result as the response that leaves, on top of the headers that every response has. */
export function toEngineResponse(result: unknown, baseHeaders: readonly string[]): EngineResponse {
  const headers = new HeaderList(baseHeaders.slice());
  const checked = result instanceof CheckedResult;
  if (!checked && result instanceof Response) return fromWebResponse(result, headers);
  if (!checked && !isAnswer(result))
    throw new TypeError("A hook answered with something that is no {status, body}.");
  const { status, body } = result;
  if (!Number.isInteger(status) || status < 200 || status > 599) {
    throw new TypeError(`A response cannot have the status ${status}.`);
  }
  if (result.headers) {
    for (const [name, value] of Object.entries(result.headers)) {
      if (typeof value === "string") headers.set(name, value);
      else {
        headers.delete(name);
        for (const one of value) headers.append(name, one);
      }
    }
  }
  if (hasNoContent(status)) {
    discard(result);
    return { status, headers, body: null };
  }
  if (body === undefined) return { status, headers, body: "" };
  const untouched = checked && result.json ? undefined : asItIs(body);
  if (untouched !== undefined) {
    headers.setDefault(
      "content-type",
      typeof untouched === "string" ? "text/plain; charset=utf-8" : "application/octet-stream",
    );
    return { status, headers, body: untouched };
  }
  const text: string | undefined = JSON.stringify(body);
  if (text === undefined) throw new TypeError(`A body of type ${typeof body} cannot be sent.`);
  // JSON cannot look into a `Response`, a promise that nobody awaited, a `Map` or a `Blob`
  if (text === "{}" && kindOf(body) !== "[object Object]") {
    throw new TypeError(`A body that is an ${kindOf(body)} would leave as {}.`);
  }
  headers.setDefault("content-type", "application/json");
  return { status, headers, body: text };
}

/** A body that is no JSON; `undefined` for what is. */
function asItIs(body: unknown): Exclude<ResponseBody, null> | undefined {
  if (typeof body === "string" || body instanceof Uint8Array) return body;
  if (body instanceof ArrayBuffer) return new Uint8Array(body);
  if (!(body instanceof ReadableStream)) return undefined;
  if (body.locked) throw new TypeError("The stream of a response is being read by someone else.");
  return body;
}

const kindOf = (value: unknown): string => Object.prototype.toString.call(value);

/** Fields that belong to one connection (RFC 9110 §7.6.1): a response that came from elsewhere does not bring its own. */
const ofTheConnection = new Set([
  "connection",
  "keep-alive",
  "proxy-connection",
  "transfer-encoding",
  "upgrade",
]);

function fromWebResponse(response: Response, headers: HeaderList): EngineResponse {
  if (response.status < 200) throw new TypeError("Response.error() cannot be sent.");
  if (response.bodyUsed || response.body?.locked)
    throw new TypeError("The body of this Response was read already.");
  for (const [name, value] of response.headers) {
    if (ofTheConnection.has(name)) continue;
    if (name === "set-cookie") headers.append(name, value);
    else headers.set(name, value);
  }
  return { status: response.status, headers, body: response.body };
}

/** Tells the source of a stream that nobody will read it. */
export function discard(result: unknown): void {
  const body = typeof result === "object" && result !== null && "body" in result ? result.body : undefined;
  if (body instanceof ReadableStream && !body.locked) body.cancel().catch(() => {});
}
