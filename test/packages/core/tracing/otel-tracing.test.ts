import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import {
  type OtelTracingOptions,
  otelTracing,
  type Span,
  type SpanContext,
  type Tracer,
} from "../../../../templates/packages/core/src/tracing/index.ts";
import { parseTraceParent } from "../../../../templates/packages/core/src/tracing/trace-parent.ts";
import { later, loggedApp, ok } from "../apps.ts";

const spanKey = Symbol.for("OpenTelemetry Context Key SPAN");

interface Recorded {
  name: string;
  kind: number;
  attributes: Record<string, unknown>;
  status: number | undefined;
  ended: number;
  parent: SpanContext | undefined;
}

function recordingTracer() {
  const spans: Recorded[] = [];
  const tracer: Tracer = {
    startSpan(name, { kind, attributes }, context) {
      const parent = (context.getValue(spanKey) as Span | undefined)?.spanContext();
      const span: Recorded = {
        name,
        kind,
        attributes: { ...attributes },
        status: undefined,
        ended: 0,
        parent,
      };
      spans.push(span);
      return {
        spanContext: () => ({ traceId: "1".repeat(32), spanId: "2".repeat(16), traceFlags: 1 }),
        setAttribute: (key, value) => {
          span.attributes[key] = value;
        },
        setStatus: ({ code }) => {
          span.status = code;
        },
        updateName: (other) => {
          span.name = other;
        },
        end: () => {
          span.ended += 1;
        },
      };
    },
  };
  return { spans, tracer };
}

function tracedApp(options: Partial<OtelTracingOptions> = {}) {
  const { spans, tracer } = recordingTracer();
  const { app, lines } = loggedApp({ requestTimeoutMs: 1000 });
  app
    .use(otelTracing({ tracer, ...options }))
    .get("/books/:id", { request: { params: z.object({ id: z.string() }) }, responses: ok }, ({ state }) => {
      (state["span"] as Span).setAttribute("book.kind", "novel");
      return { status: 200 };
    })
    .get("/fail", { responses: ok }, ({ head }) => {
      throw new RangeError(`cannot fetch ${head.url}`);
    })
    .get("/undeclared", { responses: ok }, () => ({ status: 201 }) as never)
    .get("/slow", { responses: ok }, () => later({ status: 200 as const }, 1500));
  return { app, spans, lines };
}

describe("the span", () => {
  it("is a server span named by the route, with the attributes of the conventions", async () => {
    const { app, spans } = tracedApp();
    const response = await app.request("http://api.example:8080/books/7?token=secret", {
      headers: { "user-agent": "curl/8" },
    });
    expect(spans).toEqual([
      {
        name: "GET /books/:id",
        kind: 1,
        status: undefined,
        ended: 1,
        parent: undefined,
        attributes: {
          "http.request.method": "GET",
          "url.scheme": "http",
          "url.path": "/books/7",
          "server.address": "api.example",
          "server.port": 8080,
          "http.route": "/books/:id",
          "user_agent.original": "curl/8",
          "http.response.status_code": 200,
          "http.response.header.x-request-id": response.headers.get("x-request-id"),
          "book.kind": "novel",
        },
      },
    ]);
  });

  it.each<[string, string, RequestInit, string, number, string | undefined]>([
    ["404", "/missing", {}, "GET", 404, undefined],
    ["405", "/fail", { method: "DELETE" }, "DELETE", 405, undefined],
    ["OPTIONS", "/fail", { method: "OPTIONS" }, "OPTIONS", 204, undefined],
    ["a malformed path", "/%zz/books", {}, "GET", 400, undefined],
    ["an error", "/fail", {}, "GET /fail", 500, "RangeError"],
    ["a response that breaks the contract", "/undeclared", {}, "GET /undeclared", 500, "InternalError"],
    ["a handler that is too slow", "/slow", {}, "GET /slow", 503, "HttpError"],
    [
      "a proxy nobody trusts",
      "/fail",
      { headers: { "x-forwarded-for": "1.2.3.4" } },
      "GET",
      500,
      "InternalError",
    ],
    ["too many headers", "/fail", { headers: manyHeaders() }, "GET", 431, undefined],
  ])("ends with %s, once", async (_, path, init, name, status, errorType) => {
    const { app, spans } = tracedApp();
    expect((await app.request(path, init)).status).toBe(status);
    await later(0, 5);
    expect(spans).toMatchObject([
      {
        name,
        ended: 1,
        status: status >= 500 ? 2 : undefined,
        attributes: { "http.response.status_code": status },
      },
    ]);
    expect(spans[0]?.attributes["error.type"]).toBe(errorType);
  });

  it("never records a query string, whatever happens", async () => {
    const query = "token=s3cr3t&q=%73%33";
    for (const path of ["/books/7", "/missing", "/fail", "/slow", "//x", "/%zz"]) {
      const { app, spans } = tracedApp();
      await app.request(`http://localhost${path}?${query}`, {
        headers: { referer: `http://localhost/?${query}` },
      });
      expect(spans).toHaveLength(1);
      expect(JSON.stringify(spans)).not.toMatch(/s3cr3t|%73|\?/);
    }
  });

  it("is not named after what a stranger calls a method", async () => {
    const { app, spans } = tracedApp();
    await app.request("/books/7", { method: "BREW" });
    expect(spans[0]).toMatchObject({
      name: "HTTP",
      attributes: { "http.request.method": "_OTHER", "http.request.method_original": "BREW" },
    });
  });

  it("takes its name from spanName", async () => {
    const { app, spans } = tracedApp({ spanName: ({ routePattern }) => `api ${routePattern}` });
    await app.request("/books/7");
    expect(spans[0]?.name).toBe("api /books/:id");
  });
});

