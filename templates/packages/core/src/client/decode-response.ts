/**
 * The body by its content type: JSON is parsed, text is a string, an event stream or a stream of JSON lines is the
 * `ReadableStream` itself, everything else is an `ArrayBuffer`. `undefined` where there is none.
 */
export async function decodeResponse(response: Response): Promise<unknown> {
  const [essence = ""] = (response.headers.get("content-type") ?? "").split(";");
  const type = essence.trim().toLowerCase();
  if (streamed.has(type)) return response.body ?? undefined;
  if (type === "application/json" || type.endsWith("+json")) {
    const text = await response.text();
    return text === "" ? undefined : JSON.parse(text);
  }
  if (type.startsWith("text/")) return response.text();
  const bytes = await response.arrayBuffer();
  return bytes.byteLength === 0 ? undefined : bytes;
}

/** Whoever waits for the end of these may wait for ever. */
const streamed = new Set(["text/event-stream", "application/x-ndjson", "application/jsonl"]);
