import { App, route, routes } from "@daloyjs/core";
import { serve } from "@daloyjs/core/node";
import { eventStream, ndjsonStream } from "@daloyjs/core/streaming";
import { describe, expect, test } from "vitest";

async function* three() {
  yield 1;
  yield { two: "a\nb" };
  yield undefined;
}

describe("ndjsonStream", () => {
  test("one JSON value a line", async () => {
    const response = ndjsonStream(three());
    expect(response.headers.get("content-type")).toBe("application/x-ndjson");
    expect(await response.text()).toBe('1\n{"two":"a\\nb"}\nnull\n');
  });

  test("asks for the next item only when there is room", async () => {
    let asked = 0;
    const reader = ndjsonStream(
      (function* () {
        for (;;) yield asked++;
      })(),
    ).body?.getReader();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(asked).toBe(0);
    await reader?.read();
    expect(asked).toBe(1);
    await reader?.cancel();
  });

  test("a reader that goes away ends the source", async () => {
    let ended = false;
    const stream = ndjsonStream(
      (async function* () {
        try {
          for (;;) yield 1;
        } finally {
          ended = true;
        }
      })(),
    ).body;
    const reader = stream?.getReader();
    await reader?.read();
    await reader?.cancel();
    expect(ended).toBe(true);
  });
});

describe("eventStream", () => {
  test("writes every field, and a line break in data becomes another data line", async () => {
    const response = eventStream([
      { data: "a\nb\rc\r\nd" },
      { event: "price", id: "7", retryMs: 100, data: { eur: 1 } },
    ]);
    expect(response.headers.get("content-type")).toBe("text/event-stream");
    expect(await response.text()).toBe(
      'data: a\ndata: b\ndata: c\ndata: d\n\nevent: price\nid: 7\nretry: 100\ndata: {"eur":1}\n\n',
    );
  });

  test.each([
    ["event", { event: "a\ndata: forged", data: 1 }],
    ["id", { id: "1\r\n\r\ndata: forged", data: 1 }],
    ["retryMs", { retryMs: 0.5, data: 1 }],
  ])("a forged %s ends the stream instead of reaching the client", async (_, event) => {
    await expect(eventStream([event]).text()).rejects.toThrow(TypeError);
  });

  test("keeps an idle connection alive, and stops when the signal aborts", async () => {
    const stop = new AbortController();
    const never = { [Symbol.asyncIterator]: () => ({ next: () => new Promise<never>(() => {}) }) };
    const reader = eventStream(never, { signal: stop.signal, keepAliveMs: 10 }).body?.getReader();
    const first = await reader?.read();
    expect(new TextDecoder().decode(first?.value)).toBe(":\n\n");
    stop.abort();
    await expect(reader?.closed).resolves.toBeUndefined();
  });
});

test("a client that goes away ends the source of a stream that Node serves", async () => {
  let ended: (value: unknown) => void = () => {};
  const end = new Promise((resolve) => {
    ended = resolve;
  });
  async function* ticks() {
    try {
      for (let i = 0; ; i++) {
        yield { data: i };
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    } finally {
      ended("ended");
    }
  }
  const live = routes({
    live: route({
      method: "GET",
      path: "/live",
      responses: { 200: { description: "Events" } },
      handler: ({ signal }) => eventStream(ticks(), { signal }),
    }),
  });
  const app = new App({ env: "test", logger: false }).routes(live);
  const server = await serve(app, { port: 0, hostname: "127.0.0.1", handleSignals: false });
  try {
    const leave = new AbortController();
    const response = await fetch(`http://127.0.0.1:${server.port}/live`, { signal: leave.signal });
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
    const reader = response.body?.getReader();
    expect(new TextDecoder().decode((await reader?.read())?.value)).toContain("data: 0");
    leave.abort();
    expect(await end).toBe("ended");
  } finally {
    await server.close();
  }
});
