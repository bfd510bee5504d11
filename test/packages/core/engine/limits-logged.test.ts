import { expect, it } from "vitest";
import { z } from "zod";
import { PayloadTooLargeError } from "../../../../templates/packages/core/src/index.ts";
import { loggedApp, ok, post } from "../apps.ts";
import { open, withServer } from "../node/raw-client.ts";

// An operator who meets a refusal finds its code and the one option that governs it.

const limits = {
  bodyLimitBytes: 100,
  jsonMaxDepth: 3,
  jsonMaxKeys: 3,
  maxHeaderCount: 5,
  poisonedKeys: "reject",
} as const;

function limitedApp() {
  const { app, lines } = loggedApp({ env: "test", ...limits });
  app.post("/", { responses: ok, request: { body: z.any() } }, () => ({ status: 200 }));
  app.post("/own", { responses: ok }, () => {
    throw new PayloadTooLargeError("Too many books.");
  });
  app.post("/web", { responses: ok }, async ({ request }) => ({ status: 200, body: await request.text() }));
  return { app, lines, refusals: () => lines.filter((line) => line["code"] === "limit-exceeded") };
}

const streamed = (path: string): [string, RequestInit] => {
  const body = new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode(`"${"a".repeat(200)}"`));
      controller.close();
    },
  });
  const [, init] = post(path, "");
  return [path, { ...init, body, duplex: "half" } as RequestInit];
};

it.each<[string, [string, RequestInit], number, string]>([
  ["a declared length", post("/", "a".repeat(101)), 413, "bodyLimitBytes"],
  ["what arrives", streamed("/"), 413, "bodyLimitBytes"],
  ["what a handler reads", streamed("/web"), 413, "bodyLimitBytes"],
  ["depth", post("/", "[[[[1]]]]"), 400, "jsonMaxDepth"],
  ["keys", post("/", { a: 1, b: 2, c: 3, d: 4 }), 400, "jsonMaxKeys"],
  ["a poisoned key", post("/", '{"__proto__":1}'), 400, "poisonedKeys"],
  [
    "header fields",
    ["/", { method: "POST", headers: Object.fromEntries([..."abcdef"].map((name) => [`x-${name}`, "1"])) }],
    431,
    "maxHeaderCount",
  ],
])("%s", async (_, request, status, setting) => {
  const { app, refusals } = limitedApp();
  expect((await app.request(...request)).status).toBe(status);
  expect(refusals()).toEqual([expect.objectContaining({ level: "warn", setting })]);
});

it("on Node as well", async () => {
  const { app, refusals } = limitedApp();
  await withServer(app, async ({ port }) => {
    const connection = await open(port);
    connection.send(
      "POST / HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n",
    );
    connection.send(`c8\r\n"${"a".repeat(198)}"\r\n0\r\n\r\n`);
    await connection.until(/ 413 /);
    connection.socket.destroy();
  });
  expect(refusals()).toEqual([expect.objectContaining({ setting: "bodyLimitBytes", route: "/" })]);
});

it("an app's own 413, a syntax error and a body of another type are no limit", async () => {
  const { app, refusals } = limitedApp();
  expect((await app.request(...post("/own", ""))).status).toBe(413);
  expect((await app.request(...post("/", "{"))).status).toBe(400);
  expect((await app.request("/", { method: "POST", body: "a" })).status).toBe(415);
  expect(refusals()).toEqual([]);
});
