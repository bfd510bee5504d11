import { type Hooks, withMeta } from "../hooks/hooks.ts";
import type { HeaderList } from "../http/header-list.ts";
import type { EngineResponse } from "../http/response.ts";
import { hasNoContent } from "../http/status.ts";
import { preferredEncoding } from "./accept-encoding.ts";
import { type CompressionEncoding, compressStream, compressWhole } from "./compress-body.ts";
import { couldLeak } from "./compression-oracle.ts";

export type { CompressionEncoding } from "./compress-body.ts";

export interface CompressionOptions {
  /** Content of fewer bytes is not worth it. Default 1024. */
  minimumSize?: number | undefined;
  /** In the order of preference between those that the client likes equally. Default `["gzip", "deflate"]`. */
  encodings?: readonly CompressionEncoding[] | undefined;
  /** Media types that are sent as they are, `text/csv` or `text/*`, beside those that do not compress anyway. */
  excludeContentTypes?: readonly string[] | undefined;
}

/**
 * Compresses text, JSON, XML and the like for clients that take it (RFC 9110 §8.4), and sends `Vary: Accept-Encoding`.
 *
 * Left as they are: partial content, content that is encoded already, small content, `Cache-Control: no-transform`, and what
 * could tell a secret by its length (see `couldLeak`): a response that sets a cookie or is `no-store`, and one that gives back
 * what came with a `Cookie` or `Authorization`. A stream is flushed chunk by chunk where the runtime has zlib, else left as it is.
 * A strong `ETag` becomes a weak one. Wherever it stands, the other hooks' `onSend` see the plain content.
 *
 * @throws TypeError when an option is out of its range
 */
export function compression(options: CompressionOptions = {}): Hooks {
  const { minimumSize = 1024, encodings = ["gzip", "deflate"], excludeContentTypes = [] } = options;
  assertOptions(minimumSize, encodings, excludeContentTypes);
  const excluded = excludeContentTypes.map((type) => type.toLowerCase());

  function isEligible(response: EngineResponse): boolean {
    const { status, headers } = response;
    if (hasNoContent(status) || status === 206 || cannotChange(headers)) return false;
    const type = essenceOf(headers.get("content-type"));
    return compressible.test(type) && !excluded.some((pattern) => matches(type, pattern));
  }

  return withMeta(
    {
      async onSend(response, context) {
        if (response.status === 304) response.headers.vary("Accept-Encoding");
        if (!isEligible(response)) return;
        response.headers.vary("Accept-Encoding");
        const encoding = preferredEncoding(context.head.headers.get("accept-encoding"), encodings);
        if (encoding === undefined || isSmall(response, minimumSize) || couldLeak(response, context)) return;
        const { body } = response;
        if (body === null) return;
        const encoded = await encode(body, encoding);
        if (encoded === undefined) return;
        response.body = encoded;
        markEncoded(response.headers, encoding);
      },
    },
    { name: "compression()", encodesContent: true },
  );
}

async function encode(
  body: NonNullable<EngineResponse["body"]>,
  encoding: CompressionEncoding,
): Promise<EngineResponse["body"] | undefined> {
  if (body instanceof ReadableStream) return compressStream(body, encoding);
  const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body;
  const encoded = await compressWhole(bytes, encoding);
  return encoded.byteLength < bytes.byteLength ? encoded : undefined;
}

function markEncoded(headers: HeaderList, encoding: CompressionEncoding): void {
  headers.setTrusted("content-encoding", encoding);
  headers.delete("content-length");
  // a part of the plain content is no part of this one
  headers.delete("accept-ranges");
  const tag = headers.get("etag");
  if (tag?.startsWith('"')) headers.setTrusted("etag", `W/${tag}`);
}

/** Whether somebody vouches for the bytes as they are. */
function cannotChange(headers: HeaderList): boolean {
  return (
    ["content-encoding", "content-range", "content-digest", "content-md5"].some((name) =>
      headers.has(name),
    ) || /\bno-transform\b/i.test(headers.get("cache-control") ?? "")
  );
}

function isSmall({ body, headers }: EngineResponse, minimumSize: number): boolean {
  if (typeof body === "string") {
    // up to three bytes for a UTF-16 unit: most strings need no counting
    if (body.length >= minimumSize) return false;
    return body.length * 3 < minimumSize || new TextEncoder().encode(body).byteLength < minimumSize;
  }
  if (body instanceof Uint8Array) return body.byteLength < minimumSize;
  const length = headers.get("content-length");
  return length !== null && Number(length) < minimumSize;
}

const compressible =
  /^(?:text\/.+|(?:application|image|model)\/.+\+(?:json|xml|text|yaml)|application\/(?:json|jsonl|x-ndjson|xml|javascript|x-javascript|yaml|graphql|sql|wasm|toml|x-www-form-urlencoded|manifest\+json|vnd\.ms-fontobject)|font\/(?:ttf|otf)|image\/(?:svg\+xml|bmp|x-icon))$/;

function essenceOf(contentType: string | null): string {
  return (contentType ?? "").split(";", 1)[0]?.trim().toLowerCase() ?? "";
}

function matches(type: string, pattern: string): boolean {
  return pattern.endsWith("/*") ? type.startsWith(pattern.slice(0, -1)) : type === pattern;
}

function assertOptions(
  minimumSize: number,
  encodings: readonly string[],
  excludeContentTypes: readonly string[],
): void {
  const faults: string[] = [];
  if (!Number.isSafeInteger(minimumSize) || minimumSize < 0)
    faults.push("minimumSize must be a whole number of bytes");
  if (encodings.length === 0 || encodings.some((name) => name !== "gzip" && name !== "deflate"))
    faults.push('encodings must hold "gzip" or "deflate", which every runtime has');
  if (excludeContentTypes.some((type) => !/^[\w.+-]+\/(?:[\w.+-]+|\*)$/.test(type)))
    faults.push('excludeContentTypes must hold media types, "text/csv" or "text/*"');
  if (faults.length > 0) throw new TypeError(`compression(): ${faults.join("; ")}.`);
}
