/** Content codings (RFC 9110 section 8.4) over Node's zlib, one chunk at a time. */
import { networkError } from "./errors.ts";
import type { NodeDecoder, NodeModules } from "./node-modules.ts";

/** What the pinned client asks for when the caller does not say. */
export const acceptedCodings = "gzip, deflate, br";

/** Layers of coding that are undone; nobody sends more than one, except to exhaust the receiver. */
const maxCodings = 5;

const known: ReadonlySet<string> = new Set(["gzip", "x-gzip", "deflate", "br"]);

/**
 * Undoes the codings of a `Content-Encoding` header. With a coding that is not known nothing is undone, as with fetch.
 *
 * @throws TypeError for more than five codings
 */
export function decode(
  source: AsyncIterable<Uint8Array>,
  contentEncoding: string | null,
  modules: NodeModules,
): AsyncIterable<Uint8Array> {
  const codings = (contentEncoding ?? "")
    .split(",")
    .map((coding) => coding.trim().toLowerCase())
    .filter((coding) => coding !== "" && coding !== "identity");
  if (codings.length > maxCodings) throw networkError(`the response has ${codings.length} content codings.`);
  if (!codings.every((coding) => known.has(coding))) return source;
  return codings.reduceRight((inner, coding) => decodeOne(inner, coding, modules), source);
}

async function* decodeOne(
  source: AsyncIterable<Uint8Array>,
  coding: string,
  modules: NodeModules,
): AsyncGenerator<Uint8Array> {
  const chunks = source[Symbol.asyncIterator]();
  const first = await chunks.next();
  if (first.done) return;
  const decoder = createDecoder(coding, first.value[0] ?? 0, modules);
  modules.stream.pipeline(prepend(first.value, chunks), decoder, () => {});
  yield* decoder;
}

async function* prepend(first: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield first;
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
}

/** Flushing as it goes yields what has arrived, and takes a body whose end marker is missing, as fetch and curl do. */
function createDecoder(coding: string, firstByte: number, { zlib }: NodeModules): NodeDecoder {
  const syncFlush = { flush: 2, finishFlush: 2 };
  if (coding === "br") return zlib.createBrotliDecompress({ flush: 1, finishFlush: 1 });
  if (coding !== "deflate") return zlib.createGunzip(syncFlush);
  // "deflate" means the zlib format (RFC 1950); some servers send it raw (RFC 1951).
  const isZlib = (firstByte & 0x0f) === 8;
  return isZlib ? zlib.createInflate(syncFlush) : zlib.createInflateRaw(syncFlush);
}
