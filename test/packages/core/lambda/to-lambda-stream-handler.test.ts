import { PassThrough, type Writable } from "node:stream";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { App } from "../../../../templates/packages/core/src/app/app.ts";
import { BootGuardError } from "../../../../templates/packages/core/src/guards/boot-guard-error.ts";
import type { LambdaEvent } from "../../../../templates/packages/core/src/lambda/events.ts";
import { toLambdaStreamHandler } from "../../../../templates/packages/core/src/lambda/to-lambda-stream-handler.ts";
import { loggedApp, ok, quietApp } from "../apps.ts";
import { v1Event, v2Event } from "./events.ts";

interface Metadata {
  statusCode: number;
  headers: Record<string, string>;
  multiValueHeaders?: Record<string, string[]>;
  cookies?: string[];
}

let metadata: Metadata | undefined;

beforeEach(() => {
  metadata = undefined;
  // The head leaves with the first write, as in Lambda: without a write there is none.
  vi.stubGlobal("awslambda", {
    streamifyResponse: <T>(handler: T) => handler,
    HttpResponseStream: {
      from(stream: Writable, given: Metadata) {
        const write = stream.write.bind(stream);
        stream.write = (chunk: unknown) => {
          metadata = given;
          return write(chunk);
        };
        return stream;
      },
    },
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
  process.removeAllListeners("SIGTERM");
});

function handle(build: (app: App) => unknown, event: LambdaEvent, stream: Writable): Promise<void> {
  const app = quietApp();
  build(app);
  return toLambdaStreamHandler(app)(event, stream);
}

const answering =
  (body: unknown, headers: Record<string, string | string[]> = {}) =>
  (app: App) =>
    app.get("/", { responses: ok }, () => ({ status: 200, body, headers }));

async function textOf(stream: PassThrough): Promise<string> {
  let text = "";
  for await (const chunk of stream) text += chunk;
  return text;
}

it("judges the app when the handler is made", () => {
  const app = quietApp();
  app.post("/open", { responses: ok }, () => ({ status: 200 }));
  expect(() => toLambdaStreamHandler(app)).toThrow(BootGuardError);
});

it("says where it runs, where it cannot", () => {
  vi.unstubAllGlobals();
  expect(() => toLambdaStreamHandler(quietApp())).toThrow(/awslambda.*Use toLambdaHandler/);
});

it.each([
  ["a text", "hello", "hello"],
  ["bytes", Uint8Array.of(104, 105), "hi"],
  ["a stream", new Blob(["a", "b"]).stream(), "ab"],
])("sends the head and %s", async (_, body, text) => {
  const stream = new PassThrough();
  const [sent] = await Promise.all([textOf(stream), handle(answering(body), v2Event(), stream)]);
  expect(sent).toBe(text);
  expect(metadata).toMatchObject({ statusCode: 200, headers: { "x-content-type-options": "nosniff" } });
});

it.each([
  ["HEAD", v2Event({ method: "HEAD" })],
  ["204", v2Event({ rawPath: "/empty" })],
])("sends the head of an answer without content: %s", async (_, event) => {
  const stream = new PassThrough();
  const build = (app: App) => {
    answering("x")(app);
    app.get("/empty", { responses: { 204: {} } }, () => ({ status: 204 }));
  };
  const [sent] = await Promise.all([textOf(stream), handle(build, event, stream)]);
  expect(sent).toBe("");
  expect(metadata?.statusCode).toBe(event.rawPath === "/empty" ? 204 : 200);
});

it("sends several cookies as its sender knows them", async () => {
  const app = answering("x", { "set-cookie": ["a=1", "b=2"] });
  await handle(app, v2Event(), new PassThrough().resume());
  expect(metadata?.cookies).toEqual(["a=1", "b=2"]);
  await handle(app, v1Event(), new PassThrough().resume());
  expect(metadata?.multiValueHeaders).toEqual({ "set-cookie": ["a=1", "b=2"] });
});

it("sends at the client's pace", async () => {
  let made = 0;
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        made += 1;
        if (made > 50) controller.close();
        else controller.enqueue(new Uint8Array(1024));
      },
    },
    { highWaterMark: 0 },
  );
  const stream = new PassThrough({ highWaterMark: 2048 });
  const sending = handle(answering(body), v2Event(), stream);
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(made).toBeLessThan(10);
  stream.resume();
  await sending;
  expect(made).toBe(51);
});

it("a client that goes away cancels the stream and aborts the signal", async () => {
  let cancelled = false;
  let signal: AbortSignal | undefined;
  const build = (app: App) =>
    app.get("/", { responses: ok }, (context) => {
      signal = context.signal;
      const body = new ReadableStream<Uint8Array>({
        start: (controller) => controller.enqueue(new Uint8Array(1)),
        cancel() {
          cancelled = true;
        },
      });
      return { status: 200, body };
    });
  const stream = new PassThrough().resume();
  const sending = handle(build, v2Event(), stream);
  await expect.poll(() => metadata?.statusCode).toBe(200);
  stream.destroy();
  await sending;
  expect(cancelled).toBe(true);
  expect(signal?.aborted).toBe(true);
});

it("a stream that fails breaks off, and is logged", async () => {
  const { app, lines } = loggedApp();
  const body = new ReadableStream<Uint8Array>({ pull: (controller) => controller.error(new Error("disk")) });
  answering(body)(app);
  const stream = new PassThrough().resume();
  const broken = new Promise<Error>((resolve) => stream.on("error", resolve));
  await toLambdaStreamHandler(app)(v2Event(), stream);
  expect((await broken).message).toBe("disk");
  expect(lines.at(-1)?.msg).toBe("A stream broke off while it was sent");
});
