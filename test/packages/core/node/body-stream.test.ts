import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { hello, loggedApp, ok, quietApp } from "../apps.ts";
import { exchange, open, statusesIn, withServer } from "./raw-client.ts";

const later = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const head = (path: string, length: number) =>
  `POST ${path} HTTP/1.1\r\nhost: a\r\ncontent-length: ${length}\r\n\r\n`;
const closing = "GET / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n";

const uncaught = vi.fn();
beforeEach(() => void process.on("uncaughtException", uncaught));
afterEach(() => {
  process.off("uncaughtException", uncaught);
  expect(uncaught).not.toHaveBeenCalled();
});

const write = { auth: "public", responses: ok } as const;

it("chunks that come after a handler gave its body up end nothing, and the connection goes on", async () => {
  const app = quietApp().get("/", { responses: ok }, hello);
  app.post("/", write, async ({ request }) => {
    await request.body?.cancel();
    await later(30);
    return hello();
  });
  await withServer(app, async ({ port }) => {
    const connection = await open(port);
    connection.send(`${head("/", 30_000)}${"x".repeat(10_000)}`);
    await later(10);
    connection.send("x".repeat(10_000));
    await later(40);
    connection.send(`${"x".repeat(10_000)}${closing}`);
    expect(statusesIn(await connection.closed())).toEqual([200, 200]);
  });
});

it("chunks that are there when the limit is reached end nothing", async () => {
  const app = quietApp({ bodyLimitBytes: 100_000 });
  app.post("/", write, async ({ request }) => {
    await later(20);
    return { status: 200, body: await request.text() };
  });
  await withServer(app, async ({ port }) => {
    const connection = await open(port);
    connection.send(head("/", 400_000) + "x".repeat(300_000));
    expect(await connection.until(/413[\s\S]*\}$/)).toMatch(/^HTTP\/1\.1 413/);
    connection.socket.destroy();
  });
});

it("a client that goes away while its body is read is no fault of the handler", async () => {
  const { app, lines } = loggedApp();
  const seen: unknown[] = [];
  app.use({ onError: (error) => void seen.push((error as { status?: number }).status) });
  app.post("/", write, async ({ request }) => ({ status: 200, body: await request.text() }));
  await withServer(app, async ({ port }) => {
    const connection = await open(port);
    connection.send(`${head("/", 100)}x`);
    await later(20);
    connection.socket.resetAndDestroy();
    await vi.waitFor(() => expect(seen).toEqual([400]));
  });
  expect(lines.filter(({ level }) => level === "error")).toEqual([]);
});

it("a response that is made of the body comes in full, however long it is", async () => {
  const app = quietApp({ bodyLimitBytes: 2 ** 24 });
  app.post("/", write, ({ request }) => ({ status: 200, body: request.body }));
  await withServer(app, async ({ port }) => {
    const body = "x".repeat(3 * 2 ** 20);
    const response = await fetch(`http://127.0.0.1:${port}/`, { method: "POST", body });
    expect((await response.text()) === body).toBe(true);
  });
});

it("a body that was begun and left alone does not get in the way of the next request", async () => {
  const app = quietApp({ bodyLimitBytes: 2 ** 20 }).get("/", { responses: ok }, hello);
  let rest: Promise<unknown> = Promise.resolve();
  app.post("/", write, ({ request }) => {
    const reader = request.body?.getReader();
    rest = later(50).then(() => reader?.read());
    rest.catch(() => {});
    return hello();
  });
  await withServer(app, async ({ port }) => {
    const connection = await open(port);
    connection.send(head("/", 500_000));
    await connection.until(/200/);
    connection.send(`${"x".repeat(500_000)}${closing}`);
    expect(statusesIn(await connection.closed())).toEqual([200, 200]);
    await expect(rest).rejects.toThrow("before its body was read");
  });
});

it("reads at the handler's pace", async () => {
  const app = quietApp({ bodyLimitBytes: 2 ** 26 });
  let read = 0;
  app.post("/", write, async ({ request }) => {
    const reader = request.body?.getReader();
    await reader?.read();
    await later(100);
    for (let part = await reader?.read(); part?.done === false; part = await reader?.read()) read++;
    return { status: 200, body: `${read > 0}` };
  });
  await withServer(app, async ({ port }) => {
    const connection = await open(port);
    connection.send(head("/", 2 ** 25));
    connection.send(Buffer.alloc(2 ** 25));
    await later(50);
    // what nobody reads stays with the client
    expect(connection.socket.writableLength).toBeGreaterThan(2 ** 23);
    expect(await connection.until(/true$/)).toMatch(/^HTTP\/1\.1 200/);
    connection.socket.destroy();
  });
});

it("a body that came before the request was touched is read all the same", async () => {
  const app = quietApp();
  app.post("/", write, async (context) => {
    await later(20);
    return { status: 200, body: await context.request.text() };
  });
  await withServer(app, async ({ port }) => {
    const request = `POST / HTTP/1.1\r\nhost: a\r\nconnection: close\r\ncontent-length: 5\r\n\r\nhello`;
    expect(await exchange(port, request)).toMatch(/hello$/);
  });
});