function manyHeaders(): Headers {
  const headers = new Headers();
  for (let i = 0; i < 101; i++) headers.set(`x-${i}`, "1");
  return headers;
}

describe("a tracer that fails", () => {
  const broken = (): never => {
    throw new Error("the exporter broke");
  };
  const span = (parts: Partial<Span>): Tracer => ({
    startSpan: () => ({
      ...recordingTracer().tracer.startSpan("", { kind: 1, attributes: {} }, never),
      ...parts,
    }),
  });
  const never = { getValue: () => undefined } as never;
  it.each<[string, Tracer]>([
    ["when a span starts", { startSpan: broken }],
    ["when it ends", span({ end: broken })],
    ["when an attribute is set", span({ setAttribute: broken })],
  ])("%s changes no response, and is logged", async (_, tracer) => {
    const { app, lines } = loggedApp();
    app.use(otelTracing({ tracer })).get("/", { responses: ok }, () => ({ status: 200 }));
    expect([(await app.request("/")).status, (await app.request("/")).status]).toEqual([200, 200]);
    expect(lines.filter((line) => line.level === "error")).toMatchObject([{ setting: "otelTracing" }]);
  });

  it("none at all is refused", () => {
    expect(() => otelTracing({} as OtelTracingOptions)).toThrow(TypeError);
  });
});

describe("the caller's trace", () => {
  const traceId = "0af7651916cd43dd8448eb211c80319c";
  const spanId = "b7ad6b7169203331";

  it("goes on, with its state", async () => {
    const { app, spans } = tracedApp();
    const headers = { traceparent: `00-${traceId}-${spanId}-01`, tracestate: "rojo=1, congo=t61rcWkgMzE" };
    await app.request("/books/7", { headers });
    expect(spans[0]?.parent).toMatchObject({ traceId, spanId, traceFlags: 1, isRemote: true });
    const state = spans[0]?.parent?.traceState;
    expect(state?.serialize()).toBe("rojo=1,congo=t61rcWkgMzE");
    expect(state?.set("congo", "2").unset("rojo").set("new", "3").serialize()).toBe("new=3,congo=2");
    expect([state?.get("rojo"), state?.get("none")]).toEqual(["1", undefined]);
  });

  it("does not, where strangers should not decide", async () => {
    const { app, spans } = tracedApp({ trustIncoming: false });
    await app.request("/books/7", { headers: { traceparent: `00-${traceId}-${spanId}-01` } });
    expect(spans[0]?.parent).toBeUndefined();
  });

  it.each<[string, string | null, boolean]>([
    ["none", null, false],
    ["not sampled", `00-${traceId}-${spanId}-00`, true],
    ["unknown flags", `00-${traceId}-${spanId}-ff`, true],
    ["a later version", `01-${traceId}-${spanId}-01`, true],
    ["a later version with more", `cc-${traceId}-${spanId}-01-what-the-future-brings`, true],
    ["a later version with more, badly", `cc-${traceId}-${spanId}-01.x`, false],
    ["version 00 with more", `00-${traceId}-${spanId}-01-x`, false],
    ["version ff", `ff-${traceId}-${spanId}-01`, false],
    ["no trace id", `00-${"0".repeat(32)}-${spanId}-01`, false],
    ["no parent id", `00-${traceId}-${"0".repeat(16)}-01`, false],
    ["capitals", `00-${traceId.toUpperCase()}-${spanId}-01`, false],
    ["too short", `00-${traceId.slice(1)}-${spanId}-01`, false],
    ["two of them", `00-${traceId}-${spanId}-01, 00-${traceId}-${spanId}-01`, false],
    ["no hexadecimal", `00-${traceId.replace("a", "g")}-${spanId}-01`, false],
  ])("traceparent: %s", (_, header, accepted) => {
    const parent = parseTraceParent(header, null);
    expect(parent !== undefined).toBe(accepted);
    expect([undefined, 0, 1]).toContain(parent?.traceFlags);
  });

  it.each<[string | null, string | undefined]>([
    ["a=1", "a=1"],
    ["a=1,,b=2 ", "a=1,b=2"],
    ["t@v=x", "t@v=x"],
    ["", undefined],
    ["a=1,a=2", undefined],
    ["A=1", undefined],
    ["a", undefined],
    ["a=", undefined],
    ["a=1=2", undefined],
    ["a=é", undefined],
    [Array.from({ length: 33 }, (_, i) => `k${i}=1`).join(), undefined],
    [`a=${"x".repeat(257)}`, undefined],
  ])("tracestate: %s", (state, serialized) => {
    const parent = parseTraceParent(`00-${traceId}-${spanId}-01`, state);
    expect(parent?.traceState?.serialize()).toBe(serialized);
  });

  it("any text is either the caller's or none", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (parent, state) => {
        expect(parseTraceParent(parent, state)).toBeUndefined();
        const valid = parseTraceParent(`00-${traceId}-${spanId}-01`, state);
        expect(valid?.traceId).toBe(traceId);
      }),
    );
  });
});
