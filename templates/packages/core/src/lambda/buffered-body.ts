import { readStream } from "../http/body.ts";
import type { EngineResponse } from "../http/response.ts";
import { hasNoContent } from "../http/status.ts";
import type { LambdaResult } from "./events.ts";

type Body = Pick<LambdaResult, "body" | "isBase64Encoded">;

const none: Body = { body: "", isBase64Encoded: false };
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * A response's content as an event's answer carries it: text as it is, which a REST API without binary media types sends too, anything
 * else as Base64.
 *
 * @throws HttpError 413 when it is larger than `limitBytes`
 */
export async function bufferedBody(
  response: EngineResponse,
  method: string,
  limitBytes: number,
): Promise<Body> {
  const { body, status } = response;
  if (body === null || method === "HEAD" || hasNoContent(status)) {
    if (body instanceof ReadableStream) body.cancel().catch(() => {});
    return none;
  }
  if (typeof body === "string") return { body, isBase64Encoded: false };
  const bytes = body instanceof ReadableStream ? await readStream(body, limitBytes) : body;
  const text = isText(response) ? decoded(bytes) : undefined;
  if (text !== undefined) return { body: text, isBase64Encoded: false };
  const base64 = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64");
  return { body: base64, isBase64Encoded: true };
}

function isText({ headers }: EngineResponse): boolean {
  if (headers.has("content-encoding")) return false;
  return /^(?:text\/|application\/(?:[\w.-]+\+)?json|application\/x-ndjson)/i.test(
    headers.get("content-type") ?? "",
  );
}

function decoded(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}
