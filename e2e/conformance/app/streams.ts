import type { App } from "@daloyjs/core";
import { eventStream } from "@daloyjs/core/streaming";
import { withId } from "./schemas.ts";

const ok = { 200: { description: "OK" } };
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Responses and requests that come in pieces, and what is told of a client that goes away in between. */
export function addStreamRoutes(app: App): void {
  const gone = new Map<string, string>();
  let released = false;

  // The second piece is made when the client has asked for it, so that nobody can hold back the first. What one request
  // resolves, another cannot wait for on every platform: it looks.
  app.get("/stream", { responses: ok }, ({ signal }) => {
    released = false;
    async function* pieces(): AsyncGenerator<Uint8Array> {
      yield new TextEncoder().encode("first ");
      while (!released && !signal.aborted) await pause(10);
      yield new TextEncoder().encode("second");
    }
    return { status: 200, body: streamOf(pieces()) };
  });
  app.post("/stream/release", { responses: { 204: {} } }, () => {
    released = true;
    return { status: 204 };
  });
  app.get("/events", { responses: ok }, ({ signal }) => {
    async function* events() {
      yield { event: "greeting", id: "1", data: "two\nlines" };
      await pause(50);
      yield { data: { json: true } };
    }
    return eventStream(events(), { signal });
  });
  app.post("/upload", { responses: ok }, async ({ request }) => {
    const sizes: number[] = [];
    for await (const chunk of request.body ?? []) sizes.push(chunk.byteLength);
    return { status: 200, body: { chunks: sizes.length, bytes: sizes.reduce((sum, size) => sum + size, 0) } };
  });
  app.post("/duplex", { responses: ok }, ({ request }) => ({ status: 200, body: request.body ?? "" }));

  app.get("/slow", { responses: ok }, async () => {
    await pause(500);
    return { status: 200, body: "finished" };
  });
  app.get("/never/:id", { request: { params: withId }, responses: ok }, ({ params: { id }, signal }) => {
    gone.set(id, "waiting");
    return new Promise<never>((_, reject) => {
      signal.addEventListener("abort", () => {
        gone.set(id, "aborted");
        reject(signal.reason);
      });
    });
  });
  app.get("/drip/:id", { request: { params: withId }, responses: ok }, ({ params: { id }, signal }) => {
    gone.set(id, "waiting");
    signal.addEventListener("abort", () => gone.set(id, "aborted"));
    async function* drops(): AsyncGenerator<Uint8Array> {
      for (; ; await pause(10)) yield new TextEncoder().encode("drop ");
    }
    return { status: 200, body: streamOf(drops()) };
  });
  app.get("/gone/:id", { request: { params: withId }, responses: ok }, ({ params }) => ({
    status: 200,
    body: gone.get(params.id) ?? "unknown",
  }));
}

function streamOf(pieces: AsyncGenerator<Uint8Array>): ReadableStream<Uint8Array> {
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await pieces.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    async cancel() {
      await pieces.return(undefined);
    },
  });
}
